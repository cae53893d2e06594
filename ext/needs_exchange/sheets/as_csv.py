"""A sheet as CSV that Danish Excel opens right: UTF-8 with BOM, semicolons, CRLF."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.spreadsheet import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_exchange.columns import Column
    from needs_exchange.sheets.contents import Filled

_ = get_translation("needs_exchange")


def csv_bytes(filled: Filled) -> bytes:
    """Return the file: a header, a line for each need, what it was in the last column."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows(_lines(filled))
    return text.getvalue().encode("utf-8-sig")


def control_header() -> str:
    """Return what stands above the last column."""
    return str(_("Control (leave as it is)"))


def _lines(filled: Filled) -> Iterator[list[str]]:
    columns = filled.sheet.columns
    yield [*(plain(column.header) for column in columns), control_header()]
    for row in filled.rows:
        cells = map(_cell, row.values, columns)
        yield [*cells, row.control.text]


def _cell(value: str, column: Column) -> str:
    """Return a value so that Excel takes it as text, and we can take it back.

    An apostrophe of its own is doubled; a day is left for Excel to know as a day.
    """
    if column.date:
        return value
    return f"'{value}" if value.startswith("'") else plain(value)
