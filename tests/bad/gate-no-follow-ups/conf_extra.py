"""What this case adds."""

needs_coverage_gates = [{"name": "enig", "kind": "agrees", "items": "tiltag"}]
