"""What a coverage matrix is: rows, columns and where they meet. Plain, sparse values.

A row holds its hits and not its cells, so a matrix is as large as its links.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from needs_core.model import Label, natural_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.model import Mark
    from needs_core.states import State


@dataclass(frozen=True, slots=True)
class Way:
    """One reason why a column covers a row."""

    link: str
    """The name of the link type; of a way over another item, its first link."""
    forward: bool = True
    """Whether the column points at the row, as opposed to the row at the column."""
    via: Label | None = None
    """The item between the two, on an indirect way."""
    mark: Mark | None = None
    """What is to be said of its links, as that one is to be confirmed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cell that is not empty: the number of its column, how far it is, and why."""

    column: int
    state: State
    ways: tuple[Way, ...]
    """Direct ways first; at least one."""
    counts: bool = True
    """``False`` where being here is the gap, as in the column "not stated"."""

    @property
    def covers(self) -> bool:
        """Whether this hit covers its row: what is abandoned covers nothing."""
        return self.counts and self.state.covers

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is to be said of the links it is made of, each once; direct ones first."""
        near = [way for way in self.ways if way.via is None] or self.ways
        return tuple(dict.fromkeys(way.mark for way in near if way.mark))

    @property
    def direct(self) -> bool:
        """Whether the two are linked, as opposed to linked with a third."""
        return self.ways[0].via is None


@dataclass(frozen=True, slots=True)
class Row:
    """A row and its hits, by ascending column."""

    label: Label
    hits: tuple[Hit, ...]

    @property
    def count(self) -> int:
        """How many columns cover it."""
        return sum(hit.covers for hit in self.hits)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows below one heading; ``label`` is ``None`` for rows that have none."""

    label: Label | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """So many columns, side by side, under one heading (``None``: under none)."""

    label: Label | None
    width: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A field that readers can choose by, with its value for each row or column."""

    name: str
    on_rows: bool
    values: tuple[str, ...]
    """One for each row or column, in the order shown; nothing where none is stated."""


@dataclass(frozen=True)
class Matrix:
    """Rows by group, columns by span, and where they meet."""

    groups: tuple[Group, ...]
    columns: tuple[Label, ...]
    spans: tuple[Span, ...] = ()
    """The headings above the columns; none: the columns are not grouped."""
    facets: tuple[Facet, ...] = ()
    """What the acting side can be chosen by."""

    def __repr__(self) -> str:
        """Tell the whole matrix, and what many cells have in common only once.

        A page and a file are written again when this text has changed, and the text of
        each cell would be most of the work.
        """
        kinds: dict[tuple[object, ...], int] = {}
        cells = [
            [
                (
                    hit.column,
                    kinds.setdefault((hit.state, hit.ways, hit.counts), len(kinds)),
                )
                for hit in row.hits
            ]
            for row in self.rows
        ]
        groups = [(group.label, [row.label for row in group.rows]) for group in self.groups]
        told = (groups, self.columns, self.spans, self.facets, list(kinds), cells)
        return f"Matrix{told!r}"

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every row, in the order shown."""
        return tuple(row for group in self.groups for row in group.rows)

    @cached_property
    def column_counts(self) -> tuple[int, ...]:
        """How many rows each column covers."""
        found = Counter(hit.column for row in self.rows for hit in row.hits if hit.covers)
        return tuple(found[number] for number in range(len(self.columns)))

    @cached_property
    def uncovered(self) -> tuple[Label, ...]:
        """The rows that nothing covers, in natural order."""
        return in_order(row.label for row in self.rows if not row.count)

    @cached_property
    def orphans(self) -> tuple[Label, ...]:
        """The columns that are linked to no row, in natural order.

        An abandoned one that is linked is no orphan: it had a place.
        """
        used = {hit.column for row in self.rows for hit in row.hits}
        return in_order(x for number, x in enumerate(self.columns) if number not in used)

    @cached_property
    def only_indirect(self) -> tuple[Label, ...]:
        """The rows that are covered, but only over another item."""
        return in_order(
            row.label
            for row in self.rows
            if row.count and not any(hit.direct for hit in row.hits if hit.covers)
        )

    @cached_property
    def states(self) -> tuple[State, ...]:
        """The states that occur in the cells, in no order."""
        return tuple({hit.state: None for row in self.rows for hit in row.hits})

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every way that occurs in the cells, each once."""
        # A cell has few kinds of ways: they are gathered whole before they are parted.
        found = {hit.ways: None for row in self.rows for hit in row.hits}
        return tuple({way: None for ways in found for way in ways})

    @property
    def total(self) -> int:
        """How many hits count."""
        return sum(self.column_counts)

    @property
    def size(self) -> int:
        """How many cells a full grid has."""
        return len(self.rows) * len(self.columns)


def percent(part: int, whole: int) -> int | None:
    """Return a share rounded down, so that 100 means all; ``None`` of nothing.

    >>> percent(199, 200), percent(0, 0)
    (99, None)
    """
    return 100 * part // whole if whole else None


def in_order(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Return labels in the natural order of their ids."""
    return tuple(sorted(labels, key=lambda label: natural_key(label.id)))
