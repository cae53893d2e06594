"""A grid as JSON, as ``coverage-matrix.schema.json`` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from needs_coverage.exports.grid import Entry, Gap, Grid, GridCell, Name

SCHEMA = Path(__file__).parent / "coverage-matrix.schema.json"
"""Describes the file, and lies beside it."""
VERSION = 1
"""Of the format: a file of another version may lack what a reader expects."""


def json_bytes(grid: Grid) -> bytes:
    """Return the file; the grid is sparse, and so is it.

    A line for each row, column and cell: two files can be compared line by line. Made
    line by line, too: as one value it would take ten times the room of the file.
    """
    content, between = BytesIO(), "{\n"
    for key, value in _content(grid):
        content.write(f"{between}{_json(key)}: ".encode())
        between = ",\n"
        for piece in _pieces(value):
            content.write(piece.encode())
    content.write(b"\n}\n")
    return content.getvalue()


def _pieces(value: object) -> Iterator[str]:
    """Yield the text of a value: of a list that is made as it goes, line by line."""
    if not isinstance(value, Iterator):
        yield _json(value)
        return
    between = "[\n"
    for entry in value:
        yield f"{between}{_json(entry)}"
        between = ",\n"
    yield "[]" if between == "[\n" else "\n]"


_json = json.JSONEncoder(ensure_ascii=False).encode


def _content(grid: Grid) -> Iterator[tuple[str, object]]:
    yield "$schema", SCHEMA.name
    yield "version", VERSION
    yield "name", grid.name
    yield "caption", grid.caption
    yield "page", grid.page
    titles = grid.titles
    yield (
        "titles",
        {"rows": titles.rows, "columns": titles.columns, "total": titles.total},
    )
    yield "groups", map(_name, grid.groups)
    yield (
        "rows",
        (_item(row.name) | {"group": row.group, "total": row.total} for row in grid.rows),
    )
    yield "column_groups", (_name(name) | {"columns": n} for name, n in grid.spans)
    totals = zip(grid.columns, grid.column_totals, strict=True)
    yield "columns", (_item(name) | {"total": total} for name, total in totals)
    yield "cells", _cells(grid)
    yield "total", grid.total
    yield "states", ({"name": name} | _entry(entry) for name, entry in grid.states)
    yield "legend", map(_entry, grid.legend)
    yield "numbers", iter(grid.numbers)
    yield "gaps", map(_gap, grid.gaps)


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "side": gap.side,
        "heading": gap.heading,
        "items": list(map(_item, gap.names)),
    }


def _cells(grid: Grid) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(grid.rows):
        for cell in row.cells:
            yield {"row": number, "column": cell.column, **_cell(cell)}


def _cell(cell: GridCell) -> dict[str, Any]:
    return {
        "text": cell.text,
        "lines": [_entry(line) for line in cell.lines],
        "covers": cell.covers,
        "state": cell.state,
        "ways": [
            {
                "link": way.link,
                "words": way.words,
                "from": "column" if way.forward else "row",
                "via": _item(way.via) if way.via else None,
                "mark": _entry(way.mark) if way.mark else None,
            }
            for way in cell.reasons
        ],
    }


def _item(name: Name) -> dict[str, Any]:
    return {"id": name.id, "title": name.title, "href": name.href}


def _name(name: Name | None) -> dict[str, Any]:
    """Return a heading; that of what stands below none is empty."""
    return _item(name) if name else {"id": "", "title": "", "href": None}


def _entry(entry: Entry) -> dict[str, str]:
    return {"symbol": entry.symbol, "words": entry.words}
