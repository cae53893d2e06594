"""What this case adds."""

needs_coverage_gates = [
    {
        "name": "peger",
        "kind": "linked",
        "items": "tiltag",
        "to": "målsætning",
        "link": "bidrager_til",
    },
]
