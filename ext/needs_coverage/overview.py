"""The overview of a matrix: each row with its step and count, and counts by group."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.steps import Distribution

if TYPE_CHECKING:
    from needs_core.model import Items, Label
    from needs_core.steps import StepOf
    from needs_coverage.matrix import Matrix, MatrixRow
    from needs_coverage.spec import MatrixSpec


MANY_ROWS = 100
"""The most rows that are shown one by one, where they are in groups."""


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A row without its cells."""

    label: Label
    step: StepOf | None
    count: int
    """How many columns cover it."""


@dataclass(frozen=True, slots=True)
class OverviewGroup:
    """The rows of a group, and how many of their cells cover by group of the columns."""

    label: Label | None
    rows: tuple[OverviewRow, ...]
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many cells of the group cover."""
        return sum(row.count for row in self.rows)

    @property
    def steps(self) -> Distribution:
        """How many rows are on each step."""
        return Distribution.of(row.step.step for row in self.rows if row.step)


@dataclass(frozen=True, slots=True)
class Overview:
    """The groups of the rows, and the headings of the groups of the columns."""

    groups: tuple[OverviewGroup, ...]
    columns: tuple[Label | None, ...]
    """None where the columns are in no groups, or in one."""

    @property
    def is_rolled_up(self) -> bool:
        """Whether there are so many rows that each group is one, with its sums."""
        count = sum(len(group.rows) for group in self.groups)
        return count > MANY_ROWS and len(self.groups) > 1

    @property
    def is_grouped(self) -> bool:
        """Whether there are groups on both sides to count between."""
        return bool(self.columns) and any(group.label for group in self.groups)

    @property
    def totals(self) -> tuple[int, ...]:
        """How many cells cover by group of the columns."""
        return tuple(map(sum, zip(*(group.counts for group in self.groups), strict=True)))

    @property
    def total(self) -> int:
        """How many cells cover."""
        return sum(group.total for group in self.groups)


@dataclass(frozen=True, slots=True)
class OverviewSpec:
    """A matrix of which the overview is shown; a view of the needs."""

    matrix: MatrixSpec

    def look(self, items: Items) -> Overview:
        """Count the cells of the matrix by group."""
        matrix = items.look(self.matrix)
        several = len(matrix.spans) > 1
        group_of = [n for n, span in enumerate(matrix.spans) for _ in range(span.width)]
        groups = tuple(
            OverviewGroup(
                group.label,
                tuple(OverviewRow(x.label, x.step, x.count) for x in group.rows),
                _counts(group.rows, matrix, group_of) if several else (),
            )
            for group in matrix.groups
        )
        return Overview(groups, tuple(x.label for x in matrix.spans) if several else ())


def _counts(
    rows: tuple[MatrixRow, ...], matrix: Matrix, group_of: list[int]
) -> tuple[int, ...]:
    cells = (cell for row in rows for cell in row.cells if cell.covers)
    found = Counter(group_of[cell.column] for cell in cells)
    return tuple(found[number] for number in range(len(matrix.spans)))
