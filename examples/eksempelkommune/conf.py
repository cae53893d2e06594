"""Settings of an invented municipality. The model stands in ``ubproject.toml``.

It shows the extensions in full use, and that they need no code to serve a strategy with
types, fields and links of its own.
"""

project = "Eksempelkommunens strategi"
author = "Eksempelkommunen (opdigtet)"
language = "da"

extensions = [
    "myst_parser",
    "sphinx_design",
    "public_site",
    "sphinx_needs",
    "needs_coverage",
    "needs_cards",
    "needs_history",
    "needs_lineage",
    "needs_overview",
    "needs_plan",
    "needs_exchange",
    "needs_search",
    "typst_pdf",
]

myst_enable_extensions = ["colon_fence"]
# No page and no report that only programs of sphinx-needs use is published.
needs_cards_remove = ["permalink.html", "schema_violations.json"]
needs_from_toml = "ubproject.toml"
numfig = True
numfig_format = {"table": "Tabel %s"}
latex_engine = "lualatex"

# Looks and the theme's Danish words are those of the knowledge base.
locale_dirs = ["../../../locale"]
templates_path = ["../../templates"]
html_theme = "pydata_sphinx_theme"
html_title = "Eksempelkommunen"
html_static_path = ["../../docs/_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {
    "search_bar_text": "Søg i eksemplet",
    "announcement": "Eksempelkommunen findes ikke. Alt på siderne er opdigtet.",
    "navbar_align": "left",
    "navbar_center": [],
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": [],
    "footer_end": [],
    "show_toc_level": 2,
    "navigation_with_keys": False,
}
