"""Coverage in few lines: a line a group, a line a row, and fields that are not stated."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import has_passed
from needs_core.states import States
from needs_core.steps import Distribution, gathered_remarks
from needs_coverage.matrix import in_natural_order, step_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.items import Item, Items, Label
    from needs_core.steps import Remark, StepOf
    from needs_coverage.matrix import Matrix, MatrixRow
    from needs_coverage.spec import Axis, MatrixSpec


@dataclass(frozen=True, slots=True)
class Incomplete:
    """The items that lack one field, or whose date has passed."""

    field: str
    passed: bool
    """Whether the field is a date that has passed, as opposed to one not stated."""
    labels: tuple[Label, ...]
    total: int
    """How many items were looked at."""


@dataclass(frozen=True, slots=True)
class CompletenessSpec:
    """Which fields items must state, and which dates must not pass; a view."""

    items: Axis
    fields: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    states: States = States()  # noqa: RUF009 (frozen)

    def look(self, items: Items) -> tuple[Incomplete, ...]:
        """Return a value for each field and each date, those without items too.

        A date counts as passed only for what is neither done nor abandoned.
        """
        members = self.items.items(items)
        missing = (
            Incomplete(
                name,
                passed=False,
                labels=_labels(x for x in members if not x.value(name)),
                total=len(members),
            )
            for name in self.fields
        )
        open_ = [x for x in members if self.states.get(x.status).is_open]
        passed = (
            Incomplete(
                name,
                passed=True,
                labels=_labels(x for x in open_ if has_passed(x.value(name))),
                total=len(open_),
            )
            for name in self.dates
        )
        return (*missing, *passed)


def _labels(items: Iterable[Item]) -> tuple[Label, ...]:
    return in_natural_order(item.label for item in items)


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """The counts of one group, or of all rows."""

    label: Label | None
    """The group; ``None`` for the rows without one, and for all rows."""
    rows: int
    covered: int
    linked: int
    """How many different columns are linked with the rows, abandoned ones included."""
    shared: int
    """How many of the linked columns are linked with rows of several groups."""
    unlinked: int
    """How many columns are linked with no row; told with all rows alone."""
    states: Distribution
    """How many of the linked columns are in each state."""
    steps: Distribution
    """How many of the rows are on each step; without declared steps, covered or not."""
    remarks: tuple[Remark, ...]
    """What the steps of the rows do not tell: see ``gathered_remarks``."""
    stated: tuple[int, ...]
    """How many of the linked columns state each of ``SummarySpec.fields``."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A line for each group, none if the rows are not grouped, and one for all rows."""

    lines: tuple[SummaryLine, ...]
    total: SummaryLine


@dataclass(frozen=True, slots=True)
class SummarySpec:
    """A matrix to summarise, and the fields to count; a view of the needs."""

    matrix: MatrixSpec
    fields: tuple[str, ...] = ()
    """The fields whose presence is counted, as owner and date."""

    def look(self, items: Items) -> Summary:
        """Count by group; a column that is linked with two groups counts in both."""
        matrix = items.look(self.matrix)
        groups = matrix.groups if self.matrix.rows.group_by else ()
        found = Counter(id_ for x in groups for id_ in _linked(x.rows, matrix))
        shared = frozenset(id_ for id_, count in found.items() if count > 1)
        return Summary(
            tuple(self._line(x.label, x.rows, matrix, items, shared) for x in groups),
            self._line(None, matrix.rows, matrix, items, shared),
        )

    def _line(
        self,
        label: Label | None,
        members: tuple[MatrixRow, ...],
        matrix: Matrix,
        items: Items,
        shared: frozenset[str],
    ) -> SummaryLine:
        linked = items.get(_linked(members, matrix))
        return SummaryLine(
            label,
            len(members),
            sum(bool(row.count) for row in members),
            len(linked),
            sum(x.id in shared for x in linked),
            0 if label or len(members) < len(matrix.rows) else len(matrix.orphans),
            Distribution.of(self.matrix.states.get(x.status) for x in linked),
            Distribution.of(step_of(x) for x in members),
            gathered_remarks((x.label.id, x.step) for x in members if x.step),
            tuple(sum(bool(x.value(name)) for x in linked) for name in self.fields),
        )


def _linked(rows: Iterable[MatrixRow], matrix: Matrix) -> list[str]:
    """Return the ids of the columns that are linked with some rows, as they stand."""
    numbers = sorted({cell.column for row in rows for cell in row.cells})
    return [matrix.columns[number].id for number in numbers]


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
