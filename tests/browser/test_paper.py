"""What a planner brings to a meeting: the matrix and the cards on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Site


def printed(opened: Site, page_name: str, **paper: object) -> str:
    """Print a page as a browser does, and read the paper back."""
    with opened.window() as page:
        opened.open(page, page_name)
        sheet = page.pdf(format="A4", **paper)  # type: ignore[arg-type]
    document = pypdfium2.PdfDocument(sheet)
    return "\n".join(leaf.get_textpage().get_text_bounded() for leaf in document)


def shown(out: Path, page: str, what: str) -> list[str]:
    soup = BeautifulSoup((out / page).read_text(encoding="utf-8"), "html.parser")
    return [found.get_text().strip() for found in soup.select(what)]


def test_print_of_the_matrix_loses_no_column(opened: Site) -> None:
    table = "table.coverage-matrix"
    columns = shown(opened.out, "daekning.html", f"{table} thead .coverage-id")
    rows = shown(opened.out, "daekning.html", f"{table} tbody th .coverage-id")
    assert len(columns) > 25
    for landscape in (True, False):
        text = "".join(printed(opened, "daekning.html", landscape=landscape).split())
        assert [id_ for id_ in {*columns, *rows} if id_ not in text] == []


def test_print_unfolds_and_leaves_the_menus_out(opened: Site) -> None:
    page = "pejlemaerker/borgeren-foerst.html"
    folded = shown(opened.out, page, ".need-fold li a")
    assert folded
    text = "".join(printed(opened, page).split())
    assert [words for words in folded if "".join(words.split()) not in text] == []
    for menu in ("Skjulmenu", "Pådenneside", "Visalle"):
        assert menu not in text
