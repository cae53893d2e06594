"""What this case adds."""

needs_core_states = {"i gang": {"symbol": "◑"}}
needs_core_milestones = {"field": "milepaele", "reached": "nået"}
needs_coverage_gates = [{"name": "milepaele", "kind": "reached", "items": "tiltag"}]
