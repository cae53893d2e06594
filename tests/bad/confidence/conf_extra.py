"""What this case adds."""

needs_core_confidence = {
    "links": "bidrager_til",
    "field": "forbindelser",
    "overall": "sikkerhed",
    "weak": ["lav", "ingen"],
}
