"""What this case adds."""

needs_core_states = {
    "kandidat": {"symbol": "◇"},
    "i gang": {"symbol": "◑"},
    "opgivet": {"symbol": "✕", "covers": False},
}
needs_core_lineage = {"field": "gyldighed", "retired": ["udgået"]}
needs_coverage_gates = [
    {"name": "fri", "kind": "unblocked", "items": "tiltag", "link": "afhaenger_af"}
]
