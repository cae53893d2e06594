"""What this case adds."""

needs_core_confidence = {
    "field": "forbindelser",
    "overall": "sikkerhed",
    "weak": ["lav", "ingen"],
}
