"""What this case adds."""

needs_core_states = {
    "kandidat": {"symbol": "◇", "plurals": "kandidater"},
    "planlagt": {"symbol": "◔"},
}
