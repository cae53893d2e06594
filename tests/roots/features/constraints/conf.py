extensions = ["sphinx_needs"]
needs_build_json = True
needs_reproducible_json = True
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R_"},
    {"directive": "test", "title": "Test case", "prefix": "T_"},
]
needs_fields = {"level": {"nullable": True}}
needs_constraints = {
    "critical": {"check_0": "'critical' in tags", "severity": "CRITICAL"},
    "open": {
        "check_0": "status == 'open'",
        "check_1": "level",
        "severity": "LOW",
        "error_message": "{{id}} is not open",
    },
}
needs_constraint_failed_options = {
    "CRITICAL": {"on_fail": ["warn"], "style": ["red_bar"], "force_style": True},
    "LOW": {"on_fail": [], "style": ["yellow_bar"], "force_style": False},
}
needs_warnings = {"without_level": "level is None and type == 'test'"}
needs_warnings_always_warn = True
