"""What this case adds."""

needs_coverage_gates = [
    {
        "name": "i-gang-oplyst",
        "kind": "stated",
        "items": "tiltag",
        "where": "status = i gang",
        "fields": ["ansvarlig", "frist"],
    },
]
