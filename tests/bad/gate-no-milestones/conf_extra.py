"""What this case adds."""

needs_coverage_gates = [{"name": "milepaele", "kind": "reached", "items": "tiltag"}]
