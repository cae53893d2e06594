"""Owners: who is responsible for what, how much of it is open, and what it waits for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.model import natural_key
from needs_plan.table import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needs_core.dates import HalfYear
    from needs_core.model import Item, Items, Label
    from needs_plan.table import PlanRules

OPEN = (Standing.OVERDUE, Standing.UNDECIDED, Standing.DUE, Standing.LATER)
"""The standings of what is open, in the order of haste."""


@dataclass(frozen=True, slots=True)
class Owner:
    """One who is responsible, as the fields of the needs name it."""

    name: str
    """Empty: what nobody is stated to be responsible for."""
    counts: tuple[tuple[Standing, int], ...]
    """How many of the needs that act are in each standing; each has its count."""
    followed_up: HalfYear | None
    """When any of them was last followed up."""
    others: tuple[Label, ...] = ()
    """Needs of other types it is responsible for, as goals."""

    def count(self, standing: Standing) -> int:
        """Return how many are in a standing."""
        return dict(self.counts)[standing]

    @property
    def open(self) -> int:
        """Return how many are neither done nor given up."""
        return sum(count for standing, count in self.counts if standing in OPEN)


@dataclass(frozen=True, slots=True)
class OwnersSpec:
    """All owners of a plan; a view. What has none comes last."""

    type: str
    """The need type that acts."""
    rules: PlanRules

    def look(self, items: Items) -> tuple[Owner, ...]:
        """Return the owners in the order of their names."""
        owned: dict[str, list[Item]] = {}
        for item in items:
            if items.is_retired(item):
                continue
            owners = self.rules.owners(item)
            for owner in owners or (("",) if item.type == self.type else ()):
                owned.setdefault(owner, []).append(item)
        names = sorted(owned, key=lambda name: (not name, natural_key(name.casefold())))
        followed_up = self.rules.followed_up(items)
        return tuple(self._owner(name, owned[name], followed_up) for name in names)

    def _owner(
        self, name: str, owned: Iterable[Item], followed_up: Mapping[str, HalfYear]
    ) -> Owner:
        actions = [item for item in owned if item.type == self.type]
        found = Counter(self.rules.standing(item) for item in actions)
        halves = (followed_up[x.id] for x in actions if x.id in followed_up)
        others = tuple(x.label for x in owned if x.type != self.type)
        counts = tuple((standing, found[standing]) for standing in Standing)
        return Owner(name, counts, max(halves, default=None), others)
