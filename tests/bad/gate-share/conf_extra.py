"""What this case adds."""

needs_coverage_gates = [
    {
        "name": "andel",
        "kind": "share",
        "rows": "målsætning",
        "columns": "tiltag",
        "link": "bidrager_til",
        "group_by": "under",
        "percent": 80,
    },
]
