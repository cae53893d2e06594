"""Cuts a large matrix into parts that can be read: tables of their own, whole rows each.

A part holds the columns that have something in its rows, and no others: so the parts
together are as large as the links, and not as the grid.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from needs_coverage.matrix import Facet, Group, Matrix, Row, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIDEST = 250
"""Columns of a part, unless a single row has more: what can still be scrolled through."""

_FRAME = 2
"""The heading and the total of a row weigh as much as two cells."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The rows of a part, and the columns it shows, by their numbers in the whole."""

    rows: range
    columns: tuple[int, ...]
    whole: bool = True
    """Whether the rows are whole. One row with more hits than a table holds is not."""


def cuts(matrix: Matrix, cells: int) -> tuple[Cut, ...]:
    """Cut the rows, in the order shown, into parts of at most so many cells.

    A new group begins a new part when the one before is half full.
    """
    return tuple(cut for part in _runs(matrix, cells) for cut in _split(part, cells))


def part_of(matrix: Matrix, cut: Cut) -> Matrix:
    """Return a part as a matrix of its own."""
    place = {column: number for number, column in enumerate(cut.columns)}
    ends = list(accumulate(len(group.rows) for group in matrix.groups))
    groups = []
    for group, end in zip(matrix.groups, ends, strict=True):
        start = end - len(group.rows)
        rows = group.rows[max(cut.rows.start - start, 0) : max(cut.rows.stop - start, 0)]
        if rows:
            groups.append(Group(group.label, tuple(_row(row, place) for row in rows)))
    columns = tuple(matrix.columns[number] for number in cut.columns)
    facets = tuple(_facet(facet, cut) for facet in matrix.facets)
    return Matrix(tuple(groups), columns, _spans(matrix, cut), facets)


def _runs(matrix: Matrix, cells: int) -> Iterator[Cut]:
    starts = set(accumulate(len(group.rows) for group in matrix.groups))
    begin, used = 0, set[int]()
    for number, row in enumerate(matrix.rows):
        own = {hit.column for hit in row.hits}
        wide = len(used | own)
        full = (number + 1 - begin) * (wide + _FRAME) > cells or wide > WIDEST
        half = (number - begin) * (len(used) + _FRAME) * 2 > cells or wide * 2 > WIDEST
        if number > begin and (full or (half and number in starts)):
            yield Cut(range(begin, number), tuple(sorted(used)))
            begin, used = number, set()
        used |= own
    if matrix.rows:
        yield Cut(range(begin, len(matrix.rows)), tuple(sorted(used)))


def _split(cut: Cut, cells: int) -> Iterator[Cut]:
    """Yield a part, or several where a single row has more hits than a table holds."""
    room = max(cells - _FRAME, 1)
    if len(cut.rows) > 1 or len(cut.columns) <= room:
        yield cut
        return
    for start in range(0, len(cut.columns), room):
        yield Cut(cut.rows, cut.columns[start : start + room], whole=False)


def _row(row: Row, place: Mapping[int, int]) -> Row:
    hits = (replace(x, column=place[x.column]) for x in row.hits if x.column in place)
    return Row(row.label, tuple(hits))


def _facet(facet: Facet, cut: Cut) -> Facet:
    shown = cut.rows if facet.on_rows else cut.columns
    return replace(facet, values=tuple(facet.values[number] for number in shown))


def _spans(matrix: Matrix, cut: Cut) -> tuple[Span, ...]:
    if not matrix.spans:
        return ()
    above = [n for n, span in enumerate(matrix.spans) for _ in range(span.width)]
    parts = groupby(cut.columns, key=lambda column: above[column])
    return tuple(Span(matrix.spans[n].label, len(list(part))) for n, part in parts)
