extensions = ["sphinx_needs"]
needs_build_json = True
needs_reproducible_json = True
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R_"},
    {"directive": "test", "title": "Test case", "prefix": "T_"},
]
needs_fields = {"github": {"nullable": True}, "level": {"nullable": True}}
needs_layouts = {
    "mine": {
        "grid": "simple_footer",
        "layout": {
            "head": ["<<meta('title')>> ahead"],
            "meta": ["<<meta('level', prefix='At: ')>>", "<<meta_links_all()>>"],
            "footer": ["<<permalink()>> <<meta('github')>> <<meta_id()>>"],
        },
    }
}
needs_string_links = {
    "issue": {
        "regex": r"^(?P<value>\d+)$",
        "link_url": "https://example.org/{{value}}",
        "link_name": "#{{value}}",
        "options": ["github"],
    }
}
needs_default_style = "blue_border"
needs_part_prefix = "part "
