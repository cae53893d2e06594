"""What this case adds."""

needs_coverage_gates = [
    {
        "name": "oplyst",
        "kind": "stated",
        "items": "tiltag",
        "fields": "ansvarlig",
        "where": "ansvarlig = Jobcentre",
    },
]
