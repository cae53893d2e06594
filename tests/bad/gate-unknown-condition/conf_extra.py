"""What this case adds."""

needs_coverage_gates = [
    {
        "name": "maal",
        "kind": "covered",
        "rows": "målsætning",
        "columns": "tiltag",
        "link": "bidrager_til",
        "columns_where": "modus = vil",
    },
]
