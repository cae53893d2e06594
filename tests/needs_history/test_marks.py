"""A suspect link is told with symbol and words wherever its cell is, and alike."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import jsonschema_rs
import openpyxl
import pytest
from bs4 import BeautifulSoup

from tests.needs_history.conftest import A_DAY, copied

if TYPE_CHECKING:
    from bs4.element import Tag

    from tests.conftest import Built, Project, Windows

MARK = "⚠ skal bekræftes"
SUSPECT = {("MAAL_2", "IND_03"), ("MAAL_2", "IND_04")}
"""What bekraeftet.json and the snapshots say against the wording of MAAL_2 today."""

Pairs = set[tuple[str, str]]


def build(work: Project, cells: int) -> Built:
    """Return the example with one more matrix: over the goals between the two sides."""
    indirect = """
:::{coverage-matrix}
:rows: vision
:columns: indsats
:link: stoetter
:via: mål
:via-links: hoerer_til, stoetter
:caption: Visioner, over målene
:name: over
:::
"""
    page = work.source / "daekning.md"
    work.write("daekning.md", page.read_text("utf-8") + indirect)
    made = work.build(needs_coverage_cells=cells)
    assert made.warnings == ""
    return made


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Built:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", A_DAY)
        return build(copied(tmp_path_factory.mktemp("whole")), 10_000)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the same, where every matrix is too large to stand on its page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", A_DAY)
        return build(copied(tmp_path_factory.mktemp("large")), 8)


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def marked(tables: list[Tag]) -> Pairs:
    """Return the cells of HTML tables that are marked, by row and column."""
    found = set()
    for table in tables:
        columns = [words(x).split()[0] for x in table.select("thead .coverage-column")]
        for row in table.select("tbody tr:not(.coverage-group)"):
            head, *cells, _total = row.find_all(["th", "td"], recursive=False)
            found |= {
                (words(head).split()[0], column)
                for column, cell in zip(columns, cells, strict=True)
                if MARK in words(cell)
            }
    return found


def test_the_table_of_the_page(whole: Built) -> None:
    page = BeautifulSoup(whole.read("daekning.html"), "html.parser")
    assert marked(page.select("#matrix-maal")) == SUSPECT
    assert MARK in words(page.select(".coverage-legend")[0])


def test_the_files(whole: Built, large: Built) -> None:
    for built in (whole, large):
        assert in_csv(built, "matrix-maal") == SUSPECT
        assert in_xlsx(built, "matrix-maal") == SUSPECT
        assert in_json(built, "matrix-maal") == SUSPECT


def test_an_indirect_way_over_a_suspect_link_is_marked(whole: Built) -> None:
    page = BeautifulSoup(whole.read("daekning.html"), "html.parser")
    over = {("VI_1", "IND_03"), ("VI_1", "IND_04")}
    assert marked(page.select("#over")) == over
    assert in_csv(whole, "over") == in_xlsx(whole, "over") == in_json(whole, "over") == over


def test_the_pages_of_the_parts(large: Built) -> None:
    pages = sorted((large.out / "coverage").glob("matrix-maal_*.html"))
    assert len(pages) > 1
    soups = [BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in pages]
    tables = [table for soup in soups for table in soup.select("table.coverage-matrix")]
    assert marked(tables) == SUSPECT


def test_the_roll_up_counts_them(large: Built) -> None:
    page = BeautifulSoup(large.read("daekning.html"), "html.parser")
    cells = [words(x) for x in page.select(".coverage-rollup td.coverage-rolled")]
    matrix = [x for x in cells if "⚠" in x]
    counted = sum(int(x.partition("⚠")[2].split()[0]) for x in matrix)
    assert counted == 2 * len(SUSPECT)  # in the matrix, and in the one over the goals
    assert all("skal bekræftes" in x for x in matrix)


def test_the_explorer(large: Built, windows: Windows) -> None:
    page = windows.page(viewport={"width": 1600, "height": 1000})
    page.goto((large.out / "daekning.html").as_uri())
    page.locator(".coverage-open").first.click()
    page.wait_for_selector(".coverage-grid tbody td")
    read = """() => [...document.querySelectorAll('.coverage-grid tbody tr')].flatMap(row =>
        [...row.querySelectorAll('.coverage-hit')].map(
            cell => [row.querySelector('.coverage-id')?.textContent, cell.textContent]))"""
    told = {(row, " ".join(text.split())) for row, text in page.evaluate(read)}
    found = {(row, text.split()[0]) for row, text in told if MARK in text}
    assert found == SUSPECT


def test_the_table_of_all_plans(whole: Built) -> None:
    page = BeautifulSoup(whole.read("centrenes-planer.html"), "html.parser")
    found = set()
    for row in page.select("table.plan-rollup tbody tr"):
        head, *cells = row.find_all(["th", "td"], recursive=False)
        found |= {
            (words(head).split()[0], words(line).split()[0])
            for cell in cells
            for line in cell.select("li")
            if MARK in words(line)
        }
    assert found == SUSPECT


def in_csv(built: Built, name: str) -> Pairs:
    content = (built.out / "coverage" / f"{name}.csv").read_text("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(content), delimiter=";")
    return by_id([head, *rows])


def in_xlsx(built: Built, name: str) -> Pairs:
    book = openpyxl.load_workbook(built.out / "coverage" / f"{name}.xlsx")
    rows = [[str(c.value or "") for c in row] for row in book.worksheets[0].iter_rows()]
    start = next(n for n, row in enumerate(rows) if any("IND_03" in x for x in row))
    return by_id(rows[start:])


def by_id(rows: list[list[str]]) -> Pairs:
    """Return the marked cells of a sheet whose first row has the columns' ids."""
    head = rows[0]
    return {
        (next(x for x in row if x.startswith(("MAAL_", "VI_")) and " " not in x), column)
        for row in rows[1:]
        for column, cell in zip((x.split(" ")[0] for x in head), row, strict=True)
        if MARK in " ".join(cell.split()) and column.startswith("IND_")
    }


def in_json(built: Built, name: str) -> Pairs:
    """Return what the cells' words say, which their ways must say too."""
    folder = built.out / "coverage"
    told = json.loads((folder / f"{name}.json").read_text("utf-8"))
    schema = json.loads((folder / "coverage-matrix.schema.json").read_text("utf-8"))
    jsonschema_rs.Draft202012Validator(schema).validate(told)
    said, ways = set(), set()
    for cell in told["cells"]:
        pair = told["rows"][cell["row"]]["id"], told["columns"][cell["column"]]["id"]
        if MARK in cell["text"]:
            said.add(pair)
        if any(x["mark"] == {"symbol": "⚠", "words": MARK[2:]} for x in cell["ways"]):
            ways.add(pair)
    assert said == ways
    return said
