"""Coverage in a line a group: how much is acted on, how far, by whom, by when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.views import seen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.model import Item, Items, Label
    from needs_core.states import State
    from needs_coverage.matrix import Matrix, Row
    from needs_coverage.spec import MatrixSpec


@dataclass(frozen=True, slots=True)
class Line:
    """One group, or all of them; every figure is a count."""

    label: Label | None
    """The group; ``None`` for the rows that have none, and for all of them."""
    rows: int
    covered: int
    actors: int
    """How many different columns are linked to the rows; abandoned ones too."""
    states: tuple[tuple[State, int], ...]
    """How many of the actors are in each state, in the order of progress."""
    stated: tuple[int, ...]
    """How many of the actors state each of the fields asked about."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A line a group and one for all."""

    lines: tuple[Line, ...]
    whole: Line


@dataclass(frozen=True, slots=True)
class SummarySpec:
    """A summary as an author asks for it; a view of the needs."""

    matrix: MatrixSpec
    fields: tuple[str, ...] = ()
    """The fields whose presence is counted, as owner and date."""

    def look(self, items: Items) -> Summary:
        """Count, group by group; an actor of two groups counts in both."""
        matrix = seen(self.matrix, items)
        return Summary(
            tuple(
                self._line(group.label, group.rows, matrix, items)
                for group in matrix.groups
            ),
            self._line(None, matrix.rows, matrix, items),
        )

    def _line(
        self, label: Label | None, rows: Iterable[Row], matrix: Matrix, items: Items
    ) -> Line:
        members = tuple(rows)
        numbers = sorted({hit.column for row in members for hit in row.hits})
        actors = items.get(matrix.columns[number].id for number in numbers)
        return Line(
            label,
            len(members),
            sum(bool(row.count) for row in members),
            len(actors),
            self._states(actors),
            tuple(sum(bool(a.value(name)) for a in actors) for name in self.fields),
        )

    def _states(self, actors: tuple[Item, ...]) -> tuple[tuple[State, int], ...]:
        known = self.matrix.states
        counts = Counter(known.get(actor.status) for actor in actors)
        return tuple(sorted(counts.items(), key=lambda pair: (pair[0].rank, pair[0].name)))
