"""What the build says within a text: counts, and how far a need is. No Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.conditions import ALL, Conditions
from needs_core.steps import GoalSteps, StepOf, Steps

if TYPE_CHECKING:
    from needs_core.model import Item, Items, Label


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
        links = (*found.links.values(), *items.incoming.get(found.id, {}).values())
        linked = items.get(dict.fromkeys(id_ for ids in links for id_ in ids))
        below = [of_goals[x.id] for x in linked if x.id in of_goals]
        return self.steps.lowest(below) if below else None
