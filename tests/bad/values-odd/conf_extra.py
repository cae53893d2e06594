needs_core_roles = {
    "actions": "tiltag",
    "goals": "målsætning",
    "link": "bidrager_til",
    "start": "start",
    "end": "frist",
}
needs_core_ids = {
    "målsætning": {"form": "MS_{under}_[1-9]", "example": "MS_1_1"},
    "tiltag": {"form": "TI_{under}[0-9]{2}", "example": "TI_101"},
}
