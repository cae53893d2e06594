"""A large matrix cut into parts that can be read, and rolled up: counts by section.

A part holds whole rows, and the columns that have something in them: all parts together
are as large as the links, as opposed to the grid.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from needs_coverage.matrix import Facet, Group, Matrix, MatrixRow, Span, step_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needs_core.items import Items, Label, Mark
    from needs_core.states import State
    from needs_coverage.field_matrix import FieldSpec
    from needs_coverage.spec import MatrixSpec

WIDEST_PART = 250
"""Columns of a part, unless a single row has more: what can still be scrolled through."""
_FRAME = 2
"""The heading and the total of a row weigh as much as two cells."""

ACROSS = 10
"""Most sections of columns side by side, when columns have no groups."""
_GROUPS_ACROSS = 24
"""Most groups of columns that are a section each."""

STYLE = "needs_coverage_large.css"
"""The style sheet of the pages that a large matrix is on: its roll-up and its parts."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a part, and the columns it shows, as indices in the whole matrix."""

    rows: range
    columns: tuple[int, ...]
    whole: bool = True
    """Whether the rows are whole: not if one row has more cells than a table holds."""


def matrix_parts(matrix: Matrix, limit: int) -> tuple[Part, ...]:
    """Cut the rows, in the order shown, into parts of at most ``limit`` cells.

    A new group begins a new part if the one before is half full.
    """
    return tuple(x for part in _row_parts(matrix, limit) for x in _split(part, limit))


def part_matrix(matrix: Matrix, part: Part) -> Matrix:
    """Return a part as a matrix of its own."""
    index = {column: number for number, column in enumerate(part.columns)}
    groups, start = [], 0
    for group in matrix.groups:
        first, stop = (max(x - start, 0) for x in (part.rows.start, part.rows.stop))
        if rows := group.rows[first:stop]:
            groups.append(Group(group.label, tuple(_part_row(row, index) for row in rows)))
        start += len(group.rows)
    columns = tuple(matrix.columns[number] for number in part.columns)
    facets = tuple(_part_facet(facet, part) for facet in matrix.facets)
    return Matrix(tuple(groups), columns, _part_spans(matrix, part), facets)


def _row_parts(matrix: Matrix, limit: int) -> Iterator[Part]:
    group_ends = set(accumulate(len(group.rows) for group in matrix.groups))
    start, used = 0, set[int]()
    for number, row in enumerate(matrix.rows):
        own = {cell.column for cell in row.cells}
        width = len(used | own)
        full = (number + 1 - start) * (width + _FRAME) > limit or width > WIDEST_PART
        half = (number - start) * (len(used) + _FRAME) * 2 > limit
        half = half or width * 2 > WIDEST_PART
        if number > start and (full or (half and number in group_ends)):
            yield Part(range(start, number), tuple(sorted(used)))
            start, used = number, set()
        used |= own
    if matrix.rows:
        yield Part(range(start, len(matrix.rows)), tuple(sorted(used)))


def _split(part: Part, limit: int) -> Iterator[Part]:
    """Yield a part, or several if its only row has more cells than a table holds."""
    room = max(limit - _FRAME, 1)
    if len(part.rows) > 1 or len(part.columns) <= room:
        yield part
        return
    for start in range(0, len(part.columns), room):
        yield Part(part.rows, part.columns[start : start + room], whole=False)


def _part_row(row: MatrixRow, index: Mapping[int, int]) -> MatrixRow:
    cells = (replace(x, column=index[x.column]) for x in row.cells if x.column in index)
    return MatrixRow(row.label, tuple(cells), row.step)


def _part_facet(facet: Facet, part: Part) -> Facet:
    shown = part.rows if facet.on_rows else part.columns
    return replace(facet, values=tuple(facet.values[number] for number in shown))


def _part_spans(matrix: Matrix, part: Part) -> tuple[Span, ...]:
    if not matrix.spans:
        return ()
    span_of = [n for n, span in enumerate(matrix.spans) for _ in range(span.width)]
    spans = groupby(part.columns, key=lambda column: span_of[column])
    return tuple(Span(matrix.spans[n].label, len(list(members))) for n, members in spans)


@dataclass(frozen=True, slots=True)
class RollupSection:
    """Rows or columns that stand side by side and are counted together."""

    first: Label
    last: Label
    size: int
    used: int
    """How many of the rows are on a step that covers, or of the columns are linked."""
    label: Label | None = None
    """The group, if the section is a whole one."""


@dataclass(frozen=True, slots=True)
class RollupCell:
    """The counts where a section of rows meets one of columns."""

    counts: tuple[tuple[State, int], ...]
    """How many cells are in each state, in the order of progress."""
    part: int
    """The number of the part that shows them, from 0."""
    first: Label
    """The first column of the section there."""
    marks: tuple[tuple[Mark, int], ...] = ()
    """How many cells have each annotation, as "to be confirmed"."""


@dataclass(frozen=True, slots=True)
class RollupLine:
    """A section of rows: a cell for each section of columns, ``None`` where empty."""

    rows: RollupSection
    cells: tuple[RollupCell | None, ...]
    total: int
    parts: range
    """The numbers of the parts that show the rows: one, but for a row too long."""


@dataclass(frozen=True, slots=True)
class MatrixRollup:
    """The lines by group, and the sections of the columns."""

    groups: tuple[tuple[Label | None, tuple[RollupLine, ...]], ...]
    columns: tuple[RollupSection, ...]
    column_totals: tuple[int, ...]
    total: int
    rows: int
    covered: int

    @property
    def lines(self) -> tuple[RollupLine, ...]:
        """Every line, in the order shown."""
        return tuple(line for _, lines in self.groups for line in lines)


@dataclass(frozen=True, slots=True)
class MatrixView:
    """What a page shows of a matrix: up to so many cells all of it, else the roll-up."""

    matrix: MatrixSpec | FieldSpec
    limit: int

    def look(self, items: Items) -> Matrix | MatrixRollup:
        """Return the matrix, or its roll-up."""
        matrix = items.look(self.matrix)
        if matrix.size <= self.limit:
            return matrix
        return rolled_up(matrix, matrix_parts(matrix, self.limit))


def rolled_up(matrix: Matrix, parts: Sequence[Part]) -> MatrixRollup:
    """Roll a matrix up; a line stays inside a group and inside a part."""
    sections = list(_column_sections(matrix))
    section_of = [n for n, columns in enumerate(sections) for _ in columns]
    groups, start = [], 0
    for group in matrix.groups:
        stop = start + len(group.rows)
        lines = tuple(
            _line(matrix, rows, numbers, parts, section_of)
            for rows, numbers in _rows_by_part(parts, range(start, stop))
        )
        groups.append((group.label, lines))
        start = stop
    totals = [sum(matrix.column_counts[n] for n in columns) for columns in sections]
    return MatrixRollup(
        tuple(groups),
        tuple(_columns(matrix, sections)),
        tuple(totals),
        matrix.total,
        len(matrix.rows),
        matrix.steps.covering,
    )


def _column_sections(matrix: Matrix) -> Iterator[range]:
    """Yield the sections of the columns: their groups, or runs of equal length.

    The column "not stated" stands alone.
    """
    count = len(matrix.columns)
    if 1 < len(matrix.spans) <= _GROUPS_ACROSS:
        ends = list(accumulate(span.width for span in matrix.spans))
        yield from map(range, [0, *ends], ends)
        return
    stated = count - 1 if matrix.columns and not matrix.columns[-1].title else count
    step = max(-(-stated // ACROSS), 1)
    for start in range(0, stated, step):
        yield range(start, min(start + step, stated))
    if stated < count:
        yield range(stated, count)


def _columns(matrix: Matrix, sections: Sequence[range]) -> Iterator[RollupSection]:
    used = {cell.column for row in matrix.rows for cell in row.cells}
    grouped = len(sections) == len(matrix.spans) > 1
    for number, columns in enumerate(sections):
        label = matrix.spans[number].label if grouped else None
        ends = matrix.columns[columns[0]], matrix.columns[columns[-1]]
        yield RollupSection(*ends, len(columns), sum(n in used for n in columns), label)


def _rows_by_part(parts: Sequence[Part], rows: range) -> Iterator[tuple[range, range]]:
    """Yield those of the rows that lie in each part, with the numbers of its parts."""
    for part_rows, same in groupby(enumerate(parts), key=lambda pair: pair[1].rows):
        numbers = [number for number, _ in same]
        inside = range(max(part_rows.start, rows.start), min(part_rows.stop, rows.stop))
        if inside:
            yield inside, range(numbers[0], numbers[-1] + 1)


def _line(
    matrix: Matrix,
    inside: range,
    numbers: range,
    parts: Sequence[Part],
    section_of: Sequence[int],
) -> RollupLine:
    rows = matrix.rows[inside.start : inside.stop]
    counts: list[Counter[State]] = [
        Counter() for _ in range(max(section_of, default=-1) + 1)
    ]
    marks: defaultdict[int, Counter[Mark]] = defaultdict(Counter)
    used = set[int]()
    for row in rows:
        for cell in row.cells:
            used.add(cell.column)
            counts[section_of[cell.column]][cell.state] += 1
            marks[section_of[cell.column]].update(cell.marks)
    shown: dict[int, tuple[int, int]] = {}
    """Section to the first part, and the first column in it, that show its cells."""
    for number in numbers:
        for column in sorted(used & set(parts[number].columns)):
            shown.setdefault(section_of[column], (number, column))
    cells = tuple(
        _cell(found, marks[n], shown[n], matrix) if found else None
        for n, found in enumerate(counts)
    )
    ends = rows[0].label, rows[-1].label
    covered = sum(step_of(row).covers for row in rows)
    total = sum(row.count for row in rows)
    return RollupLine(RollupSection(*ends, len(rows), covered), cells, total, numbers)


def _cell(
    counts: Counter[State], marks: Counter[Mark], shown: tuple[int, int], matrix: Matrix
) -> RollupCell:
    part, column = shown
    by_progress = sorted(counts.items(), key=lambda pair: (pair[0].rank, pair[0].name))
    by_text = sorted(marks.items(), key=lambda pair: pair[0].text)
    return RollupCell(tuple(by_progress), part, matrix.columns[column], tuple(by_text))
