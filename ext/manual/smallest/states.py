needs_core_states = {
    "planned": {"symbol": "◔"},
    "passed": {"symbol": "●", "done": True},
    "dropped": {"symbol": "✕", "covers": False},
}
