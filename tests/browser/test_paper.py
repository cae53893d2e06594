"""What a planner brings to a meeting: the matrix and the cards on paper."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pypdfium2

from tests.conftest import for_readers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Site


def sheets(opened: Site, page_name: str, **paper: object) -> pypdfium2.PdfDocument:
    """Print a page as a browser does."""
    with opened.window() as page:
        opened.open(page, page_name)
        pdf = page.pdf(format="A4", **paper)  # type: ignore[arg-type]
    return pypdfium2.PdfDocument(pdf)


def text_of(document: pypdfium2.PdfDocument) -> str:
    """Read the paper back: what lies on the sheets."""
    return "\n".join(leaf.get_textpage().get_text_bounded() for leaf in document)


def printed(opened: Site, page_name: str, **paper: object) -> str:
    """Print a page as a browser does, and read the paper back."""
    return text_of(sheets(opened, page_name, **paper))


BEARING = 2.0
"""Points by which the edge of a letter may lie beside its place."""


def beside(document: pypdfium2.PdfDocument) -> list[str]:
    """Return the characters that lie beside their sheet, or half on it."""
    found = []
    for leaf in document:
        width, text = leaf.get_width(), leaf.get_textpage()
        for number in range(text.count_chars()):
            left, _bottom, right, _top = text.get_charbox(number)
            sign = text.get_text_range(number, 1).strip()
            if sign and (left < -BEARING or right > width + BEARING):
                found.append(sign)
    return found


def matrix_on_paper(opened: Site, page_name: str, table: str) -> list[str]:
    """Return what a print of a matrix loses, in either direction of the sheet."""
    soup = for_readers((opened.out / page_name).read_text("utf-8"))
    matrix = soup.select_one(f"#{table}")
    assert matrix is not None
    named = ["".join(x.get_text().split()) for x in matrix.select("th .coverage-id")]
    told = (re.search(r"\d+", x.get_text()) for x in matrix.select(".coverage-sums td"))
    sums = [found[0] for found in told if found]
    signs = Counter(x.get_text() for x in matrix.select("td.coverage-hit .coverage-symbol"))
    lost = []
    for landscape in (False, True):
        document = sheets(opened, page_name, landscape=landscape)
        text = "".join(text_of(document).split())
        lost += [f"{x} beside the sheet" for x in beside(document)]
        lost += [name for name in named if name not in text]
        lost += [x for x, count in signs.items() if text.count(x) < count]
        row = "Ialt" + "".join("○0" if x == "0" else x for x in sums[:-1])
        lost += [row] if row not in text or sums[-1] not in text else []
    return lost


def shown(out: Path, page: str, what: str) -> list[str]:
    soup = for_readers((out / page).read_text(encoding="utf-8"))
    return [found.get_text().strip() for found in soup.select(what)]


def test_print_of_the_matrix_loses_no_column(opened: Site) -> None:
    table = "table.coverage-matrix"
    columns = shown(opened.out, "daekning.html", f"{table} thead .coverage-id")
    rows = shown(opened.out, "daekning.html", f"{table} tbody th .coverage-id")
    assert len(columns) > 25
    for landscape in (True, False):
        text = "".join(printed(opened, "daekning.html", landscape=landscape).split())
        assert [id_ for id_ in {*columns, *rows} if id_ not in text] == []


def test_print_of_the_matrix_lies_on_the_sheet_with_its_cells_and_sums(
    opened: Site,
) -> None:
    assert matrix_on_paper(opened, "daekning.html", "matrix-maalsaetninger") == []


def test_print_unfolds_and_leaves_the_menus_out(opened: Site) -> None:
    page = "pejlemaerker/borgeren-foerst.html"
    folded = shown(opened.out, page, ".need-fold li a")
    assert folded
    text = "".join(printed(opened, page).split())
    assert [words for words in folded if "".join(words.split()) not in text] == []
    for menu in ("Skjulmenu", "Pådenneside", "Visalle"):
        assert menu not in text
