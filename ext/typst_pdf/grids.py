"""Tables as plain values: cells with their spans, headers, and parts that fit a page.

Knows no Sphinx.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


_SHORT = 400
"""Characters that take less than a page, even in a narrow column."""
_TALL = re.compile(r"\b(?:image|raw|code-block|ruled-table|bare-grid)\(")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, where it stands, and how far it reaches."""

    row: int
    column: int
    code: str
    """Its content as Typst code."""
    width: int = 1
    height: int = 1
    fill: str = ""
    """A colour as ``#rrggbb``; none: that of the table."""
    text: str = ""
    """Its words, to judge how much room they need."""


@dataclass(frozen=True)
class Grid:
    """A table. Rows before ``head`` and columns before ``stub`` are headers."""

    cells: tuple[Cell, ...]
    """In reading order; together they fill the grid."""
    columns: int
    rows: int
    head: int = 0
    stub: int = 0
    widths: tuple[float, ...] = ()
    """Shares of the columns; none: as wide as what stands in them."""
    totals: frozenset[int] = frozenset()
    """Rows that belong to no group."""

    def is_header(self, cell: Cell) -> bool:
        """Tell whether a cell is a header of its column or of its row."""
        return cell.row < self.head or cell.column < self.stub or self.is_group(cell)

    def is_group(self, cell: Cell) -> bool:
        """Tell whether a cell is a heading over the rows below it."""
        return cell.row >= self.head and cell.width == self.columns > 1

    def is_short(self) -> bool:
        """Tell whether every row has room on a page, so that none need be broken."""
        return all(
            one.height == 1 and len(one.text) < _SHORT and not _TALL.search(one.code)
            for one in self.cells
        )

    @cached_property
    def by_row(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells that begin in each row."""
        found: list[list[Cell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            found[cell.row].append(cell)
        return tuple(map(tuple, found))


def placed(rows: list[list[tuple[Cell, int, int]]], columns: int) -> tuple[Cell, ...]:
    """Put cells with their widths and heights where docutils means them to stand.

    Cells that do not fit are cut, and places that nobody fills get an empty cell, so
    that the grid is whole whatever was written.
    """
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row, line in enumerate(rows):
        column = 0
        for cell, width, height in line:
            while (row, column) in taken:
                column += 1
            if column >= columns:
                break
            wide = _free(taken, row, column, min(width, columns - column))
            high = min(height, len(rows) - row)
            cells.append(replace(cell, row=row, column=column, width=wide, height=high))
            taken |= {
                (row + down, column + right)
                for down in range(high)
                for right in range(wide)
            }
            column += wide
        empty = (at for at in range(columns) if (row, at) not in taken)
        for at in list(empty):
            cells.append(Cell(row, at, "none"))
            taken.add((row, at))
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _free(taken: set[tuple[int, int]], row: int, column: int, width: int) -> int:
    for right in range(1, width):
        if (row, column + right) in taken:
            return right
    return width


_LONGEST, _PADDING = 24, 2


def shares(grid: Grid, room: int) -> tuple[float, ...]:
    """Return how wide the columns are in characters, when ``room`` is all there is.

    Every column has room for its longest word; what is left goes to those that have the
    most to say. Nothing is returned when all text fits on one line anyway.
    """
    cells = [
        [one for one in grid.cells if one.column == n and one.width == 1]
        for n in range(grid.columns)
    ]
    lines = [
        max((len(line) for one in column for line in one.text.split("\n")), default=0)
        + _PADDING
        for column in cells
    ]
    if sum(lines) <= room:
        return ()
    words = [
        min(
            _LONGEST,
            max((len(word) for one in column for word in one.text.split()), default=0),
        )
        + _PADDING
        for column in cells
    ]
    said = [sum(len(one.text) for one in column) for column in cells]
    wide = [float(word) for word in words]
    growing = {n for n in range(grid.columns) if said[n] and wide[n] < lines[n]}
    left = room - sum(wide)
    while growing and left > 0:
        rate = left / sum(said[n] for n in growing)
        full = {n for n in growing if wide[n] + rate * said[n] >= lines[n]}
        for n in full or growing:
            grown = float(lines[n]) if full else wide[n] + rate * said[n]
            left -= grown - wide[n]
            wide[n] = grown
        growing = growing - full if full else set()
    return tuple(round(one, 1) for one in wide)


def parts(grid: Grid, widest: int) -> Iterator[Grid]:
    """Yield parts of at most ``widest`` columns, about equal, each with the row headers.

    A header that spans columns of two parts stands over both.
    """
    body = grid.columns - grid.stub
    if body <= widest or grid.stub >= grid.columns:
        yield grid
        return
    count = -(-body // widest)
    edges = [grid.stub + round(body * number / count) for number in range(count + 1)]
    for first, last in pairwise(edges):
        yield _part(grid, first, last)


def _part(grid: Grid, first: int, last: int) -> Grid:
    shift = first - grid.stub
    cells = []
    for cell in grid.cells:
        end = cell.column + cell.width
        if end <= grid.stub:
            cells.append(cell)
            continue
        begin, end = max(cell.column, first), min(end, last)
        if cell.column < grid.stub:  # a heading over headers and cells
            cells.append(replace(cell, width=grid.stub - cell.column + max(0, end - begin)))
        elif begin < end:
            cells.append(replace(cell, column=begin - shift, width=end - begin))
    shares = grid.widths and (*grid.widths[: grid.stub], *grid.widths[first:last])
    columns = grid.stub + last - first
    return replace(grid, cells=tuple(cells), columns=columns, widths=shares)
