"""What the outputs of the invented plan say of its goals, read back by id."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import openpyxl
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bs4 import Tag

    from tests.conftest import Built

Told = dict[str, tuple[str, int]]
"""A goal to its words and the number of its initiatives."""


def parsed(built: Built, page: str) -> BeautifulSoup:
    """Return a page of the site."""
    return BeautifulSoup(built.read(page), "html.parser")


def lines(table: Tag) -> list[list[str]]:
    """Return the texts of a table's cells, as they are read."""
    return [
        [re.sub(" +", " ", x.get_text(" ")).strip() for x in row.select("th, td")]
        for row in table.select("tr")
    ]


def table(built: Built, page: str, anchor: str) -> list[list[str]]:
    """Return the lines of one table, its head left out."""
    found = parsed(built, page).find(id=anchor)
    assert found is not None
    return lines(found)[1:]


def _of_json(built: Built) -> Told:
    rows = json.loads(built.read("coverage/matrix.json"))["rows"]
    return {row["id"]: (row["step"], row["total"]) for row in rows}


def _of_csv(built: Built) -> Told:
    text = (built.out / "coverage" / "matrix.csv").read_bytes().decode("utf-8-sig")
    _head, *rows, _foot = csv.reader(io.StringIO(text), delimiter=";")
    return {row[1]: (row[-1], int(row[-2])) for row in rows}


def _of_workbook(built: Built) -> Told:
    book = openpyxl.load_workbook(built.out / "coverage" / "matrix.xlsx")
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    found = [row for row in rows if str(row[1]).startswith("MS_")]
    return {str(row[1]): (str(row[-1]), int(str(row[-2]))) for row in found}


def _of_matrix(built: Built) -> Told:
    html = parsed(built, "daekning.html").find(id="matrix")
    assert html is not None
    heads = html.select("thead th:has(.coverage-column)")
    sums = html.select("thead .coverage-sums td")
    found = {}
    for head, total in zip(heads, sums, strict=False):
        id_, step = head.select_one(".coverage-id"), head.select_one(".coverage-step")
        assert id_ is not None
        assert step is not None
        # The space between a sign and its word is none that a line may end at.
        words = step.text.replace("\N{NO-BREAK SPACE}", " ", 1)
        found[id_.text] = (words, int(re.sub(r"\D", "", total.text)))
    return found


FILES: Mapping[str, Callable[[Built], Told]] = {
    "JSON": _of_json,
    "CSV": _of_csv,
    "Excel": _of_workbook,
    "matrix": _of_matrix,
}
"""Every output that says both the words and the number of each goal."""


def outline(built: Built) -> dict[str, str]:
    """Return what the list of the map says of each goal and signpost."""
    found = {}
    for item in parsed(built, "kort.html").select(".needs-outline li"):
        note, link = item.select_one("p > span"), item.select_one("a")
        if note and link:
            found[link.text.split()[0]] = note.text
    return found


def picture(built: Built) -> str:
    """Return the words of the drawn map, without its breaks of lines."""
    drawn = parsed(built, "kort.html").select_one("figure .needs-glance-boxes")
    assert drawn is not None
    return " ".join(drawn.get_text().replace("\N{NO-BREAK SPACE}", " ").split())


def found_by_step(built: Built) -> Iterator[tuple[str, str]]:
    """Yield the id and the step of every entry of the search that has one."""
    text = built.read("needs-search/index.js")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    (facet,) = (x for x in index["facets"] if x["name"] == "step")
    for id_, values in zip(index["entries"]["id"], facet["of"], strict=True):
        for value in values:
            yield id_, facet["values"][value]
