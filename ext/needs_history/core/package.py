"""The package of a half-year: what a meeting needs to know, and what it has to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_history.core.changes import Changes, compare
from needs_history.core.confirming import SUSPECT
from needs_history.core.counting import overdue, uncovered
from needs_history.core.following import FollowUp, follow_ups, followed, held, of_item
from needs_history.core.halfyear import HalfYear
from needs_history.core.history import History, of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.model import Item, Items, Label

OVERDUE, NO_OWNER, NO_END, TO_DECIDE, UNCOVERED, CONFIRM = (
    "overdue",
    "no_owner",
    "no_end",
    "to_decide",
    "uncovered",
    "confirm",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one item stands: a line of the sheet."""

    label: Label
    owner: str | None
    end: str | None
    last: FollowUp | None
    """The last time it was followed up."""
    late: bool = False
    """Whether its end has passed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Something somebody has to decide: of what, and why."""

    label: Label | None
    """``None``: of everything that is open."""
    reason: str
    detail: str = ""
    """A state, an id; how many there are where it is of everything."""


@dataclass(frozen=True, slots=True)
class Package:
    """The whole sheet of one half-year."""

    period: HalfYear
    goals: tuple[Standing, ...]
    """The goals that are priorities."""
    acts: tuple[Standing, ...]
    """The items that are priorities and still open."""
    rest: tuple[Standing, ...]
    """The other open items."""
    changes: Changes | None
    """Since the last snapshot; ``None`` where there is none."""
    missing: tuple[Label, ...]
    """The open items that were not followed up in this half-year."""
    late: tuple[Standing, ...]
    decisions: tuple[Decision, ...]
    steps: tuple[FollowUp, ...]
    """The follow-ups of the round before that named a next step."""
    told: tuple[FollowUp, ...]
    """The follow-ups of this half-year."""
    planned: tuple[FollowUp, ...] = ()
    """Those of it whose day is still to come."""

    @property
    def stated(self) -> bool:
        """Whether anything is stated to be a priority."""
        return bool(self.goals or self.acts)


def package(items: Items, period: HalfYear | None = None) -> Package:
    """Put together the sheet of a half-year; without one, of the one it is today."""
    history = of(items)
    settings, names = history.settings, history.settings.plan
    wanted = period or HalfYear.of(history.today)
    late = {item.id for item in overdue(items, settings, history.today)}

    def standing(item: Item) -> Standing:
        last = next(iter(held(of_item(items, settings, history.today, item.id))), None)
        owner, end = item.value(names.owner), item.value(names.end)
        return Standing(item.label, owner, end, last, item.id in late)

    opened = [x for x in items.of_type(names.items) if settings.open(x)]
    goals = [x for x in items.of_type(names.goals) if settings.is_priority(x)]
    every = follow_ups(items, settings, history.today)
    seen, told = followed(every, wanted), held(every)
    earlier = max((x.period for x in told if x.period and x.period < wanted), default=None)
    before = history.before(wanted)
    after = history.snapshot(str(wanted)) if wanted < HalfYear.of(history.today) else None
    name = "" if after is None else None
    return Package(
        wanted,
        tuple(standing(x) for x in goals),
        tuple(standing(x) for x in opened if settings.is_priority(x)),
        tuple(standing(x) for x in opened if not settings.is_priority(x)),
        compare(before, after or history.now(items), settings, name) if before else None,
        tuple(x.label for x in opened if x.id not in seen),
        tuple(standing(x) for x in opened if x.id in late),
        tuple(_decisions(items, history)),
        tuple(x for x in told if earlier and x.period == earlier and x.next),
        tuple(x for x in told if x.period == wanted),
        tuple(x for x in every if x.planned and x.period == wanted),
    )


def _decisions(items: Items, history: History) -> Iterator[Decision]:
    settings, plan = history.settings, history.settings.plan
    for item in overdue(items, settings, history.today):
        yield Decision(item.label, OVERDUE, item.value(plan.end) or "")
    opened = [x for x in items.of_type(plan.items) if settings.open(x)]
    first = settings.states.names[:1]
    yield from _not_stated(opened, plan.owner, NO_OWNER)
    yield from _not_stated(opened, plan.end, NO_END)
    for item in opened:
        if settings.is_priority(item) and item.status in first:
            yield Decision(item.label, TO_DECIDE, item.status or "")
    for goal in uncovered(items, settings):
        yield Decision(goal.label, UNCOVERED)
    for link in history.links:
        if link.state == SUSPECT:
            label = items.by_id[link.link[0]].label
            yield Decision(label, CONFIRM, link.link[2])


def _not_stated(opened: list[Item], field: str, reason: str) -> Iterator[Decision]:
    """Yield what lacks a field; once for all, where it is stated of none of several."""
    lacking = [x for x in opened if field and not x.value(field)]
    if len(lacking) == len(opened) > 1:
        yield Decision(None, reason, str(len(opened)))
        return
    for item in lacking:
        yield Decision(item.label, reason)
