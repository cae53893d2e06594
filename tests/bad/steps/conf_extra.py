"""What this case adds."""

needs_core_states = {"kandidat": {"symbol": "◇"}, "planlagt": {"symbol": "◔"}}
needs_core_roles = {"actions": "tiltag", "goals": "målsætning", "link": "bidrager_til"}
needs_core_steps = {
    "intet": {"symbol": "○", "covers": False, "states": ["kandidat"]},
    "besluttet": {"symbol": "◔", "states": ["planlagt", "kandidatt"], "stated": ["ejer"]},
    "i gang": {"symbol": "◑"},
    "fulgt op": {"symbol": "◕", "states": ["planlagt"], "followed_up_within": 2},
}
needs_coverage_gates = [
    {
        "name": "trin",
        "kind": "step",
        "rows": "målsætning",
        "columns": "tiltag",
        "link": "bidrager_til",
        "step": "beslutet",
    }
]
