"""A matrix as a CSV file: a header, a line for each row, and the totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.spreadsheet import csv_bytes, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_coverage.exports.model import ExportedMatrix, ExportedRow


def matrix_csv(matrix: ExportedMatrix) -> bytes:
    """Return the file, as a Danish Excel opens it."""
    return csv_bytes(_lines(matrix))


def _lines(matrix: ExportedMatrix) -> Iterator[list[str | int]]:
    titles = matrix.titles
    headers = [plain(name.text) for name in matrix.columns]
    head: list[str | int] = [titles.group, "Id", plain(titles.rows), *headers, titles.total]
    yield head + [titles.step] * matrix.stepped
    groups = [plain(group.text) if group else "" for group in matrix.groups]
    for row in matrix.rows:
        group = "" if row.group is None else groups[row.group]
        names = [group, plain(row.name.id), plain(row.name.title)]
        yield [*names, *_cells(row, matrix)] + [plain(row.step)] * matrix.stepped
    totals: list[str | int] = ["", "", titles.total, *matrix.column_totals, matrix.total]
    yield totals + [""] * matrix.stepped


def _cells(row: ExportedRow, matrix: ExportedMatrix) -> list[str | int]:
    cells: list[str | int] = [""] * (len(matrix.columns) + 1)
    for cell in row.cells:
        cells[cell.column] = plain(cell.text)
    cells[-1] = row.total
    return cells
