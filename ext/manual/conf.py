"""The manual of the extensions: their READMEs, and pages of its own with a live project."""

import sys
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER))

project = "sphinx-needs-traceability"
author = "The authors of sphinx-needs-traceability"
copyright = "MIT and OFL-1.1"  # noqa: A001
language = "en"
root_doc = "index"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "needs_coverage",
    "needs_cards",
    "needs_overview",
    "needs_plan",
    "needs_sources",
    "needs_history",
    "needs_lineage",
    "needs_exchange",
    "needs_search",
    "public_site",
    "typst_pdf",
    "manual_reference",
    "title_lengths",
]
include_patterns = ["index.md", "manual/*.md", "*/README.md"]
html_theme = "pydata_sphinx_theme"
html_theme_options = {"logo": {"text": "Traceability"}, "show_nav_level": 2}
html_title = project
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
autodoc_typehints = "none"
autodoc_member_order = "bysource"
nitpick_ignore_regex = [(r"py:.*", r".*")]  # the types of others are not documented here

# The live project of the gallery, manual/library.md.
needs_from_toml = "library.toml"
needs_sources_folder = str(FOLDER / "texts")
typst_documents = [{"start": "index", "file": "manual.pdf", "title": project}]
