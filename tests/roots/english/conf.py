"""A council's plan in English: another model than ours, with all that a half-year needs."""

project = "The plan"
language = "en"
extensions = [
    "myst_parser",
    "sphinx_needs",
    "needs_cards",
    "needs_coverage",
    "needs_history",
    "needs_lineage",
    "needs_overview",
    "needs_plan",
    "needs_exchange",
]
myst_enable_extensions = ["colon_fence"]
needs_from_toml = "ubproject.toml"
html_theme = "alabaster"
