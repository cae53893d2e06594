project = "Foreign"
language = "en"
needs_core_messages = "rewritten"
extensions = ["sphinx_needs", "needs_coverage"]
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R"},
    {"directive": "test", "title": "Test case", "prefix": "T"},
]
needs_links = {"verifies": {"outgoing": "verifies", "incoming": "is verified by"}}
needs_fields = {
    "level": {"description": "Level", "nullable": True, "schema": {"type": "string"}}
}
