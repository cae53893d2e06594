extensions = ["sphinx_needs"]
needs_build_json = True
needs_reproducible_json = True
needs_fields = {"size": {"nullable": True}, "verdict": {"nullable": True}}
needs_variant_data = {"car": {"fast": True}}
needs_links = {"under": {}}
needs_types = {
    "story": {"title": "Story", "prefix": "S_"},
    "variants": {"title": "Variant", "prefix": "V_", "color": "#ffeeaa"},
    "mentions": {"title": "Mention", "prefix": "M_"},
    "timeline": {"title": "Line", "prefix": "L_", "inherits": "story"},
    "matrix": {
        "title": "Matrix",
        "prefix": "X_",
        "fields": {"size": {"nullable": True}},
        "links": {"under": {"outgoing": "is under", "target_types": ["story"]}},
    },
}


def setup(app):
    from sphinx_needs.api import add_dynamic_function, add_need_type

    def shout(app, need, needs, word):
        return word.upper()

    def add(app, config):
        add_need_type(app, "result", "Test result", "TR_")
        add_dynamic_function(app, shout)

    app.connect("config-inited", add)
