"""What this case adds."""

needs_core_confidence = {
    "links": "bidrager_til",
    "field": "koblinger",
    "overall": "sikkerhed",
    "weak": ["lav", "ingen"],
}
