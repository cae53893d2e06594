"""What this case adds."""

needs_coverage_gates = [
    {"name": "frist-holdt", "kind": "on_time", "items": "tiltag", "date": "frist"},
    {"name": "leder-holdt", "kind": "on_time", "items": "tiltag", "date": "ansvarlig"},
]
needs_core_states = {"planlagt": {"symbol": "◔"}}
