"""What this case adds."""

needs_core_ids = {
    "tiltag": {"form": "TI_{under}0[0-9]", "example": "TI_101"},
    "pejlemærke": {"form": "PM_[1-9", "example": "PM_1"},
}
needs_core_roles = {
    "actions": "tiltag",
    "goals": "målsætning",
    "link": "bidrager_til",
    "start": "start",
    "end": "frist",
}
