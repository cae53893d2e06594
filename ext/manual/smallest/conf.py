project = "Doors"
extensions = ["needs_coverage"]

needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R_"},
    {"directive": "test", "title": "Test case", "prefix": "T_"},
]
needs_links = {"verifies": {"outgoing": "verifies", "incoming": "is verified by"}}
