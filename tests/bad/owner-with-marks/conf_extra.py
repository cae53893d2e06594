needs_core_roles = {
    "actions": "tiltag",
    "goals": "målsætning",
    "link": "bidrager_til",
    "owner": "ansvarlig",
}
