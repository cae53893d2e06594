"""Settings of an invented centre: its own plan, in its own build, linked to the goals."""

project = "Center Nord"
author = "Center Nord (opdigtet)"
language = "da"

extensions = [
    "myst_parser",
    "sphinx_needs",
    "needs_coverage",
    "needs_cards",
    "needs_exchange",
]

myst_enable_extensions = ["colon_fence"]
# No page and no report that only programs of sphinx-needs use is published.
needs_cards_remove = ["permalink.html", "schema_violations.json"]
needs_from_toml = "ubproject.toml"
numfig = True
numfig_format = {"table": "Tabel %s"}

# Looks and the theme's Danish words are those of the knowledge base.
locale_dirs = ["../../../locale"]
templates_path = ["../../templates"]
html_theme = "pydata_sphinx_theme"
html_title = "Center Nord"
html_static_path = ["../../docs/_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {
    "announcement": "Center Nord findes ikke. Alt på siderne er opdigtet.",
    "navbar_align": "left",
    "navbar_center": [],
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": [],
    "footer_end": [],
    "navigation_with_keys": False,
}
