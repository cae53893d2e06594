"""What the script of a plan table sorts, filters, gathers and draws by, as JSON.

A table that stands whole on its page has all of it there, in an attribute. Of a larger one
the page has what can be chosen, and a script beside it the rows: a page that is opened from
a file may not fetch JSON, but it may load a script.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING

from needs_plan.draw_html import TableHtml
from needs_plan.table import Kind, sort_key, sort_ranks
from needs_plan.text import MOST_CHOICES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from needs_plan.draw_html import Addresses
    from needs_plan.table import Column, PlanTable
    from needs_plan.text import PlanText

VARIABLE = "needsPlanRows"
"""The object that a script beside a page adds the rows of its table to."""


def whole_data(table: PlanTable, text: PlanText) -> str:
    """Return what goes with a table that stands whole on its page.

    ``order`` has the rank of each row by column, ``facets`` what each row can be chosen
    by, ``of`` the places of its values in a list of options.
    """
    facets = [{**about, "of": of} for about, of in _facets(table, text)]
    return _json({**_shared(table, text), "order": _order(table), "facets": facets})


def part_data(table: PlanTable, text: PlanText, source: tuple[str, str], size: int) -> str:
    """Return what goes with the first rows of a table, ``size`` of them.

    ``source``: the name of the table, and the address of the script with all its rows.
    """
    name, address = source
    facets = [about for about, _of in _facets(table, text)]
    large = {"name": name, "source": address, "rows": len(table.rows), "size": size}
    return _json({**_shared(table, text), "facets": facets, "large": large})


def rows_script(name: str, table: PlanTable, text: PlanText, addresses: Addresses) -> bytes:
    """Return the script with all rows of a table.

    ``columns``: what cells begin and end with, every value once, and for each row the
    numbers of its values; one number stands alone. ``order`` and ``of``: see above.
    """
    drawing = TableHtml(table, text, addresses)
    content = {
        "order": _order(table),
        "of": [of for _about, of in _facets(table, text)],
        "columns": [_column(table, drawing, n) for n in range(len(table.columns))],
    }
    return (
        f"(window.{VARIABLE} ??= {{}})[{json.dumps(name)}] = {_json(content)};\n".encode()
    )


def _shared(table: PlanTable, text: PlanText) -> Mapping[str, object]:
    names = (column.name for column in table.columns)
    headings = dict(zip(names, text.headings(table), strict=True))
    return {"headings": headings, "words": text.words()}


def _order(table: PlanTable) -> dict[str, list[int | None]]:
    columns = enumerate(table.columns)
    return {x.name: sort_ranks(row.cells[n] for row in table.rows) for n, x in columns}


def _facets(
    table: PlanTable, text: PlanText
) -> Iterator[tuple[dict[str, object], list[list[int]]]]:
    """Yield what rows can be chosen by, and the places of the values of each row."""
    for number, column in enumerate(table.columns):
        if column.kind not in {Kind.ID, Kind.TITLE}:
            yield from _facet(table, text, number, column)


def _facet(
    table: PlanTable, text: PlanText, number: int, column: Column
) -> Iterator[tuple[dict[str, object], list[list[int]]]]:
    """Yield it, unless it would be no help."""
    cells = [row.cells[number] for row in table.rows]
    values = sorted(dict.fromkeys(chain.from_iterable(cells)), key=sort_key)
    options = list(dict.fromkeys(text.choice(value, column) for value in values))
    if len(options) > MOST_CHOICES or not options:
        return
    place = {option: n for n, option in enumerate(options)}
    of = [sorted({place[text.choice(value, column)] for value in cell}) for cell in cells]
    about = {
        "name": column.name,
        "label": text.heading(column),
        "options": options,
        "unknown": text.empty(column) or text.words()["none"],
        "blank": not all(cells),
    }
    yield about, of


def _column(table: PlanTable, drawing: TableHtml, number: int) -> dict[str, object]:
    values: dict[str, int] = {}
    found = [
        [values.setdefault(value, len(values)) for value in drawing.values(number, row)]
        for row in table.rows
    ]
    return {
        "starts": [drawing.start(number, is_empty=x) for x in (True, False)],
        "end": drawing.end(number),
        "empty": drawing.empty(number),
        "values": list(values),
        "cells": [cell[0] if len(cell) == 1 else cell for cell in found],
    }


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
