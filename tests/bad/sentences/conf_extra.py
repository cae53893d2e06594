"""What this case adds."""

extensions += ["needs_overview"]  # noqa: F821
needs_core_states = {"kandidat": {"symbol": "◇"}}
needs_core_roles = {"actions": "tiltag", "goals": "målsætning", "link": "bidrager_til"}
needs_core_steps = {
    "intet": {"symbol": "○", "covers": False},
    "foreslået": {"symbol": "◇", "states": ["kandidat"]},
}
