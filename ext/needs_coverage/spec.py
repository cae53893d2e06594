"""A matrix as an author asks for it, and how it is computed from the needs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from needs_core.states import States
from needs_coverage.conditions import ALL, Conditions
from needs_coverage.matrix import Facet, Group, Hit, Matrix, Row, Span
from needs_coverage.ways import Ways, direct, marked, over, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from needs_core.model import Item, Items, Label

SORTS = ("id", "title", "hits")
"""What rows and columns can be sorted by; ``hits``: the most covered first."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The items along one side of a matrix."""

    type: str
    where: Conditions = ALL
    group_by: str | None = None
    """The link type to what they are grouped by."""
    sort: str = "id"

    def items(self, items: Items) -> tuple[Item, ...]:
        """Return the items that take part, in natural order of their ids."""
        return self.where.select(items.of_type(self.type))


@dataclass(frozen=True, slots=True)
class MatrixSpec:
    """Rows against columns over links; a view of the needs."""

    rows: Axis
    columns: Axis
    links: tuple[str, ...]
    via: str | None = None
    """The type of the items that an indirect way goes over."""
    via_links: tuple[str, ...] = ()
    """The links that an indirect way may use."""
    states: States = States()  # noqa: RUF009 (frozen)
    acting: str = "columns"
    """Which side's state tells how far a hit is: that of the items that act."""
    filters: tuple[str, ...] = ()
    """The fields of the acting side that readers can choose by."""

    def look(self, items: Items) -> Matrix:
        """Compute the matrix: all that is shown of it, and nothing else."""
        rows, columns = self.rows.items(items), self.columns.items(items)
        ways = marked(direct(rows, columns, self.links), items.marks)
        if self.via:
            middle, between = items.of_type(self.via), self.via_links
            ways = together(ways, over(rows, columns, middle, between, items.marks))
        hits = counted(ways)
        across = _arrange(columns, self.columns, items, hits)
        number = {item.id: n for n, (_, item) in enumerate(across)}
        labels = tuple(item.label for _, item in across)
        actors = columns if self.acting == "columns" else rows
        state = {item.id: self.states.get(item.status) for item in actors}
        found: dict[str, list[Hit]] = {}
        for (row, column), reasons in ways.items():
            actor = column if self.acting == "columns" else row
            found.setdefault(row, []).append(Hit(number[column], state[actor], reasons))
        groups = grouped(self.rows, rows, found, items)
        spans = _spans(across) if self.columns.group_by else ()
        shown = (
            labels
            if self.acting == "columns"
            else [r.label for g in groups for r in g.rows]
        )
        return Matrix(
            groups, labels, spans, facets(self.filters, shown, self.acting, items)
        )


def facets(
    names: Iterable[str], shown: Iterable[Label], side: str, items: Items
) -> tuple[Facet, ...]:
    """Return the values of each field for the items of one side, in the order shown."""
    members = items.get(label.id for label in shown)
    return tuple(
        Facet(name, side == "rows", tuple(item.value(name) or "" for item in members))
        for name in names
    )


def counted(ways: Ways) -> dict[str, int]:
    """Return how many hits each row and each column has."""
    return Counter(id_ for pair in ways for id_ in pair)


def grouped(
    axis: Axis, rows: tuple[Item, ...], found: Mapping[str, Iterable[Hit]], items: Items
) -> tuple[Group, ...]:
    """Return the rows with their hits below their groups."""
    hits = {row: len(list(hits)) for row, hits in found.items()}
    down = _arrange(rows, axis, items, hits)
    return tuple(
        Group(label, tuple(_row(item, found.get(item.id, ())) for _, item in part))
        for label, part in groupby(down, key=lambda pair: pair[0])
    )


def _row(item: Item, hits: Iterable[Hit]) -> Row:
    return Row(item.label, tuple(sorted(hits, key=lambda hit: hit.column)))


def _spans(across: list[tuple[Label | None, Item]]) -> tuple[Span, ...]:
    return tuple(
        Span(label, len(list(part)))
        for label, part in groupby(across, key=lambda pair: pair[0])
    )


def _arrange(
    members: tuple[Item, ...], axis: Axis, items: Items, hits: Mapping[str, int]
) -> list[tuple[Label | None, Item]]:
    """Return the items with their group, groups in natural order, those without last.

    An item that points at several groups stands in the first, so that it counts once.
    The members come in natural order, and a sort keeps what it does not tell apart.
    """
    order, place = _ORDERS[axis.sort], items.places

    def heading(item: Item) -> tuple[int, Label | None]:
        found = items.get(item.links.get(axis.group_by or "", ()))
        first = min(found, key=lambda group: place[group.id], default=None)
        return (place[first.id], first.label) if first else (len(place), None)

    told = [(heading(item), item) for item in members]
    told.sort(key=lambda pair: (pair[0][0], order(pair[1], hits)))
    return [(label, item) for (_, label), item in told]


_ORDERS: dict[str, Callable[[Item, Mapping[str, int]], object]] = {
    "id": lambda _item, _hits: 0,
    "title": lambda item, _: item.title.casefold(),
    "hits": lambda item, hits: -hits.get(item.id, 0),
}
