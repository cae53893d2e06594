"""A large matrix rolled up: how many hits of each state, section by section."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from needs_core.views import seen
from needs_coverage.large.cutting import cuts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needs_core.model import Items, Label, Mark
    from needs_core.states import State
    from needs_coverage.by_field import FieldSpec
    from needs_coverage.large.cutting import Cut
    from needs_coverage.matrix import Matrix, Row
    from needs_coverage.spec import MatrixSpec

ACROSS = 10
"""Sections of columns that stand side by side, at most, when columns have no groups."""
_GROUPS_ACROSS = 24
"""Groups of columns that each are a section; of more than these there are too many."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows or columns that stand side by side and are counted together."""

    first: Label
    last: Label
    size: int
    used: int
    """How many of the rows are covered; how many of the columns are linked."""
    label: Label | None = None
    """The group they are, where they are a whole one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a section of rows and one of columns have in common."""

    counts: tuple[tuple[State, int], ...]
    """How many hits are in each state, in the order of progress."""
    part: int
    """The number of the part that shows them, from 0."""
    first: Label
    """The first column of the section there."""
    marks: tuple[tuple[Mark, int], ...] = ()
    """Of how many hits something is to be said, as that they are to be confirmed."""


@dataclass(frozen=True, slots=True)
class Line:
    """A section of rows: a cell for each section of columns, ``None`` where empty."""

    rows: Section
    cells: tuple[Cell | None, ...]
    total: int
    parts: range
    """The numbers of the parts that show the rows: one, but for a row too long."""


@dataclass(frozen=True, slots=True)
class Rollup:
    """Every line below its group, and what stands across."""

    groups: tuple[tuple[Label | None, tuple[Line, ...]], ...]
    columns: tuple[Section, ...]
    column_totals: tuple[int, ...]
    total: int
    rows: int
    covered: int

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, in the order shown."""
        return tuple(line for _, lines in self.groups for line in lines)


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A matrix as it is shown: whole up to so many cells, and above them rolled up."""

    matrix: MatrixSpec | FieldSpec
    cells: int

    def look(self, items: Items) -> Matrix | Rollup:
        """Return the matrix, or its roll-up."""
        matrix = seen(self.matrix, items)
        if matrix.size <= self.cells:
            return matrix
        return rolled(matrix, cuts(matrix, self.cells))


def rolled(matrix: Matrix, parts: Sequence[Cut]) -> Rollup:
    """Roll a matrix up; a line stays inside a group and inside a part."""
    across = list(_across(matrix))
    section = [n for n, part in enumerate(across) for _ in part]
    groups, start = [], 0
    for group in matrix.groups:
        stop = start + len(group.rows)
        shown = _parts_of(parts, range(start, stop))
        lines = tuple(_line(matrix, x, numbers, parts, section) for x, numbers in shown)
        groups.append((group.label, lines))
        start = stop
    totals = [sum(matrix.column_counts[n] for n in part) for part in across]
    return Rollup(
        tuple(groups),
        tuple(_columns(matrix, across)),
        tuple(totals),
        matrix.total,
        len(matrix.rows),
        len(matrix.rows) - len(matrix.uncovered),
    )


def _across(matrix: Matrix) -> Iterator[range]:
    """Yield the sections of the columns: their groups, or so many side by side.

    Where being there is the gap, a column stands alone.
    """
    count = len(matrix.columns)
    if 1 < len(matrix.spans) <= _GROUPS_ACROSS:
        ends = list(accumulate(span.width for span in matrix.spans))
        yield from map(range, [0, *ends], ends)
        return
    whole = count - 1 if matrix.columns and not matrix.columns[-1].title else count
    step = max(-(-whole // ACROSS), 1)
    for start in range(0, whole, step):
        yield range(start, min(start + step, whole))
    if whole < count:
        yield range(whole, count)


def _columns(matrix: Matrix, across: Sequence[range]) -> Iterator[Section]:
    used = {hit.column for row in matrix.rows for hit in row.hits}
    grouped = len(across) == len(matrix.spans) > 1
    for number, part in enumerate(across):
        label = matrix.spans[number].label if grouped else None
        ends = matrix.columns[part[0]], matrix.columns[part[-1]]
        yield Section(*ends, len(part), sum(n in used for n in part), label)


def _parts_of(parts: Sequence[Cut], rows: range) -> Iterator[tuple[range, range]]:
    """Yield the rows of each part that lie inside some rows, and the parts' numbers."""
    numbered = enumerate(parts)
    for whole, same in groupby(numbered, key=lambda pair: pair[1].rows):
        numbers = [number for number, _ in same]
        inside = range(max(whole.start, rows.start), min(whole.stop, rows.stop))
        if inside:
            yield inside, range(numbers[0], numbers[-1] + 1)


def _line(
    matrix: Matrix,
    inside: range,
    numbers: range,
    parts: Sequence[Cut],
    section: Sequence[int],
) -> Line:
    rows = matrix.rows[inside.start : inside.stop]
    counts: list[Counter[State]] = [Counter() for _ in range(max(section, default=-1) + 1)]
    marks: defaultdict[int, Counter[Mark]] = defaultdict(Counter)
    for row in rows:
        for hit in row.hits:
            counts[section[hit.column]][hit.state] += 1
            marks[section[hit.column]].update(hit.marks)
    leads: dict[int, tuple[int, int]] = {}
    for number in numbers:
        for column in _columns_of(rows, parts[number]):
            leads.setdefault(section[column], (number, column))
    cells = tuple(
        _cell(found, marks[n], leads[n], matrix) if found else None
        for n, found in enumerate(counts)
    )
    ends = rows[0].label, rows[-1].label
    covered = sum(bool(row.count) for row in rows)
    total = sum(row.count for row in rows)
    return Line(Section(*ends, len(rows), covered), cells, total, numbers)


def _cell(
    counts: Counter[State], marks: Counter[Mark], lead: tuple[int, int], matrix: Matrix
) -> Cell:
    part, column = lead
    said = tuple(sorted(marks.items(), key=lambda pair: pair[0].text))
    return Cell(_ordered(counts), part, matrix.columns[column], said)


def _columns_of(rows: Sequence[Row], cut: Cut) -> list[int]:
    """Return the columns that have something in the rows, and stand in a part."""
    used = {hit.column for row in rows for hit in row.hits}
    return sorted(used & set(cut.columns))


def _ordered(counts: Counter[State]) -> tuple[tuple[State, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (pair[0].rank, pair[0].name)))
