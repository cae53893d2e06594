extensions = ["sphinx_needs"]
needs_build_json = True
needs_reproducible_json = True
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R_"},
    {"directive": "test", "title": "Test case", "prefix": "T_"},
]
needs_fields = {
    "asil": {"nullable": True, "schema": {"type": "string", "enum": ["QM", "A", "B"]}},
}
needs_links = {"verifies": {}}
needs_schema_definitions = {
    "schemas": [
        {
            "id": "safe",
            "severity": "warning",
            "message": "Safe requirements need A or B",
            "select": {"properties": {"type": {"const": "req"}}},
            "validate": {"local": {"required": ["asil"]}},
        },
        {
            "id": "tested",
            "severity": "info",
            "validate": {
                "network": {"verifies": {"items": {"local": {"required": ["asil"]}}}}
            },
        },
    ]
}
