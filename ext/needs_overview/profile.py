"""A need with what belongs to it: profiles, posters, counts and steps. No Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.items import ALL, Conditions
from needs_core.steps import GoalSteps, StepOf, Steps

if TYPE_CHECKING:
    from needs_core.items import Item, Items, Label
    from needs_overview.tree import Branch, TreeView


@dataclass(frozen=True, slots=True)
class Profile:
    """What is shown of one need."""

    number: int
    """Its place among the needs of its type, from 1."""
    sentence: str | None
    """What the field asked for says; ``None`` where it says nothing."""
    branch: Branch
    lists: tuple[tuple[Label, ...], ...]
    """What else is linked with it, a list a type."""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile as an author asks for it."""

    tree: TreeView
    """Its levels; ``root`` is the need."""
    lists: tuple[str, ...] = ()
    """The need types of the lists."""
    sentence: str | None = None
    """The field that says what the need is about."""

    def look(self, items: Items) -> Profile | None:
        """Return the profile; ``None`` where there is no such need on the first level."""
        first = items.narrow(self.tree.levels[0], self.tree.where)
        number = next((n for n, x in enumerate(first, 1) if x.id == self.tree.root), 0)
        found = items.look(self.tree).branches
        if not number or not found:
            return None
        item = items.by_id[found[0].label.id]
        linked = set(items.linked_ids(item, self.tree.links))
        lists = tuple(
            tuple(x.label for x in items.narrow(name, self.tree.where) if x.id in linked)
            for name in self.lists
        )
        sentence = item.value(self.sentence) if self.sentence else None
        return Profile(number, sentence, found[0], lists)


@dataclass(frozen=True, slots=True)
class PosterEntry:
    """A need in a list, with its step if it is a goal."""

    label: Label
    step: StepOf | None = None


@dataclass(frozen=True, slots=True)
class PosterColumn:
    """One need of the poster."""

    label: Label
    sentence: str | None
    """What the field asked for says; ``None`` where it says nothing."""
    lists: tuple[tuple[PosterEntry, ...], ...]
    """What belongs to it, a list a type."""


@dataclass(frozen=True, slots=True)
class PosterView:
    """A poster as an author asks for it."""

    groups: str
    """The need type of the columns."""
    lists: tuple[str, ...]
    """The need types listed in each of them."""
    links: tuple[str, ...]
    """The link types between the two; they may run either way."""
    sentence: str | None = None
    """The field that says what a column is about."""
    steps: Steps = Steps()  # noqa: RUF009 (frozen)
    where: Conditions = ALL
    """What columns and lists must meet, where their type has such a field."""

    def look(self, items: Items) -> tuple[PosterColumn, ...]:
        """Return the columns, and in each what is linked with it, in natural order."""
        columns = items.narrow(self.groups, self.where)
        return tuple(self._column(item, items) for item in columns)

    def _column(self, item: Item, items: Items) -> PosterColumn:
        linked = set(items.linked_ids(item, self.links))
        of_goals = items.look(GoalSteps(self.steps))
        lists = tuple(
            tuple(
                PosterEntry(x.label, of_goals.get(x.id))
                for x in items.narrow(name, self.where)
                if x.id in linked
            )
            for name in self.lists
        )
        sentence = item.value(self.sentence) if self.sentence else None
        return PosterColumn(item.label, sentence, lists)


@dataclass(frozen=True, slots=True)
class Counted:
    """The needs a sentence is about, and how many there are of their type."""

    labels: tuple[Label, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CountView:
    """Which needs of a type are counted."""

    type: str
    where: Conditions = ALL
    stated: tuple[str, ...] = ()
    """Only those that state one of these fields; none: all."""
    on_steps: tuple[str, ...] = ()
    """Only goals on one of these steps; none: all."""
    steps: Steps = Steps()  # noqa: RUF009 (frozen)

    def look(self, items: Items) -> Counted:
        """Return the needs in natural order."""
        members = items.select(self.type, self.where)
        found = tuple(x.label for x in members if self._counts(x, items))
        return Counted(found, len(items.of_type(self.type)))

    def _counts(self, item: Item, items: Items) -> bool:
        if self.stated and not any(item.value(name) for name in self.stated):
            return False
        if not self.on_steps:
            return True
        step = items.look(GoalSteps(self.steps)).get(item.id)
        return step is not None and step.step.name in self.on_steps


@dataclass(frozen=True, slots=True)
class StepView:
    """How far one need is: a goal, or what goals are linked with."""

    id: str
    steps: Steps

    def look(self, items: Items) -> StepOf | None:
        """Return its step; of what goals are linked with, that of the least of them.

        ``None`` where there is no such need, and where it has no step. The distribution
        of a need above goals is that of their steps.
        """
        of_goals = items.look(GoalSteps(self.steps))
        found = next(iter(items.get([self.id])), None)
        if found is None or found.id in of_goals:
            return of_goals.get(self.id)
        linked = items.get(items.linked_ids(found))
        below = [of_goals[x.id] for x in linked if x.id in of_goals]
        return self.steps.lowest(below) if below else None
