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
    "needs_exchange",
    "needs_search",
    "typst_pdf",
]

myst_enable_extensions = ["colon_fence"]
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
    "navbar_center": [],
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["site-footer"],
    "footer_end": [],
    "show_toc_level": 2,
    "navigation_with_keys": False,
}

# Who is responsible for a page stands under this name at its top.
public_site_responsible = "ansvarlig"
# The address of the official accessibility statement, made in the WAS-Tool. Not made yet.
public_site_statement = ""

# Files that a page only loads when its text holds one of the marks.
public_site_assets = {
    "*jquery.js": [],
    "*_sphinx_javascript_frameworks_compat.js": [],
    "*graphviz.css": [],
    "*sphinx-data-viewer/*": ["sphinx-data-viewer"],
    "*design-tabs.js": ["sd-tab-set"],
    "*sphinx-design.min.css": ['class="sd-', " sd-"],
    "*sphinx_needs_collapse.js": [],
    "*sphinx-needs/*": ["needstable", "needs_"],
    "*pygments.css": ["highlight"],
}

# The circles of a matrix are not in pdflatex' fonts.
latex_engine = "lualatex"

# The PDF: `make pdf`.
typst_documents = [
    {
        "file": "strategi.pdf",
        "title": project,
        "subtitle": "Pejlemærker, målsætninger, nøgleord og tiltag",
        "status": "UDKAST",
    },
    {
        "start": "opfoelgning/halvaarspakke",
        "file": "halvaarspakke.pdf",
        "title": "Halvårspakke",
        "subtitle": project,
        "status": "UDKAST",
        "follow": False,
        "cover": False,
        "contents": False,
        "index": False,
    },
    {
        "start": "plakat",
        "file": "plakat.pdf",
        "title": "Plakat: strategien på Socialområdet",
        "status": "UDKAST",
        "paper": "a3",
        "landscape": True,
        "cover": False,
        "contents": False,
        "index": False,
        "text_size": 15,
    },
]

# What must hold, checked by every build. docs/vejledning/kontroller.md tells it in words.
needs_coverage_gates = [
    {
        "name": "maalsaetning-daekket",
        "text": "Hver målsætning har mindst ét tiltag, der ikke er opgivet.",
        "kind": "covered",
        "rows": "målsætning",
        "columns": "tiltag",
        "link": "bidrager_til",
    },
    {
        "name": "i-gang-oplyst",
        "text": "Hvert tiltag i gang har en ansvarlig og en frist.",
        "kind": "stated",
        "items": "tiltag",
        "where": "status = i gang",
        "fields": ["ansvarlig", "frist"],
    },
    {
        "name": "frist-holdt",
        "text": "Ingen frist er overskredet, uden at tiltaget er gennemført eller opgivet.",
        "kind": "on_time",
        "items": "tiltag",
        "date": "frist",
        "unless": "status = gennemført, opgivet",
    },
    {
        "name": "noegleord-naaet",
        "text": "Hvert nøgleord nås af et tiltag, direkte eller over en målsætning.",
        "fails": False,
        "kind": "covered",
        "rows": "nøgleord",
        "columns": "tiltag",
        "link": "omsaetter",
        "via": "målsætning",
        "via_links": ["beskriver", "bidrager_til"],
    },
    {
        "name": "forbindelser-bekraeftet",
        "text": "Ingen forbindelse venter på at blive bekræftet, fordi ordlyden er ændret.",
        "kind": "sound",
        "items": "tiltag",
        "link": "bidrager_til",
    },
]
# Gaps that are known and do not fail: `make baseline` writes the file.
needs_coverage_baseline = "daekning-kendt.json"

# Where the words come from. The texts of the sources are not in the project: where they
# are at hand (KILDER= names their folder), every quote is looked up in them. What was
# found stands in the lock file: `make citater` writes it.
needs_sources = {
    "type": "kilde",
    "file": "fil",
    "checksum": "kontrolsum",
    "quote": "citat",
    "place": "citat_sted",
    "lock": "kilder.lock.json",
    "wordings": {
        "ordlyd_plakat": "DOK_NDJ_PLAKAT",
        "ordlyd_udkast": "DOK_NDJ_UDKAST",
        "ordlyd_tekst": "DOK_NDJ_TEKST",
    },
    "compare_with": "ordlyd_tekst",
    "words": "ord",
}
# The story of a need: what it shows of itself, and the ways to others, over links.
needs_sources_story = [
    {"title": "Det står i kilden", "show": "quote"},
    {
        "title": "Sådan siger udgaverne det",
        "show": "variants",
        "empty": "Vi kender ingen forskelle i ordlyden.",
    },
    {
        "title": "Det blev sagt i en høring",
        "ways": [["vedroerer"]],
        "types": ["kommentar"],
        "empty": "Kilderne har ingen kommentarer til den.",
    },
    {"title": "Nøgleord", "ways": [["beskriver"]], "types": ["nøgleord"]},
    {"title": "Tiltag", "ways": [["bidrager_til"]], "types": ["tiltag"]},
    {
        "title": "Opfølgning",
        "ways": [["foelger_op"], ["bidrager_til", "foelger_op"]],
        "types": ["opfølgning"],
        "by": "dato",
        "optional": True,
        "empty": "Der er ingen opfølgning endnu.",
    },
]
needs_sources_folder = os.environ.get("KILDER") or None

# What planners get as Excel and CSV and may send back. The number of a new tiltag counts on
# from those that are under the same pejlemærke.
needs_exchange_types = ["tiltag"]
needs_exchange_siblings = "under"

# What search results can be narrowed by: fields and links of the model.
needs_search_facets = ["type", "under", "status", "ansvarlig", "kilde"]
# Of what fits as well, the strategy's own words come first, what is told of them last.
needs_search_weights = {
    "pejlemærke": 1.5,
    "målsætning": 1.5,
    "nøgleord": 1.4,
    "tiltag": 1.3,
    "forskel": 0.7,
    "henvisning": 0.8,
    "kommentar": 0.8,
}

# The strategy in the standard format StratML (ISO 17469), part 1 and part 2.
needs_exchange_stratml = {
    "name": "Strategien på Socialområdet",
    "organization": "Norddjurs Kommune, Socialområdet",
    "goals": "pejlemærke",
    "goals_are_vision": True,
    "objective_of": "under",
    "words": "citat",
    "keywords": "nøgleord",
    "keyword_of": "under",
}
