"""Two periods of a plan side by side: what has become of each need. No Sphinx here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from needs_core.items import ALL, Conditions
from needs_core.lineage import predecessors, successors

if TYPE_CHECKING:
    from needs_core.core_settings import LineageFields
    from needs_core.items import Item, Items, Label


class Fate(Enum):
    """What has become of a need, in the order in which it is told."""

    CARRIED_ON = "carried_on"
    """It holds in both, or one need with the same title has replaced it."""
    REWORDED = "reworded"
    """One need with another title has replaced it."""
    MERGED = "merged"
    """What has replaced it replaces others, too."""
    SPLIT = "split"
    """Several needs have replaced it."""
    DROPPED = "dropped"
    """It is retired, and nothing has replaced it."""
    UNDECIDED = "undecided"
    """It holds still, and nothing of the new has come from it."""
    NEW = "new"
    """It has come from nothing of the old."""


@dataclass(frozen=True, slots=True)
class Succession:
    """A need of the old, what has become of it, and what it has become."""

    fate: Fate
    old: Label | None
    """``None`` for what is new."""
    new: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class SuccessionTable:
    """Every need of the old, then what is new."""

    rows: tuple[Succession, ...]

    @property
    def counts(self) -> tuple[tuple[Fate, int], ...]:
        """How many have each fate, those that occur, in the order of ``Fate``."""
        found = Counter(row.fate for row in self.rows)
        return tuple((fate, found[fate]) for fate in Fate if found[fate])


@dataclass(frozen=True, slots=True)
class SuccessionView:
    """What has become of the needs of a type from one period to another; a view."""

    type: str
    names: LineageFields
    old: Conditions = ALL
    new: Conditions = ALL

    def look(self, items: Items) -> SuccessionTable:
        """Return a row for each need of the old, and one for what is new."""
        every = items.every(self.type)
        old = {x.id: x for x in self.old.select(every)}
        new = {x.id: x for x in self.new.select(every)}
        ends = {x.id: self._ends(x, items, new) for x in old.values()}
        taken = Counter(end.id for found in ends.values() for end in found)
        rows = [self._row(old[x], found, taken, items) for x, found in ends.items()]
        rows += [
            Succession(Fate.NEW, None, (item.label,))
            for item in new.values()
            if not self._comes_from(item, items, old)
        ]
        return SuccessionTable(tuple(rows))

    def _row(
        self, item: Item, ends: tuple[Item, ...], taken: Counter[str], items: Items
    ) -> Succession:
        labels = tuple(x.label for x in ends)
        if not ends:
            retired = items.is_retired(item)
            return Succession(Fate.DROPPED if retired else Fate.UNDECIDED, item.label, ())
        if len(ends) > 1:
            return Succession(Fate.SPLIT, item.label, labels)
        (end,) = ends
        if taken[end.id] > 1:
            return Succession(Fate.MERGED, item.label, labels)
        same = " ".join(item.title.split()) == " ".join(end.title.split())
        fate = Fate.CARRIED_ON if same else Fate.REWORDED
        return Succession(fate, item.label, labels)

    def _ends(self, item: Item, items: Items, new: dict[str, Item]) -> tuple[Item, ...]:
        """Return what a need has become among the new, over however many steps."""
        if item.id in new:
            return (item,)
        found: dict[str, Item] = {}
        seen, waiting = {item.id}, [item]
        while waiting:
            for after in successors(waiting.pop(), items, self.names):
                if after.id in new:
                    found[after.id] = after
                elif after.id not in seen:
                    waiting.append(after)
                seen.add(after.id)
        return tuple(sorted(found.values(), key=lambda x: items.places[x.id]))

    def _comes_from(self, item: Item, items: Items, old: dict[str, Item]) -> bool:
        """Tell whether a need is, or has come from, one of the old."""
        seen, waiting = set[str](), [item]
        while waiting:
            one = waiting.pop()
            if one.id in old:
                return True
            seen.add(one.id)
            found = predecessors(one, items, self.names)
            waiting += [x for x in found if x.id not in seen]
        return False
