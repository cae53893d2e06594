"""Coverage in a line for each group: how many are covered, their states and owners."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.model import Item, Items, Label
    from needs_core.states import State
    from needs_coverage.matrix import Matrix, Row
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
    states: tuple[tuple[State, int], ...]
    """How many of the linked columns are in each state, in the order of progress."""
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
        return Summary(
            tuple(self._line(x.label, x.rows, matrix, items) for x in groups),
            self._line(None, matrix.rows, matrix, items),
        )

    def _line(
        self, label: Label | None, rows: Iterable[Row], matrix: Matrix, items: Items
    ) -> SummaryLine:
        members = tuple(rows)
        numbers = sorted({cell.column for row in members for cell in row.cells})
        linked = items.get(matrix.columns[number].id for number in numbers)
        return SummaryLine(
            label,
            len(members),
            sum(bool(row.count) for row in members),
            len(linked),
            self._states(linked),
            tuple(sum(bool(x.value(name)) for x in linked) for name in self.fields),
        )

    def _states(self, linked: tuple[Item, ...]) -> tuple[tuple[State, int], ...]:
        counts = Counter(self.matrix.states.get(item.status) for item in linked)
        return tuple(sorted(counts.items(), key=lambda pair: (pair[0].rank, pair[0].name)))
