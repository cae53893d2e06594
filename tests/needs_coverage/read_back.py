"""What a matrix tells, read back from the page and from each of its files."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

import jsonschema_rs
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.needs_coverage.test_drawing import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bs4 import Tag

    from tests.conftest import Built


@dataclass(frozen=True)
class MatrixContent:
    """A matrix as text: what a reader of any of its forms gets to know."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, str, str]]
    """Group, id and title of each."""
    cells: Sequence[Sequence[str]]
    totals: Sequence[int]
    column_totals: Sequence[int]
    total: int


def from_page(built: Built, page: str, number: int = 0) -> MatrixContent:
    table, rows, lines, totals = tables(built, page)[number], [], [], []
    for body in table.select("tbody"):
        heading = body.select_one(".coverage-group th")
        group = _text(heading) if heading else ""
        for line in body.select("tr:not(.coverage-group)"):
            head, *entries, total = line.find_all(["th", "td"], recursive=False)
            rows.append((group, _part(head, "id"), _part(head, "title")))
            lines.append([_cell(entry) for entry in entries])
            totals.append(_count(total))
    *column_totals, whole = map(_count, table.select("tfoot td"))
    columns = [_text(x) for x in table.select("thead th .coverage-column")]
    return MatrixContent(columns, rows, lines, totals, column_totals, whole)


def from_csv(content: bytes) -> MatrixContent:
    assert content.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
    assert content.count(b"\n") == content.count(b"\r\n")
    text = StringIO(content.decode("utf-8-sig"), newline="")
    head, *lines, foot = csv.reader(text, delimiter=";")
    return MatrixContent(
        [_bare(x) for x in head[3:-1]],
        [(_bare(line[0]), _bare(line[1]), _bare(line[2])) for line in lines],
        [[_bare(x) for x in line[3:-1]] for line in lines],
        [int(line[-1]) for line in lines],
        [int(x) for x in foot[3:-1]],
        int(foot[-1]),
    )


def from_xlsx(content: bytes) -> MatrixContent:
    lines = [[cell.value for cell in line] for line in sheet(content).iter_rows()]
    if lines[1][1] == "Id":
        lines = lines[1:]  # above stand the headings of the columns
    head, *lines, foot = lines
    lines = [line for line in lines if line[1]]  # without the headings of groups
    return MatrixContent(
        [str(x) for x in head[3:-1]],
        [(str(line[0] or ""), str(line[1]), str(line[2])) for line in lines],
        [[str(x or "") for x in line[3:-1]] for line in lines],
        [_number(line[-1]) for line in lines],
        [_number(x) for x in foot[3:-1]],
        _number(foot[-1]),
    )


def from_json(content: bytes, schema: bytes) -> MatrixContent:
    loaded = json.loads(content)
    validator = jsonschema_rs.Draft202012Validator(json.loads(schema))
    assert [error.message for error in validator.iter_errors(loaded)] == []
    cells = [["" for _ in loaded["columns"]] for _ in loaded["rows"]]
    for cell in loaded["cells"]:
        cells[cell["row"]][cell["column"]] = cell["text"]
    groups = [_joined(group) for group in loaded["groups"]]
    return MatrixContent(
        [_joined(column) for column in loaded["columns"]],
        [
            ("" if x["group"] is None else groups[x["group"]], x["id"], x["title"])
            for x in loaded["rows"]
        ],
        cells,
        [row["total"] for row in loaded["rows"]],
        [column["total"] for column in loaded["columns"]],
        loaded["total"],
    )


def sheet(content: bytes, number: int = 0) -> Worksheet:
    found = openpyxl.load_workbook(BytesIO(content)).worksheets[number]
    assert isinstance(found, Worksheet)
    return found


def _cell(entry: Tag) -> str:
    symbols, words = entry.select(".coverage-symbol"), entry.select(".coverage-words")
    pairs = zip(symbols, words, strict=True)
    return ", ".join(f"{_text(symbol)} {_text(said)}" for symbol, said in pairs)


def _part(head: Tag, part: str) -> str:
    found = head.select_one(f".coverage-{part}")
    return _text(found) if found else ""


def _text(tag: Tag) -> str:
    return " ".join(tag.text.split())


def _count(tag: Tag) -> int:
    return int("".join(letter for letter in tag.text if letter.isdecimal()))


def _bare(text: str) -> str:
    """Take away the apostrophe that tells a sheet to take a text as text."""
    return text.removeprefix("'")


def _number(value: object) -> int:
    assert type(value) is int
    return value


def _joined(item: dict[str, str]) -> str:
    return f"{item['id']} {item['title']}".strip()
