"""What this case adds."""

needs_coverage_gates = [
    {
        "name": "maal",
        "kind": "covered",
        "rows": "målsætninger",
        "columns": "tiltag",
        "link": "bidrager_til",
    },
]
