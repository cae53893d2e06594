project = "Plan"
language = "da"
extensions = ["myst_parser", "needs_coverage", "needs_cards", "needs_search"]
myst_enable_extensions = ["colon_fence"]
needs_from_toml = "ubproject.toml"
needs_build_json = True
numfig = True
latex_engine = "lualatex"
man_pages = [("index", "plan", "Plan", [], 7)]

# How far a tiltag is, in the order of progress. What is given up covers nothing.
needs_core_states = {
    "kandidat": {"symbol": "◇", "plural": "kandidater"},
    "planlagt": {"symbol": "◔", "plural": "planlagte"},
    "i gang": {"symbol": "◑"},
    "gennemført": {"symbol": "●", "plural": "gennemførte", "done": True},
    "opgivet": {"symbol": "✕", "plural": "opgivne", "covers": False},
}
