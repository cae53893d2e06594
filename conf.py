"""Sphinx settings of the knowledge base. The model stands in ``ubproject.toml``."""

import os

project = "Strategien på Socialområdet"
author = "Norddjurs Kommune, Socialområdet"
language = "da"

extensions = [
    "myst_parser",
    "sphinx_design",
    "public_site",
    "needs_overview",
    "sphinx_needs",
    "needs_coverage",
    "needs_cards",
    "needs_sources",
    "needs_history",
    "needs_lineage",
    "needs_plan",
    "needs_exchange",
    "needs_search",
    "typst_pdf",
]

myst_enable_extensions = ["colon_fence"]
# No page and no report that only programs of sphinx-needs use is published.
needs_cards_remove = ["permalink.html", "schema_violations.json"]
needs_from_toml = "ubproject.toml"
# Tables of needs are plain tables: whole without a script, and read aloud as tables.
needs_table_style = "table"

# Tables and pictures are referred to by number.
numfig = True
numfig_format = {"table": "Tabel %s", "figure": "Figur %s"}

# The theme's own words are English: the catalogue beside this file translates them.
locale_dirs = ["../locale"]

templates_path = ["templates"]
html_theme = "pydata_sphinx_theme"
html_title = "Strategien på Socialområdet"
html_static_path = ["docs/_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {
    "search_bar_text": "Søg i vidensbasen",
    "navbar_align": "left",
    "navbar_center": ["site-tabs"],
    "navbar_end": ["ids-switch", "theme-switcher"],
    "navbar_persistent": ["search-button"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["site-footer"],
    "footer_end": [],
    "show_toc_level": 2,
    "navigation_with_keys": False,
}

# The circles of a matrix are not in pdflatex' fonts.
latex_engine = "lualatex"

# The texts of the sources are not in the project: where they are at hand, KILDER= names
# their folder, and every quote is looked up in them.
needs_sources_folder = os.environ.get("KILDER") or None
