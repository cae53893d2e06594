"""What this case adds."""

needs_core_plurals = {"pejlemærke": "pejlemærker"}
needs_core_states = {
    "kandidat": {"symbol": "◇", "plural": "kandidater"},
    "planlagt": {"symbol": "◔", "plural": "planlagte"},
    "i gang": {"symbol": "◑"},
}
