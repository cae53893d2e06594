"""What this case adds."""

needs_coverage_gates = [
    {
        "name": "baseline_closed",
        "kind": "covered",
        "rows": "målsætning",
        "columns": "tiltag",
        "link": "bidrager_til",
    },
]
