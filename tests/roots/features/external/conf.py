extensions = ["sphinx_needs"]
needs_build_json = True
needs_reproducible_json = True
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R_"},
    {"directive": "test", "title": "Test case", "prefix": "T_"},
]
needs_links = {"verifies": {"outgoing": "verifies", "incoming": "verified by"}}
needs_external_needs = [
    {
        "base_url": "https://example.org/other",
        "json_path": "other.json",
        "id_prefix": "E_",
        "css_class": "elsewhere",
    }
]
