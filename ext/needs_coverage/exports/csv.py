"""A matrix as CSV that a Danish Excel opens: UTF-8 with BOM, semicolons, CRLF."""

from __future__ import annotations

import csv
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING

from needs_core.spreadsheet import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_coverage.exports.model import ExportedMatrix, ExportedRow


def csv_bytes(matrix: ExportedMatrix) -> bytes:
    """Return the file: a header, a line for each row, and the totals."""
    # Encoded line by line: ten million empty cells take 10 MB in place of 50.
    content = BytesIO()
    text = TextIOWrapper(content, encoding="utf-8-sig", newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(_lines(matrix))
    text.flush()
    return content.getvalue()


def _lines(matrix: ExportedMatrix) -> Iterator[list[str | int]]:
    headers = [plain(name.text) for name in matrix.columns]
    first = (matrix.titles.group, "Id", plain(matrix.titles.rows))
    yield [*first, *headers, matrix.titles.total]
    groups = [plain(group.text) if group else "" for group in matrix.groups]
    for row in matrix.rows:
        group = "" if row.group is None else groups[row.group]
        yield [group, plain(row.name.id), plain(row.name.title), *_cells(row, matrix)]
    yield ["", "", matrix.titles.total, *matrix.column_totals, matrix.total]


def _cells(row: ExportedRow, matrix: ExportedMatrix) -> list[str | int]:
    cells: list[str | int] = [""] * (len(matrix.columns) + 1)
    for cell in row.cells:
        cells[cell.column] = plain(cell.text)
    cells[-1] = row.total
    return cells
