"""What coverage is: which rows are reached by which columns. Knows no Sphinx.

A matrix is sparse: a row holds the numbers of the columns that hit it, so its size
follows the links and not the cells.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from needs_coverage.conditions import ALL, Conditions
from needs_items.items import Item, Items, Label, natural_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Row:
    """A row and the columns (counted from 0, ascending) that cover it."""

    label: Label
    hits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows below one heading; ``label`` is ``None`` for rows that have none."""

    label: Label | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrix:
    """Rows by group, columns, and where they meet."""

    groups: tuple[Group, ...]
    columns: tuple[Label, ...]
    from_columns: bool = True
    """Whether the columns point at the rows, as opposed to the rows at the columns."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, in the order shown."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def column_totals(self) -> tuple[int, ...]:
        """How many rows each column covers."""
        counted = Counter(number for row in self.rows for number in row.hits)
        return tuple(counted[number] for number in range(len(self.columns)))

    @property
    def uncovered(self) -> tuple[Label, ...]:
        """The rows that no column covers, in natural order."""
        return _in_order(row.label for row in self.rows if not row.hits)

    @property
    def orphans(self) -> tuple[Label, ...]:
        """The columns that cover no row, in natural order."""
        used = {number for row in self.rows for number in row.hits}
        return _in_order(
            label for number, label in enumerate(self.columns) if number not in used
        )

    @property
    def total(self) -> int:
        """How many hits there are."""
        return sum(len(row.hits) for row in self.rows)


@dataclass(frozen=True, slots=True)
class MatrixSpec:
    """A matrix as an author asks for it; a view of the needs."""

    rows: str
    columns: str
    link: str
    group_by: str | None = None
    rows_where: Conditions = ALL
    columns_where: Conditions = ALL

    def look(self, items: Items) -> Matrix:
        """Compute the matrix: all that is shown of it, and nothing else."""
        rows = self.rows_where.select(items.of_type(self.rows))
        columns = self.columns_where.select(items.of_type(self.columns))
        forward = _pairs(columns, rows, self.link)
        backward = {} if forward else _pairs(rows, columns, self.link)
        hits = forward or _turned(backward)
        number = {item.id: n for n, item in enumerate(columns)}
        shown = {
            item.id: Row(
                item.label, tuple(sorted(number[id_] for id_ in hits.get(item.id, ())))
            )
            for item in rows
        }
        return Matrix(
            tuple(_grouped(rows, shown, items, self.group_by)),
            tuple(item.label for item in columns),
            from_columns=not backward,
        )


def percent(part: int, whole: int) -> int | None:
    """Return a share rounded down, so that 100 means all; ``None`` of nothing.

    >>> percent(199, 200), percent(0, 0)
    (99, None)
    """
    return 100 * part // whole if whole else None


def _pairs(
    sources: Iterable[Item], targets: Iterable[Item], link: str
) -> dict[str, tuple[str, ...]]:
    """Return target id to the ids of the sources that point at it."""
    wanted = {item.id for item in targets}
    found: dict[str, list[str]] = {}
    for item in sources:
        for target in item.links.get(link, ()):
            if target in wanted:
                found.setdefault(target, []).append(item.id)
    return {target: tuple(ids) for target, ids in found.items()}


def _turned(pairs: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    turned: dict[str, list[str]] = {}
    for target, sources in pairs.items():
        for source in sources:
            turned.setdefault(source, []).append(target)
    return {source: tuple(targets) for source, targets in turned.items()}


def _grouped(
    rows: Iterable[Item], shown: Mapping[str, Row], items: Items, link: str | None
) -> Iterable[Group]:
    """Yield the groups in natural order, the rows without one last.

    A row that points at several groups stands in the first, so that it counts once.
    """

    def heading(item: Item) -> Label | None:
        found = items.get(item.links.get(link or "", ()))
        return min((g.label for g in found), key=_key, default=None)

    def place(pair: tuple[Label | None, Row]) -> tuple[bool, object]:
        label = pair[0]
        return (label is None, _key(label) if label else ())

    pairs = sorted(((heading(item), shown[item.id]) for item in rows), key=place)
    for label, members in groupby(pairs, key=lambda pair: pair[0]):
        yield Group(label, tuple(row for _, row in members))


def _key(label: Label) -> tuple[tuple[int, str], ...]:
    return natural_key(label.id)


def _in_order(labels: Iterable[Label]) -> tuple[Label, ...]:
    return tuple(sorted(labels, key=_key))
