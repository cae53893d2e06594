"""Every cell of every matrix in the book says what it says on the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from bs4.element import Tag

    from tests.typst_pdf.reading import Element, Pdf

Cells = dict[tuple[str, str], str]
"""What stands in each cell, by the ids of its row and its column."""


def words(text: str) -> str:
    """Return what a cell says, however its lines are broken or joined."""
    return re.sub(r"[\s,\u00ad\u200b]+", "", text)


def id_of(text: str) -> str | None:
    found = re.match(r"\s*((?:MS|NO|TI)(?:_\d+)+)", text)
    return found[1] if found else None


def on_site(table: Tag) -> Cells:
    for hidden in table.select(".coverage-hidden"):
        hidden.extract()
    columns = [id_of(one.get_text()) for one in table.select("thead tr")[-1].select("th")]
    named = [name for name in columns if name]
    cells = {}
    for row in table.select("tbody tr"):
        head = row.find("th")
        if head and (name := id_of(head.get_text())):
            for column, cell in zip(named, row.select("td"), strict=False):
                cells[name, column] = words(cell.get_text())
    return cells


def in_book(rows: list[list[Element]]) -> Cells:
    every = [cell for row in rows for cell in row]
    ids = {str(cell.raw.ID): id_of(cell.text) for cell in every if "/ID" in cell.raw}
    cells = {}
    for cell in every:
        heads = [ids.get(str(one)) for one in cell.attribute("/Headers") or []]
        column = next((x for x in heads if x and x.startswith("TI_")), None)
        row = next((x for x in heads if x and not x.startswith("TI_")), None)
        if cell.role == "TD" and row and column:
            cells[row, column] = words(cell.text)
    return cells


def test_every_cell_says_what_it_says_on_the_site(coverage_page: str, book: Pdf) -> None:
    page = BeautifulSoup(coverage_page, "html.parser")
    wanted = [on_site(table) for table in page.select("table.coverage-matrix")]
    wanted = [cells for cells in wanted if cells]
    found: list[Cells] = []
    for cells in filter(None, map(in_book, book.tables())):
        rows = {row for row, _column in cells}
        if (
            found
            and {row for row, _column in found[-1]} == rows
            and not (found[-1].keys() & cells.keys())
        ):
            found[-1] |= cells  # the next part of a wide one
        else:
            found.append(cells)
    assert [len(cells) for cells in wanted] == [14 * 25, 20 * 25, 20 * 25]
    assert found == wanted
    assert all(any(cells.values()) for cells in found)
