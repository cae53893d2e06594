"""Tables as plain values: cells with spans and headers, column widths, parts of a page.

Knows no Sphinx.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SHORT = 400
"""Characters that take less than a page, even in a narrow column."""
_TALL = re.compile(r"\b(?:image|raw|code-block|ruled-table|bare-grid)\(")
_LONGEST_WORD, _LONGEST_COMMON, _PADDING = 24, 14, 2
"""Characters: what a column makes room for, what one does whose width is given, and what is
added to it."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell, its place, and its span."""

    row: int
    column: int
    code: str
    """Its content as Typst code."""
    width: int = 1
    """Columns it spans."""
    height: int = 1
    """Rows it spans."""
    fill: str = ""
    """A colour as ``#rrggbb``; empty: that of the table."""
    text: str = ""
    """Its content as plain text, to estimate how much room it needs."""
    reads: str = ""
    """What is read aloud in place of its content; empty: the content."""
    grids: tuple[Grid | str, ...] = ()
    """The tables within it, as in ``Chapter.grids``."""


@dataclass(frozen=True)
class Grid:
    """A table. Rows before ``head`` and columns before ``stub`` are headers."""

    cells: tuple[GridCell, ...]
    """In reading order; together they fill the grid."""
    columns: int
    rows: int
    head: int = 0
    stub: int = 0
    widths: tuple[float, ...] = ()
    """Relative widths of the columns; empty: chosen by content."""
    totals: frozenset[int] = frozenset()
    """Rows below all groups: the heading of the last group does not hold for them."""

    def is_group(self, cell: GridCell) -> bool:
        """Tell whether a cell is a heading over the rows below it."""
        return cell.row >= self.head and cell.width == self.columns > 1

    def is_short(self) -> bool:
        """Tell whether every row has room on a page, so that none need be broken."""
        return all(
            cell.height == 1 and len(cell.text) < _SHORT and not _TALL.search(cell.code)
            for cell in self.cells
        )

    @cached_property
    def by_row(self) -> tuple[tuple[GridCell, ...], ...]:
        """The cells that begin in each row."""
        found: list[list[GridCell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            found[cell.row].append(cell)
        return tuple(map(tuple, found))


def place_cells(rows: Sequence[Iterable[GridCell]], columns: int) -> tuple[GridCell, ...]:
    """Give cells, which know their spans, the places that docutils means.

    Cells that do not fit are cut, and places that nothing fills get an empty cell, so
    that the grid is whole whatever was written.
    """
    taken: set[tuple[int, int]] = set()
    placed: list[GridCell] = []
    for row, line in enumerate(rows):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            if column >= columns:
                break
            width = _free(taken, row, column, min(cell.width, columns - column))
            height = min(cell.height, len(rows) - row)
            placed.append(replace(cell, row=row, column=column, width=width, height=height))
            taken |= {
                (row + down, column + right)
                for down in range(height)
                for right in range(width)
            }
            column += width
        empty = [at for at in range(columns) if (row, at) not in taken]
        placed += [GridCell(row, at, "none") for at in empty]
        taken |= {(row, at) for at in empty}
    return tuple(sorted(placed, key=lambda cell: (cell.row, cell.column)))


def _free(taken: set[tuple[int, int]], row: int, column: int, width: int) -> int:
    for right in range(1, width):
        if (row, column + right) in taken:
            return right
    return width


def lines_of_rows(grid: Grid, room: int) -> tuple[int, ...]:
    """Return about how many lines each row takes, at ``room`` characters to a line."""
    given = grid.widths or column_widths(grid, room) or (1.0,) * grid.columns
    widths = [width * room / sum(given) for width in given]
    return tuple(
        max(
            (
                sum(
                    1 + int(len(line) / sum(widths[cell.column :][: cell.width]))
                    for line in cell.text.split("\n")
                )
                for cell in row
            ),
            default=1,
        )
        for row in grid.by_row
    )


def wide_enough(grid: Grid, room: int) -> tuple[float, ...]:
    """Return the given widths of the columns in characters, with room for their words.

    A column that is narrower than its longest word takes from those that have more.
    """
    widths = [width * room / sum(grid.widths) for width in grid.widths]
    least = [
        max((len(x) for cell in column for x in cell.text.split()), default=0)
        for column in _columns_alone(grid)
    ]
    least = [min(word, _LONGEST_COMMON) + _PADDING for word in least]
    lacking = sum(max(0.0, low - own) for low, own in zip(least, widths, strict=True))
    to_spare = sum(max(0.0, own - low) for low, own in zip(least, widths, strict=True))
    if not lacking or lacking > to_spare:
        return grid.widths
    left = 1 - lacking / to_spare
    return tuple(
        round(low + max(0.0, own - low) * left, 1)
        for low, own in zip(least, widths, strict=True)
    )


def _columns_alone(grid: Grid) -> list[list[GridCell]]:
    """Return the cells of each column that span no other."""
    return [
        [one for one in grid.cells if one.column == n and one.width == 1]
        for n in range(grid.columns)
    ]


def column_widths(grid: Grid, room: int) -> tuple[float, ...]:
    """Return the widths of the columns in characters, for lines of ``room`` characters.

    Every column has room for its longest word; what is left goes to those with the most
    text. Nothing is returned when all text fits on one line anyway.
    """
    cells = _columns_alone(grid)
    lines = [
        max((len(line) for one in column for line in one.text.split("\n")), default=0)
        + _PADDING
        for column in cells
    ]
    if sum(lines) <= room:
        return ()
    words = [
        min(
            _LONGEST_WORD,
            max((len(word) for one in column for word in one.text.split()), default=0),
        )
        + _PADDING
        for column in cells
    ]
    texts = [sum(len(one.text) for one in column) for column in cells]
    widths = [float(word) for word in words]
    growing = {n for n in range(grid.columns) if texts[n] and widths[n] < lines[n]}
    left = room - sum(widths)
    while growing and left > 0:
        rate = left / sum(texts[n] for n in growing)
        full = {n for n in growing if widths[n] + rate * texts[n] >= lines[n]}
        for n in full or growing:
            grown = float(lines[n]) if full else widths[n] + rate * texts[n]
            left -= grown - widths[n]
            widths[n] = grown
        growing = growing - full if full else set()
    return tuple(round(one, 1) for one in widths)


def split_columns(grid: Grid, widest: int) -> Iterator[Grid]:
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
        yield _columns(grid, first, last)


def _columns(grid: Grid, first: int, last: int) -> Grid:
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
    widths = grid.widths and (*grid.widths[: grid.stub], *grid.widths[first:last])
    columns = grid.stub + last - first
    return replace(grid, cells=tuple(cells), columns=columns, widths=widths)
