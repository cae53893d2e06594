"""Numbers in place of ids: readers see those, a switch shows these, files keep them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.conftest import Built, Project, Windows

NUMBERS = {"req": {"pattern": "R_0*([0-9]+)"}, "test": {"field": "level"}}
PAGE = """\
Foreign
=======

.. req:: Short answers
   :id: R_012

.. test:: Ask ten people
   :id: T_001
   :level: 7b
   :verifies: R_012

.. test:: Ask nobody
   :id: T_002

See :need:`R_012` and :need:`the other <T_002>`.

.. needtable::
   :columns: id, title
   :types: test

.. needlist::
   :types: req

.. coverage-matrix::
   :rows: req
   :columns: test
   :link: verifies
   :caption: Answers
   :name: answers
"""
CARDS = [*("sphinx_needs", "needs_coverage", "needs_cards")]


def built(foreign: Project, builder: str = "html", **more: Any) -> Built:
    """Build the page in a project that shows numbers, unless told otherwise."""
    foreign.write("index.rst", PAGE)
    settings = {"needs_core_numbers": NUMBERS, "extensions": CARDS, **more}
    found = foreign.build(builder, **settings)
    assert found.warnings == ""
    return found


def shown(html: str, *hidden: str) -> str:
    """Return the text of a page without what these classes hide."""
    main = BeautifulSoup(html, "html.parser").select_one("[role=main]")
    assert main is not None
    for found in main.select(", ".join(f".{name}" for name in hidden)):
        found.decompose()
    return " ".join(main.get_text(" ").split())


def test_readers_see_numbers_and_titles(foreign: Project) -> None:
    page = built(foreign).read("index.html")
    text = shown(page, "needs-item-id")
    assert "12 Short answers" in text
    assert "7b Ask ten people" in text
    assert text.count("12 Short answers") == 6, "cards, role, list, matrix, reasons"
    assert "See 12 Short answers and the other ." in text
    assert not any(id_ in text for id_ in ("R_012", "T_001", "T_002"))
    assert "7b ● verifies 12" in text, "a cell as a sentence"
    with_ids = shown(page, "needs-number")
    assert "R_012 Short answers" in with_ids
    assert "T_002 Ask nobody" in with_ids
    assert 'id="R_012"' in page
    assert "#R_012" in page


def test_without_numbers_ids_stay(foreign: Project) -> None:
    page = built(foreign, needs_core_numbers={}).read("index.html")
    assert "R_012 Short answers" in shown(page, "needs-item-id")
    assert "needs-number" not in page
    assert "needs_ids.js" not in page


def test_paper_has_numbers_and_files_have_ids(foreign: Project) -> None:
    text = built(foreign, "text").read("index.txt")
    assert "12 Short answers" in text
    assert "R_012" not in text
    found = built(foreign)
    file = next(found.out.glob("coverage/*.csv"))
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.reader(lines, delimiter=";"))
    assert any("R_012" in cell for row in rows for cell in row)


def test_a_form_that_is_no_expression_is_told(foreign: Project) -> None:
    found = foreign.build("dummy", needs_core_numbers={"req": {"pattern": "("}})
    assert (
        "needs_core_numbers, req, pattern: “(” is no regular expression" in found.warnings
    )


def test_the_switch_shows_ids_and_is_remembered(foreign: Project, windows: Windows) -> None:
    address = (built(foreign).out / "index.html").as_uri()
    for page in windows.silent(address):
        card = page.locator("#R_012")
        assert card.inner_text().startswith("12 Short answers")
        switch = page.get_by_role("button", name="Show ids")
        assert switch.get_attribute("aria-pressed") == "false"
        switch.focus()
        page.keyboard.press("Enter")
        assert switch.get_attribute("aria-pressed") == "true"
        assert card.inner_text().startswith("R_012 Short answers")
        page.reload()
        assert card.inner_text().startswith("R_012 Short answers")
        page.emulate_media(media="print")
        assert card.inner_text().startswith("R_012 Short answers"), "paper follows"
        page.emulate_media(media="null")
        page.get_by_role("button", name="Show ids").press("Space")
        assert card.inner_text().startswith("12 Short answers")
