project = "Older"
language = "en"
extensions = ["sphinx_needs", "needs_coverage", "needs_cards"]
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R_"},
    {"directive": "test", "title": "Test case", "prefix": "T_"},
]
needs_extra_links = [
    {"option": "verifies", "outgoing": "verifies", "incoming": "is verified by"}
]
needs_extra_options = ["level"]
suppress_warnings = ["needs.deprecated"]
