"""What this case adds."""

needs_coverage_gates = [
    {
        "name": "maal",
        "kind": "covered",
        "rows": "målsætning",
        "rows_where": "id = MS_1_1",
        "columns": "tiltag",
        "link": "bidrager_til",
    },
]
needs_coverage_baseline = "daekning-kendt.json"
