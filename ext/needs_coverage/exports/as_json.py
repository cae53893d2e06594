"""A grid as JSON, as ``coverage-matrix.schema.json`` describes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_coverage.exports.grid import Entry, Grid, GridCell, Name

SCHEMA = Path(__file__).parent / "coverage-matrix.schema.json"
"""Describes the file, and lies beside it."""
VERSION = 1
"""Of the format: a file of another version may lack what a reader expects."""


def json_bytes(grid: Grid) -> bytes:
    """Return the file; the grid is sparse, and so is it.

    A line for each row, column and cell: two files can be compared line by line.
    """
    parts = (f"{_json(key)}: {_lines(value)}" for key, value in _content(grid).items())
    return "{{\n{}\n}}\n".format(",\n".join(parts)).encode()


def _lines(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n{}\n]".format(",\n".join(map(_json, value)))
    return _json(value)


_json = json.JSONEncoder(ensure_ascii=False).encode


def _content(grid: Grid) -> dict[str, Any]:
    return {
        "$schema": SCHEMA.name,
        "version": VERSION,
        "name": grid.name,
        "caption": grid.caption,
        "page": grid.page,
        "titles": {
            "rows": grid.titles.rows,
            "columns": grid.titles.columns,
            "total": grid.titles.total,
        },
        "groups": [_name(group) for group in grid.groups],
        "rows": [
            {**_item(row.name), "group": row.group, "total": row.total} for row in grid.rows
        ],
        "column_groups": [_name(name) | {"columns": n} for name, n in grid.spans],
        "columns": [
            {**_item(name), "total": total}
            for name, total in zip(grid.columns, grid.column_totals, strict=True)
        ],
        "cells": list(_cells(grid)),
        "total": grid.total,
        "states": [{"name": name, **_entry(entry)} for name, entry in grid.states],
        "legend": [_entry(entry) for entry in grid.legend],
        "numbers": list(grid.numbers),
        "gaps": [
            {"side": x.side, "heading": x.heading, "items": [_item(n) for n in x.names]}
            for x in grid.gaps
        ],
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
