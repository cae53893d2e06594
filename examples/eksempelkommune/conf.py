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
    "needs_exchange",
    "needs_search",
    "typst_pdf",
]

myst_enable_extensions = ["colon_fence"]
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

# Who is responsible for a page stands under this name at its top.
public_site_responsible = "ansvarlig"
# What search results can be narrowed by: fields and links of this model.
needs_search_facets = ["type", "hoerer_til", "status", "ejer", "halvaar"]

# The PDFs. Each says on its title page and at the foot of every page that it is invented.
invented = "Alt er opdigtet. Eksempelkommunen findes ikke."
typst_documents = [
    {
        "file": "eksempelkommune.pdf",
        "title": project,
        "subtitle": "Visioner, mål, handleplan og opfølgning",
        "status": "OPDIGTET",
        "note": invented,
    },
    {
        "start": "opfoelgning/halvaarspakke",
        "file": "halvaarspakke.pdf",
        "title": "Halvårspakke",
        "subtitle": project,
        "status": "OPDIGTET",
        "note": invented,
        "follow": False,
        "cover": False,
        "contents": False,
        "index": False,
    },
]

# The example has gaps on purpose: they are told, and fail no build.
needs_coverage_gates = [
    {
        "name": "maal-daekket",
        "text": "Hvert mål har mindst én indsats, der ikke er stoppet.",
        "fails": False,
        "kind": "covered",
        "rows": "mål",
        "columns": "indsats",
        "link": "stoetter",
    },
    {
        "name": "i-gang-oplyst",
        "text": "Hver indsats i gang har en ejer og en slutdato.",
        "fails": False,
        "kind": "stated",
        "items": "indsats",
        "where": "status = i gang",
        "fields": ["ejer", "slut"],
    },
    {
        "name": "slut-holdt",
        "text": "Ingen slutdato er overskredet, før indsatsen er afsluttet eller stoppet.",
        "fails": False,
        "kind": "on_time",
        "items": "indsats",
        "date": "slut",
    },
    {
        "name": "forbindelser-bekraeftet",
        "text": "Ingen forbindelse venter på at blive bekræftet.",
        "fails": False,
        "kind": "sound",
        "items": "indsats",
        "link": "stoetter",
    },
    {
        "name": "tempo",
        "text": "Højst to indsatser begynder i samme halvår.",
        "fails": False,
        "kind": "at_most",
        "items": "indsats",
        "date": "begynder",
        "most": 2,
    },
]

# Planners get the plan as Excel and CSV, and others the strategy as StratML.
needs_exchange_types = ["indsats"]
needs_exchange_stratml = {
    "name": "Eksempelkommunens strategi",
    "organization": "Eksempelkommunen (opdigtet)",
    "goals": "vision",
    "objective_of": "hoerer_til",
    "reports": "opfølgning",
    "report_on": "vedroerer",
    "report_date": "dato",
    "report_text": "beslutning",
}

# Two centres keep plans of their own. `make hent` fetches them; planer.lock.json says
# which versions these pages were built with.
needs_exchange_lock = "planer.lock.json"
needs_exchange_plans = {
    "nord": {
        "name": "Center Nord",
        "file": "planer/nord.json",
        "source": "../../_build/center-nord/needs.json",
        "url": "../center-nord",
    },
    "syd": {
        "name": "Center Syd",
        "file": "planer/syd.json",
        "source": "../../_build/center-syd/needs.json",
        "url": "../center-syd",
    },
}
