"""The search box, the official statement, and pages that load what they use."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.conftest import Project

BOX = "---\norphan: true\n---\n\n# Side\n\n:::{site-search-box} Hvad <søger> du?\n:::\n"
STATEMENT = "---\norphan: true\n---\n\n# Side\n\n:::{site-statement}\n:::\n"


@pytest.mark.parametrize(
    ("builder", "page", "action"),
    [
        ("html", "dybt/side.html", "../search.html"),
        ("dirhtml", "dybt/side/index.html", "../../search/"),
    ],
)
def test_the_box_sends_its_word_to_the_search_page(
    pages: Project, builder: str, page: str, action: str
) -> None:
    (pages.source / "dybt").mkdir()
    pages.write("dybt/side.md", BOX)
    built = pages.build(builder)
    form = BeautifulSoup(built.read(page), "html.parser").select_one("form.search-box")
    assert form is not None
    assert (form["action"], form["method"]) == (action, "get")
    assert form.select_one('label input[type=search][name="q"]') is not None
    assert form.label is not None
    assert form.label.text == "Hvad <søger> du?"
    assert [button.text for button in form.select("button")] == ["Søg"]


@pytest.mark.parametrize("builder", ["singlehtml", "text", "latex"])
def test_there_is_no_box_where_there_is_nothing_to_search_in(
    pages: Project, builder: str
) -> None:
    pages.write("side.md", BOX)
    built = pages.build(builder)
    assert all(b"search-box" not in d for n, d in built.files().items() if "css" not in n)


def test_the_statement_is_a_link_or_is_said_to_be_missing(pages: Project) -> None:
    pages.write("side.md", STATEMENT)
    built = pages.build()
    assert "Den officielle tilgængelighedserklæring er ikke lavet endnu." in built.read(
        "side.html"
    )
    address = "https://was.digst.dk/eksempel-dk"
    built = pages.build(public_site_statement=address)
    link = BeautifulSoup(built.read("side.html"), "html.parser").select_one(
        f'a[href="{address}"]'
    )
    assert link is not None
    assert link.text == "Læs den officielle tilgængelighedserklæring"
    assert "ikke lavet endnu" not in built.read("side.html")


def test_a_page_loads_what_it_has_a_use_for(pages: Project) -> None:
    pages.write(
        "side.md",
        "---\norphan: true\n---\n\n# Side\n\n"
        "::::{tab-set}\n:::{tab-item} A\nx\n:::\n::::\n",
    )
    marks = {"*design-tabs.js": ["sd-tab-set"], "*jquery.js": []}
    used: dict[str, Any] = {
        "extensions": ["myst_parser", "sphinx_design", "public_site"],
        "html_js_files": ["jquery.js"],
    }
    built = pages.build(public_site_assets=marks, **used)
    assert "design-tabs.js" in built.read("side.html")
    assert "design-tabs.js" not in built.read("index.html")
    assert all("jquery.js" not in built.read(f"{page}.html") for page in ("side", "index"))
    assert "jquery.js" in pages.build(out="all", **used).read("index.html")


def test_a_site_is_built_where_there_is_no_sphinx_needs(pages: Project) -> None:
    pages.write("side.md", f"{BOX}\n:::{{site-statement}}\n:::\n")
    program = (
        "import sys; sys.modules['sphinx_needs'] = None\n"
        "from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"
    )
    out = pages.work / "html"
    command = [sys.executable, "-c", program, "-q", "-W", str(pages.source), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    page = (out / "side.html").read_text(encoding="utf-8")
    assert "page-facts" in page
    assert 'class="search-box"' in page
    assert "public_site.css" in page
