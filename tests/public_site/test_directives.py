"""The search box, the official statement, and pages that load what they use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.conftest import Project

EXTENSIONS = [
    "myst_parser",
    "sphinx_design",
    "needs_coverage",
    "needs_cards",
    "public_site",
]
BOX = "---\norphan: true\n---\n\n# Side\n\n:::{search-box} Hvad <søger> du?\n:::\n"
STATEMENT = "---\norphan: true\n---\n\n# Side\n\n:::{official-statement}\n:::\n"


@pytest.mark.parametrize(
    ("builder", "page", "action"),
    [
        ("html", "dybt/side.html", "../search.html"),
        ("dirhtml", "dybt/side/index.html", "../../search/"),
    ],
)
def test_the_box_sends_its_word_to_the_search_page(
    plan: Project, builder: str, page: str, action: str
) -> None:
    (plan.source / "dybt").mkdir()
    plan.write("dybt/side.md", BOX)
    built = plan.build(builder, extensions=EXTENSIONS)
    form = BeautifulSoup(built.read(page), "html.parser").select_one("form.search-box")
    assert form is not None
    assert (form["action"], form["method"]) == (action, "get")
    assert form.select_one('label input[type=search][name="q"]') is not None
    assert form.label is not None
    assert form.label.text == "Hvad <søger> du?"
    assert [button.text for button in form.select("button")] == ["Søg"]


@pytest.mark.parametrize("builder", ["singlehtml", "text", "latex"])
def test_there_is_no_box_where_there_is_nothing_to_search_in(
    plan: Project, builder: str
) -> None:
    plan.write("side.md", BOX)
    built = plan.build(builder, extensions=EXTENSIONS)
    assert all(b"search-box" not in d for n, d in built.files().items() if "css" not in n)


def test_the_statement_is_a_link_or_is_said_to_be_missing(plan: Project) -> None:
    plan.write("side.md", STATEMENT)
    built = plan.build(extensions=EXTENSIONS)
    assert "Den officielle tilgængelighedserklæring er ikke lavet endnu." in built.read(
        "side.html"
    )
    address = "https://was.digst.dk/eksempel-dk"
    built = plan.build(extensions=EXTENSIONS, public_site_statement=address)
    link = BeautifulSoup(built.read("side.html"), "html.parser").select_one(
        f'a[href="{address}"]'
    )
    assert link is not None
    assert link.text == "Læs den officielle tilgængelighedserklæring"
    assert "ikke lavet endnu" not in built.read("side.html")


def test_a_page_loads_what_it_has_a_use_for(plan: Project) -> None:
    plan.write(
        "side.md",
        "---\norphan: true\n---\n\n# Side\n\n"
        "::::{tab-set}\n:::{tab-item} A\nx\n:::\n::::\n",
    )
    marks = {"*design-tabs.js": ["sd-tab-set"], "*jquery.js": []}
    built = plan.build(extensions=EXTENSIONS, public_site_assets=marks)
    assert "design-tabs.js" in built.read("side.html")
    assert "design-tabs.js" not in built.read("index.html")
    assert all("jquery.js" not in built.read(f"{page}.html") for page in ("side", "index"))
    assert "jquery.js" in plan.build(out="all", extensions=EXTENSIONS).read("index.html")
