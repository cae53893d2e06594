extensions = ["sphinx_needs"]
needs_build_json = True
needs_reproducible_json = True
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R_"},
    {"directive": "test", "title": "Test case", "prefix": "T_"},
]
needs_fields = {
    "level": {
        "nullable": True,
        "default": "low",
        "predicates": [("type == 'test'", "high")],
    },
    "copied": {"nullable": True, "default": "[[copy('id')]]"},
    "count": {"nullable": True, "schema": {"type": "integer"}},
    "ready": {"nullable": True, "schema": {"type": "boolean"}},
    "names": {"nullable": True, "schema": {"type": "array", "items": {"type": "string"}}},
    "owner": {"nullable": True, "parse_variants": True},
}
needs_links = {
    "verifies": {"outgoing": "verifies", "incoming": "verified by", "copy": True},
    "blocks": {"default": ["R_001"], "allow_dead_links": True},
}
needs_variants = {"fast": "'fast' in build_tags"}
needs_variant_data = {"car": {"name": "small"}}
