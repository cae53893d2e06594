"""Needs in levels, each below those it is linked with, and how far they are. No Sphinx."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from needs_core.items import ALL, Conditions
from needs_core.states import PLAIN, UNKNOWN
from needs_core.steps import WEAK, Distribution, GoalSteps, Steps, gathered_remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from needs_core.items import Item, Items, Label
    from needs_core.states import State
    from needs_core.steps import Remark, StepOf


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
    weak: tuple[Label, ...] = ()
    """Those of ``above`` with which it is linked weakly."""
    step: StepOf | None = None
    """The step of a goal, or of what goals stand below; ``None`` for other needs."""

    @property
    def next_level(self) -> tuple[Branch, ...]:
        """The branches of the next level."""
        return tuple(x for x in self.branches if x.level == self.level + 1)

    @property
    def deeper_levels(self) -> tuple[Branch, ...]:
        """The branches that skip a level: nothing there has a place for them."""
        return tuple(x for x in self.branches if x.level > self.level + 1)

    @property
    def gap(self) -> bool:
        """Whether nothing of the next level acts on it; what is abandoned does not."""
        return not self.last and not any(
            branch.state is None or branch.state.covers for branch in self.next_level
        )

    @property
    def told_state(self) -> State | None:
        """The state that is shown of it; none of a goal without one: it has its step."""
        if self.state is None or self.state is PLAIN:
            return None
        return None if self.step and self.state.name == UNKNOWN else self.state

    @property
    def uncovered(self) -> bool:
        """Whether nothing acts on it, or its step does not cover."""
        return self.gap if self.step is None else not self.step.step.covers


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

    def without_last(self) -> Forest:
        """Return the forest without its last level: what has nothing below stays a gap."""

        def cut(branch: Branch) -> Branch:
            below = tuple(cut(x) for x in branch.branches if not x.last)
            only_last = not branch.gap and not below
            return replace(branch, branches=below, last=branch.last or only_last)

        return Forest(
            tuple(map(cut, self.branches)),
            tuple(cut(branch) for branch in self.loose if not branch.last),
        )

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

    def steps(self, level: int) -> Distribution:
        """Return how many needs of a level are on each step."""
        found = (x for x in self.once.values() if x.level == level and x.step)
        return Distribution.of(x.step.step for x in found if x.step)

    def astray(self, level: int) -> tuple[Label, ...]:
        """Return the needs of a level that stand below none of the level before."""
        below = {x.label.id for branch in self.walk() for x in branch.next_level}
        found = (x.label for x in self.once.values() if x.level == level > 0)
        return tuple(label for label in found if label.id not in below)


@dataclass(frozen=True, slots=True)
class TreeView:
    """Levels of need types, as an author asks for them."""

    levels: tuple[str, ...]
    """Two need types or more, from above."""
    links: tuple[str, ...]
    """The link types between them; they may run either way."""
    steps: Steps = Steps()  # noqa: RUF009 (frozen)
    root: str | None = None
    """The id of the one need to begin with; ``None``: all of the first level."""
    where: Conditions = ALL
    """What the needs must meet, on the levels that have such a field."""

    def look(self, items: Items) -> Forest:
        """Put every need of the levels below those of the nearest level above it."""
        order = items.look(_LevelsView(self.levels, self.links, self.where))
        last, steps = len(self.levels) - 1, self.steps
        of_goals = items.look(GoalSteps(steps))

        def branch(item: Item) -> Branch:
            level = order.level[item.id]
            parents = order.above[item.id]
            weak = (x.label for x in parents if self._is_weak(item, x, items))
            drawn = Branch(
                item.label,
                level,
                level == last,
                steps.states.get(item.status) if level == last else None,
                tuple(parent.label for parent in parents),
                tuple(map(branch, order.below.get(item.id, ()))),
                tuple(weak),
                of_goals.get(item.id),
            )
            if steps.declared and self.levels[level + 1 : level + 2] == (steps.goals,):
                found = (x.step for x in drawn.next_level if x.step)
                return replace(drawn, step=steps.lowest(found))
            return drawn

        if self.root is not None:
            root = items.get([self.root] if self.root in order.level else [])
            return Forest(tuple(map(branch, root)), ())
        first = items.narrow(self.levels[0], self.where)
        return Forest(tuple(map(branch, first)), tuple(map(branch, order.loose)))

    def _is_weak(self, item: Item, parent: Item, items: Items) -> bool:
        """Tell whether all links between a need and one above it are weak."""
        ends = [(item, parent), (parent, item)]
        doubts = [
            self.steps.doubt((source.id, link, target.id), items)
            for link in self.links
            for source, target in ends
            if target.id in source.links.get(link, ())
        ]
        return all(doubt == WEAK for doubt in doubts)


@dataclass(frozen=True, slots=True)
class _LevelOrder:
    """What stands above and below each need of some levels."""

    level: Mapping[str, int]
    """Need id to the index of its level."""
    above: Mapping[str, tuple[Item, ...]]
    below: Mapping[str, tuple[Item, ...]]
    """Level by level, each in natural order."""
    loose: tuple[Item, ...]
    """What stands below nothing, though it is not of the first level."""


@dataclass(frozen=True, slots=True)
class _LevelsView:
    """The order of all needs of some levels; computed once per build."""

    levels: tuple[str, ...]
    links: tuple[str, ...]
    where: Conditions = ALL

    def look(self, items: Items) -> _LevelOrder:
        narrowed = (items.narrow(name, self.where) for name in self.levels)
        members = [item for found in narrowed for item in found]
        level = {item.id: self.levels.index(item.type) for item in members}
        above = {item.id: self._above(item, items, level) for item in members}
        below: dict[str, list[Item]] = defaultdict(list)
        for item in members:
            for parent in above[item.id]:
                below[parent.id].append(item)
        loose = [x for x in members if not above[x.id] and level[x.id]]
        if self.where != ALL:
            # What stands below others, that are not asked for, is not asked for either.
            every = items.look(_LevelsView(self.levels, self.links))
            loose = [x for x in loose if x in every.loose]
        children = {need_id: tuple(found) for need_id, found in below.items()}
        return _LevelOrder(level, above, children, tuple(loose))

    def _above(
        self, item: Item, items: Items, level: Mapping[str, int]
    ) -> tuple[Item, ...]:
        """Return what an item stands below: of the nearest level above that has any."""
        ids, own = items.linked_ids(item, self.links), level[item.id]
        found = items.get(x for x in ids if level.get(x, own) < own)
        nearest = max((level[x.id] for x in found), default=None)
        return tuple(x for x in found if level[x.id] == nearest)


@dataclass(frozen=True, slots=True)
class ProgressBar:
    """A need and how far what stands below it is."""

    label: Label
    total: int
    """How many needs of the next level it has."""
    parts: tuple[tuple[State | None, int], ...]
    """How many of them are in each state or on each step, the furthest first; ``None``: in
    none."""
    remarks: tuple[Remark, ...] = ()
    """What their steps do not tell: see ``gathered_remarks``."""


@dataclass(frozen=True, slots=True)
class BarsView:
    """A bar for each need of the first level."""

    tree: TreeView

    def look(self, items: Items) -> tuple[ProgressBar, ...]:
        """Count what stands directly below each: by its step, in a project that has any.

        Without steps the state of what has come furthest below it counts.
        """
        return tuple(_bar(branch) for branch in items.look(self.tree).branches)


def _bar(branch: Branch) -> ProgressBar:
    below = branch.next_level
    found = Counter(x.step.step if x.step else furthest(x) for x in below)
    parts = sorted(found.items(), key=lambda pair: _progress(pair[0]), reverse=True)
    told = gathered_remarks((x.label.id, x.step) for x in below if x.step)
    return ProgressBar(branch.label, len(below), tuple(parts), told)


def furthest(branch: Branch) -> State | None:
    """Return the state of what has come furthest below; ``None`` if nothing acts."""
    if branch.last:
        return branch.state
    states = (furthest(part) for part in branch.next_level)
    acting = [state for state in states if state is not None and state.covers]
    return max(acting, key=_progress, default=None)


def states_of(bars: Iterable[ProgressBar]) -> tuple[State | None, ...]:
    """Return the states that occur in some bars, the furthest first."""
    found = {state for bar in bars for state, _ in bar.parts}
    return tuple(sorted(found, key=_progress, reverse=True))


def _progress(state: State | None) -> tuple[bool, bool, int, str]:
    if state is None:
        return (False, False, -1, "")
    return (state.covers, state.done, state.rank, state.name)
