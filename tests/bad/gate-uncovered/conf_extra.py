"""What this case adds."""

needs_coverage_gates = [
    {
        "name": "maal-daekket",
        "kind": "covered",
        "rows": "målsætning",
        "columns": "tiltag",
        "link": "bidrager_til",
    },
]
