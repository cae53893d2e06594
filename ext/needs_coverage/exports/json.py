"""A matrix as JSON, as ``coverage-matrix.schema.json`` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from needs_coverage.exports.model import (
        ExportedCell,
        ExportedGap,
        ExportedMatrix,
        ItemName,
        SymbolText,
    )

SCHEMA = Path(__file__).parent / "coverage-matrix.schema.json"
"""Describes the file, and lies beside it."""
VERSION = 1
"""Version of the format; raised when a reader of an older file would be wrong."""


def matrix_json(matrix: ExportedMatrix) -> bytes:
    """Return the file, as sparse as the matrix.

    It has a line for each row, column and cell, so that two can be compared by line, and
    is made by line: as one value it would take ten times the memory.
    """
    content, between = BytesIO(), "{\n"
    for key, value in _content(matrix):
        content.write(f"{between}{_json(key)}: ".encode())
        between = ",\n"
        for piece in _pieces(value):
            content.write(piece.encode())
    content.write(b"\n}\n")
    return content.getvalue()


def _pieces(value: object) -> Iterator[str]:
    """Yield the text of a value; an iterator becomes a list with a line an entry."""
    if not isinstance(value, Iterator):
        yield _json(value)
        return
    between = "[\n"
    for entry in value:
        yield f"{between}{_json(entry)}"
        between = ",\n"
    yield "[]" if between == "[\n" else "\n]"


_json = json.JSONEncoder(ensure_ascii=False).encode


def _content(matrix: ExportedMatrix) -> Iterator[tuple[str, object]]:
    yield "$schema", SCHEMA.name
    yield "version", VERSION
    yield "name", matrix.name
    yield "caption", matrix.caption
    yield "page", matrix.page
    yield "computed", matrix.day and matrix.day.isoformat()
    titles = matrix.titles
    yield (
        "titles",
        {"rows": titles.rows, "columns": titles.columns, "total": titles.total},
    )
    yield "groups", map(_name, matrix.groups)
    yield (
        "rows",
        (
            _item(row.name)
            | {"group": row.group, "total": row.total, "step": row.step or None}
            for row in matrix.rows
        ),
    )
    yield "column_groups", (_name(name) | {"columns": n} for name, n in matrix.spans)
    totals = zip(matrix.columns, matrix.column_totals, strict=True)
    yield "columns", (_item(name) | {"total": total} for name, total in totals)
    yield "cells", _cells(matrix)
    yield "total", matrix.total
    yield "states", ({"name": name} | _entry(entry) for name, entry in matrix.states)
    yield "legend", map(_entry, matrix.legend)
    yield "numbers", iter(matrix.numbers)
    yield "gaps", map(_gap, matrix.gaps)


def _gap(gap: ExportedGap) -> dict[str, Any]:
    return {
        "side": gap.side,
        "heading": gap.heading,
        "items": list(map(_item, gap.names)),
        "notes": list(gap.notes),
    }


def _cells(matrix: ExportedMatrix) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(matrix.rows):
        for cell in row.cells:
            yield {"row": number, "column": cell.column, **_cell(cell)}


def _cell(cell: ExportedCell) -> dict[str, Any]:
    return {
        "text": cell.text,
        "lines": [_entry(line) for line in cell.lines],
        "covers": cell.covers,
        "state": cell.state,
        "ways": [
            {
                "link": path.link,
                "words": path.words,
                "from": "column" if path.forward else "row",
                "via": _item(path.via) if path.via else None,
                "mark": _entry(path.mark) if path.mark else None,
            }
            for path in cell.paths
        ],
    }


def _item(name: ItemName) -> dict[str, Any]:
    return {"id": name.id, "title": name.title, "href": name.href}


def _name(name: ItemName | None) -> dict[str, Any]:
    """Return a heading; empty for items without one."""
    return _item(name) if name else {"id": "", "title": "", "href": None}


def _entry(entry: SymbolText) -> dict[str, str]:
    return {"symbol": entry.symbol, "words": entry.words}
