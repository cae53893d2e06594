extensions = ["sphinx_needs"]
needs_build_json = True
needs_reproducible_json = True
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R_"},
    {"directive": "test", "title": "Test case", "prefix": "T_"},
]
needs_id_required = False
needs_id_length = 6
needs_title_optional = True
needs_max_title_length = 20
needs_statuses = [{"name": "open", "description": "Open"}]
needs_tags = [{"name": "a", "description": "A"}]
needs_extra_options = ["level"]
needs_extra_links = [{"option": "tests", "incoming": "tested by", "outgoing": "tests"}]
needs_global_options = {"level": {"default": "low"}}
needs_build_json_per_id = True
needs_role_need_template = "[{id}] {title}"
needs_role_need_max_title_length = 8
needs_json_remove_defaults = True
needs_builder_filter = "status == 'open' or type == 'test'"
needs_table_style = "TABLE"
needs_permalink_file = "to.html"
