"""Coverage in a line for each group: how many are covered, their states and owners."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.steps import Distribution, gathered_remarks
from needs_coverage.matrix import step_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.model import Items, Label
    from needs_core.steps import Remark
    from needs_coverage.matrix import Matrix, MatrixRow
    from needs_coverage.spec import MatrixSpec


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
