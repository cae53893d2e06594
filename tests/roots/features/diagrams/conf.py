extensions = ["sphinx_needs"]
needs_build_json = True
needs_reproducible_json = True
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R_"},
    {"directive": "test", "title": "Test case", "prefix": "T_"},
]
needs_flow_engine = "graphviz"
needs_flow_show_links = True
graphviz_dot = "no-such-program"
suppress_warnings = ["graphviz"]
needs_fields = {"duration": {"nullable": True}, "completion": {"nullable": True}}
