"""What a project says of itself, so that a history can be told. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from needs_core.states import States

if TYPE_CHECKING:
    from needs_core.model import Item


@dataclass(frozen=True, slots=True)
class Plan:
    """What is acted on and by what: the ``needs_history_plan`` of the configuration.

    Every name is a need type, a link or a field; an empty one is not used.
    """

    items: str = ""
    """The type that acts: initiatives."""
    goals: str = ""
    """The type that is acted on."""
    link: str = ""
    """The link between the two, from either end."""
    owner: str = ""
    start: str = ""
    end: str = ""
    priority: str = ""
    high: tuple[str, ...] = ()
    """The values of the field ``priority`` that make something a priority."""


@dataclass(frozen=True, slots=True)
class FollowUps:
    """How follow-ups are written: ``needs_history_follow_ups``."""

    type: str = ""
    link: str = ""
    """From a follow-up to what it is of."""
    period: str = ""
    """The field with its half-year, as 2026-1."""
    forum: str = ""
    date: str = ""
    decision: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Confirming:
    """Which links are confirmed against which wording: ``needs_history_confirming``."""

    links: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()
    """The fields of the target whose change makes a link suspect."""
    file: str = "bekraeftet.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it, and the project's states."""

    folder: str = "historik"
    plan: Plan = Plan()
    follow_ups: FollowUps = FollowUps()
    confirming: Confirming = Confirming()
    states: States = field(default_factory=States)

    def open(self, item: Item) -> bool:
        """Tell whether an item is still to be worked on: neither done nor given up."""
        state = self.states.get(item.status)
        return not self.states.all or (state.covers and not state.done)

    def done(self, item: Item) -> bool:
        """Tell whether an item is stated to need nothing more."""
        return bool(self.states.all) and self.states.get(item.status).done

    def is_priority(self, item: Item) -> bool:
        """Tell whether an item is stated to be a priority."""
        return bool(set(item.values(self.plan.priority)) & set(self.plan.high))
