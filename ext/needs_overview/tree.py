"""Needs in levels, each below those it is linked with. Plain values; knows no Sphinx."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from needs_core.states import States

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from needs_core.model import Item, Items, Label
    from needs_core.states import State


@dataclass(frozen=True, slots=True)
class Branch:
    """A need and what stands below it."""

    label: Label
    level: int
    """The number of its type among the levels, from 0."""
    last: bool
    """Whether its level is the last: nothing is missed below it."""
    state: State | None
    """How far it is; ``None`` where a state says nothing: above the last level."""
    above: tuple[Label, ...]
    """All that it stands directly below, as the author lists them.

    It is a branch of each of them.
    """
    branches: tuple[Branch, ...]

    @property
    def near(self) -> tuple[Branch, ...]:
        """The branches of the next level."""
        return tuple(x for x in self.branches if x.level == self.level + 1)

    @property
    def far(self) -> tuple[Branch, ...]:
        """The branches that skip a level: nothing there has a place for them."""
        return tuple(x for x in self.branches if x.level > self.level + 1)

    @property
    def gap(self) -> bool:
        """Whether nothing of the next level acts on it; what is abandoned does not."""
        return not self.last and not any(
            branch.state is None or branch.state.covers for branch in self.near
        )


@dataclass(frozen=True)
class Forest:
    """The branches of the first level, and what stands below none of them."""

    branches: tuple[Branch, ...]
    loose: tuple[Branch, ...]

    def walk(self) -> Iterator[Branch]:
        """Yield every branch, from above and left; one below two comes twice."""
        todo = [*reversed((*self.branches, *self.loose))]
        while todo:
            branch = todo.pop()
            yield branch
            todo.extend(reversed(branch.branches))

    @cached_property
    def once(self) -> Mapping[str, Branch]:
        """Every need once, by its id."""
        return {branch.label.id: branch for branch in self.walk()}

    def count(self, level: int) -> int:
        """Return how many needs there are of a level."""
        return sum(branch.level == level for branch in self.once.values())

    def gaps(self, level: int) -> tuple[Label, ...]:
        """Return the needs of a level on which nothing acts."""
        found = self.once.values()
        return tuple(x.label for x in found if x.level == level and x.gap)

    def astray(self, level: int) -> tuple[Label, ...]:
        """Return the needs of a level that stand below none of the level before."""
        below = {x.label.id for branch in self.walk() for x in branch.near}
        found = (x.label for x in self.once.values() if x.level == level > 0)
        return tuple(label for label in found if label.id not in below)


@dataclass(frozen=True, slots=True)
class TreeSpec:
    """Levels of need types, as an author asks for them; a view of the needs."""

    levels: tuple[str, ...]
    """Two need types or more, from above."""
    links: tuple[str, ...]
    """The link types between them; they may run either way."""
    states: States = States()  # noqa: RUF009 (frozen)
    root: str | None = None
    """The id of the one need to begin with; ``None``: all of the first level."""

    def look(self, items: Items) -> Forest:
        """Put every need of the levels below those of the nearest level above it."""
        above = {item.id: self._above(item, items) for item in self._members(items)}
        below: dict[str, list[Item]] = defaultdict(list)
        for item in self._members(items):
            for parent in above[item.id]:
                below[parent.id].append(item)

        def branch(item: Item) -> Branch:
            level = self.levels.index(item.type)
            last = level == len(self.levels) - 1
            return Branch(
                item.label,
                level,
                last,
                self.states.get(item.status) if last else None,
                tuple(parent.label for parent in above[item.id]),
                tuple(branch(child) for child in self._sorted(below.get(item.id, ()))),
            )

        if self.root is not None:
            return Forest(tuple(map(branch, self._roots(items))), ())
        loose = [x for x in self._members(items) if not above[x.id] and self._level(x)]
        first = items.of_type(self.levels[0])
        return Forest(tuple(map(branch, first)), tuple(map(branch, loose)))

    def _roots(self, items: Items) -> tuple[Item, ...]:
        found = items.get((self.root,) if self.root else ())
        return tuple(item for item in found if item.type in self.levels)

    def _members(self, items: Items) -> Iterator[Item]:
        return (item for name in self.levels for item in items.of_type(name))

    def _level(self, item: Item) -> int:
        return self.levels.index(item.type)

    def _sorted(self, found: list[Item] | tuple[()]) -> list[Item]:
        # Members come level by level, each in natural order.
        return sorted(found, key=self._level)

    def _above(self, item: Item, items: Items) -> tuple[Item, ...]:
        """Return what an item stands below: of the nearest level above that has any."""
        incoming, own = items.incoming.get(item.id, {}), self._level(item)
        ids = (
            id_
            for name in self.links
            for id_ in (*item.links.get(name, ()), *incoming.get(name, ()))
        )
        found = [
            other
            for other in items.get(dict.fromkeys(ids))
            if other.type in self.levels and self._level(other) < own
        ]
        nearest = max((self._level(other) for other in found), default=None)
        return tuple(other for other in found if self._level(other) == nearest)
