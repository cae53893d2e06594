"""What each plan does for each objective: what is common, and what is local."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needs_items.items import Item, Items, Label


@dataclass(frozen=True, slots=True)
class Side:
    """A column: our own plan, or that of another, known by the prefix of its ids."""

    name: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Row:
    """An objective, with the needs of each plan that are linked to it."""

    label: Label
    cells: tuple[tuple[Label, ...], ...]

    @property
    def common(self) -> bool:
        """Whether our own plan acts on it."""
        return bool(self.cells[0])

    @property
    def local(self) -> bool:
        """Whether any other does."""
        return any(self.cells[1:])


@dataclass(frozen=True, slots=True)
class Rollup:
    """The matrix of objectives and plans; a view of the needs."""

    rows: str
    """The type of the objectives."""
    columns: str
    """The type of what acts on them."""
    link: str
    sides: tuple[Side, ...]
    lost: frozenset[str] = frozenset()
    """States that do not count."""

    def look(self, items: Items) -> tuple[Row, ...]:
        """Return every row, and every need that counts in it."""
        return tuple(
            Row(
                item.label,
                tuple(self._cell(item, items, number) for number in range(len(self.sides))),
            )
            for item in items.of_type(self.rows)
            if not item.foreign
        )

    def _cell(self, item: Item, items: Items, number: int) -> tuple[Label, ...]:
        found = items.incoming.get(item.id, {}).get(self.link, ())
        return tuple(
            one.label
            for one in items.get(found)
            if one.type == self.columns
            and one.status not in self.lost
            and self._side(one) == number
        )

    def _side(self, item: Item) -> int | None:
        """Return the plan a need belongs to; the longest prefix that fits says it."""
        if not item.foreign:
            return 0
        fitting = [
            (len(side.prefix), number)
            for number, side in enumerate(self.sides)
            if number and item.id.startswith(side.prefix)
        ]
        return max(fitting)[1] if fitting else None
