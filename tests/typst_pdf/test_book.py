"""The book: every item, every cell of a matrix, the same bytes from any folder."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from tests.conftest import ROOTS, Built, Project
from tests.typst_pdf.checks import faults
from tests.typst_pdf.reading import Pdf

if TYPE_CHECKING:
    from pathlib import Path

    from bs4.element import Tag

    from tests.typst_pdf.reading import Element

TEXT = 10.8
"""Points; a heading is larger than that."""
TYPES = {"målsætning", "nøgleord", "tiltag", "pejlemærke"}


def plain(text: str) -> str:
    """Return text without what a line end or a hyphen adds to it."""
    return re.sub(r"[\s\u00ad\u200b\u0002\ufffe-]+", "", text)


def needs(built: Built) -> dict[str, dict[str, str]]:
    """Return the needs as sphinx-needs has written them."""
    told = json.loads(built.read("needs.json"))
    found: dict[str, dict[str, str]] = told["versions"][told["current_version"]]["needs"]
    return {name: need for name, need in found.items() if need["type"] in TYPES}


def test_the_build_says_nothing(built_book: Built) -> None:
    assert built_book.warnings == ""


def test_every_item_stands_in_the_text_with_its_id(book: Pdf, built_book: Built) -> None:
    text = plain("".join(book.pages))
    every = needs(built_book)
    assert every
    missing = [
        name for name, need in every.items() if plain(f"{name} {need['title']}") not in text
    ]
    assert missing == []


@pytest.mark.parametrize("kind", ["målsætning", "nøgleord", "tiltag"])
def test_items_are_tagged_in_the_order_they_are_read(
    book: Pdf, built_book: Built, kind: str
) -> None:
    wanted = {name for name, need in needs(built_book).items() if need["type"] == kind}
    headings = [one.text for one in book.walk() if re.fullmatch("H[1-6]", one.role)]
    ids = [found[0] for text in headings if (found := re.match(r"[A-Z]+(_\d+)+", text))]
    read = list(dict.fromkeys(name for name in ids if name in wanted))
    assert set(read) == wanted
    assert read == sorted(read)


def columns_of(rows: list[list[Element]]) -> dict[str, str]:
    """Return the column ids of a matrix by the id of their header."""
    named = {}
    for row in rows:
        for cell in row:
            match = re.match(r"TI_\d+", cell.text)
            if cell.role == "TH" and match:
                named[str(cell.raw.ID)] = match[0]
    return named


def is_weak(need: dict[str, Any], goal: str) -> bool:
    """Tell whether the reading of a link is weak, by its own confidence or that of all."""
    own = re.search(rf"{goal}: (\w+)", need.get("koblinger") or "")
    return (own[1] if own else need["sikkerhed"]) in {"lav", "ingen"}


def test_every_cell_knows_its_headers_and_says_what_the_site_says(
    book: Pdf, built_book: Built
) -> None:
    every = json.loads(built_book.read("needs.json"))
    every = every["versions"][every["current_version"]]["needs"]
    states = {"kandidat": "◇ kandidat"}
    seen: dict[tuple[str, str], str] = {}
    for rows in book.tables():
        columns = columns_of(rows)
        ids = {str(c.raw.ID): c.text for row in rows for c in row if "/ID" in c.raw}
        for cell in (cell for row in rows for cell in row if cell.role == "TD"):
            named = [str(one) for one in cell.attribute("/Headers") or []]
            column = next((columns[one] for one in named if one in columns), None)
            row_id = next(
                (m[0] for one in named if (m := re.match(r"MS_\d_\d+", ids.get(one, "")))),
                None,
            )
            if column and row_id:
                seen[row_id, column] = " ".join(cell.text.split())
    wanted = {
        (goal, name): states[need["status"]] + ", ≈ svag" * is_weak(need, goal)
        for name, need in every.items()
        if need["type"] == "tiltag"
        for goal in need["bidrager_til"]
    }
    assert len(seen) == 14 * 25
    assert {place: text for place, text in seen.items() if text} == wanted


def test_the_book_is_without_fault(book: Pdf) -> None:
    assert faults(book) == []


def test_no_heading_is_left_alone_at_the_foot_of_a_page(book: Pdf) -> None:
    headings = {plain(one.text) for one in book.walk() if re.fullmatch("H[1-6]", one.role)}
    lowest = list(book.lowest())
    assert len(lowest) > 100
    assert [
        (page, words)
        for page, size, words in lowest
        if size > TEXT and any(heading.endswith(plain(words)) for heading in headings)
    ] == []


def test_no_line_below_a_heading_is_left_with_it_at_the_foot(
    book: Pdf, built_book: Built
) -> None:
    told = json.loads(built_book.read("needs.json"))
    every = told["versions"][told["current_version"]]["needs"].values()
    kinds = {need["type_name"] for need in every}
    assert {"Nøgleord", "Forskel"} < kinds
    headings = {plain(one.text) for one in book.walk() if re.fullmatch("H[1-6]", one.role)}
    left = []
    for page, _size, words in book.lowest():
        if words.strip().partition(" · ")[0] in kinds:
            above = plain(book.pages[page - 1].rpartition(words.strip())[0])
            left += [page] if above.endswith(tuple(headings)) else []
    assert left == []


def test_what_follows_a_part_with_a_colour_has_the_head_of_its_chapter(book: Pdf) -> None:
    last = next(page for page in book.pages if "En planlægger kan være uenig" in page)
    lines = last.split("\r\n")
    begins = any(one.startswith("Sådan blev kandidaterne fundet") for one in lines)
    assert begins or lines[0].endswith("Udviklingsplan")


def test_a_matrix_has_its_heading_and_its_legend_on_its_page(book: Pdf) -> None:
    captions = (
        "Målsætninger og de tiltag, der bidrager til dem",
        "Nøgleord og tiltag, direkte",
    )
    pages = [x for x in book.pages if "Tabel" in x and any(one in x for one in captions)]
    pages = [x for x in pages if re.search(r"Tabel \d+ (Måls|Nøgl)", x)]
    assert len(pages) > 1
    assert all("◇kandidat," in plain(page.partition("Tabel")[0]) for page in pages)
    assert "Målsætninger og tiltag" in pages[0].partition("Tabel")[0]


def test_the_contents_and_the_links_name_the_right_pages(book: Pdf) -> None:
    told = re.findall(
        r"^(De fire pejlemærker|Dækning|Kilder) ?[\r\n]*(\d+)\r?$",
        "".join(book.pages[1:5]),
        re.MULTILINE,
    )
    assert len(dict(told)) == 3
    for title, number in dict(told).items():
        # In the band of its first page, and in the running head of the others.
        assert book.pages[int(number) - 1].split("\r\n")[1].startswith(title)
    number = int(dict(told)["Dækning"])
    assert book.pages[number].partition("\n")[0].strip().endswith("Dækning")


def test_nothing_stands_outside_the_page(book: Pdf) -> None:
    assert list(book.outside()) == []


def test_no_text_lies_over_another(book: Pdf) -> None:
    assert list(book.overlapping()) == []


def test_nothing_lies_beside_the_book_that_is_for_screens(book: Pdf) -> None:
    assert not list(book.path.parent.glob("*.html"))


def test_no_page_is_empty(book: Pdf) -> None:
    assert list(book.empty()) == []


def test_the_same_sources_give_the_same_bytes_from_any_folder(
    everything: Pdf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    source = tmp_path / "a much longer name of a folder" / "docs"
    shutil.copytree(ROOTS / "everything", source)
    built = Project(source, source, source.parent).build("typst_pdf", jobs=2)
    made = (built.out / "everything.pdf").read_bytes()
    assert made == everything.path.read_bytes()
    assert b"2023" in made


def test_the_poster_is_one_sheet_with_a_column_each(built_book: Built) -> None:
    path = built_book.out / "plakat.pdf"
    assert len(Pdf(path).pages) == 1
    names = [x["title"] for x in needs(built_book).values() if x["type"] == "pejlemærke"]
    places = [Pdf(path).place_of(name) for name in names]
    tops = [top for _left, top in places]
    assert max(tops) - min(tops) < 60, "beside each other"
    assert len({left for left, _top in places}) == len(names) == 4


Cells = dict[tuple[str, str], str]
"""What stands in each cell, by the ids of its row and its column."""


def words(text: str) -> str:
    """Return what a cell says, however its lines are broken or joined."""
    return re.sub(r"[\s,\u00ad\u200b]+", "", text)


def id_of(text: str) -> str | None:
    found = re.match(r"\s*((?:MS|NO|TI)(?:_\d+)+)", text)
    return found[1] if found else None


def on_site(table: Tag) -> Cells:
    for hidden in table.select(".needs-hidden"):
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
