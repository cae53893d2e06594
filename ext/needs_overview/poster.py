"""A poster: each need of a type with a sentence and lists. No Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.conditions import ALL, Conditions
from needs_core.steps import GoalSteps, Steps

if TYPE_CHECKING:
    from needs_core.model import Item, Items, Label
    from needs_core.steps import StepOf


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
        incoming = items.incoming.get(item.id, {})
        linked = {
            id_
            for link in self.links
            for id_ in (*item.links.get(link, ()), *incoming.get(link, ()))
        }
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
