"""Settings of an invented plan of 120 initiatives: the model of the knowledge base, full.

``tools/large_plan.py`` writes the sources: see ``make storplan``.
"""

import os
from pathlib import Path

project = "Modelkommunens plan"
author = "Modelkommunen (opdigtet)"
language = "da"

extensions = [
    "myst_parser",
    "sphinx_design",
    "public_site",
    "needs_overview",
    "sphinx_needs",
    "needs_coverage",
    "needs_cards",
    "needs_history",
    "needs_plan",
    "needs_exchange",
    "needs_search",
    "typst_pdf",
]

myst_enable_extensions = ["colon_fence"]
# No page and no report that only programs of sphinx-needs use is published.
needs_cards_remove = ["permalink.html", "schema_violations.json"]
needs_from_toml = os.environ.get("STORPLAN", "../../_build/storplan-kilde/ubproject.toml")
numfig = True
numfig_format = {"table": "Tabel %s", "figure": "Figur %s"}
latex_engine = "lualatex"

# Looks and the theme's Danish words are those of the knowledge base.
locale_dirs = [str(Path(__file__).resolve().parents[2] / "locale")]
templates_path = ["../../templates"]
html_theme = "pydata_sphinx_theme"
html_title = "Modelkommunen"
html_static_path = ["../../docs/_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {
    "search_bar_text": "Søg i planen",
    "announcement": "Modelkommunen findes ikke. Alt på siderne er opdigtet.",
    "navbar_align": "left",
    "navbar_center": [],
    "navbar_end": ["ids-switch", "theme-switcher"],
    "navbar_persistent": ["search-button"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": [],
    "footer_end": [],
    "show_toc_level": 2,
    "navigation_with_keys": False,
}
