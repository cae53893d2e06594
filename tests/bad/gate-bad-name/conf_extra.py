"""What this case adds."""

needs_coverage_gates = [
    {
        "name": "målsætning",
        "kind": "covered",
        "rows": "målsætning",
        "columns": "tiltag",
        "link": "bidrager_til",
    },
]
