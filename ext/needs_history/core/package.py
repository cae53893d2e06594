"""The meeting package of a half-year: what a meeting needs to know and to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import HalfYear
from needs_core.follow_ups import disagreements
from needs_core.steps import GoalSteps
from needs_history.core.changes import SnapshotChanges, compare
from needs_history.core.confirmation import SUSPECT
from needs_history.core.counts import overdue, uncovered
from needs_history.core.history import History, history_of
from needs_history.core.shown_follow_ups import FollowUp, held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from needs_core.items import Item, Items, Label
    from needs_core.steps import StepOf

OVERDUE, NO_OWNER, NO_END, TO_DECIDE, UNCOVERED, CONFIRM, DISAGREES = (
    "overdue",
    "no_owner",
    "no_end",
    "to_decide",
    "uncovered",
    "confirm",
    "disagrees",
)


@dataclass(frozen=True, slots=True)
class NeedStatus:
    """Where one need stands: a line of the package."""

    label: Label
    owner: str | None
    end: str | None
    last: FollowUp | None
    """Its last follow-up."""
    late: bool = False
    """Whether its end has passed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that somebody has to decide."""

    label: Label | None
    """What it is about; ``None``: every open need."""
    reason: str
    """One of the constants."""
    detail: str = ""
    """A state, a date or an id; how many there are where it is about every open need."""
    said: str = ""
    """The state that a follow-up says, whose id is the detail."""


@dataclass(frozen=True, slots=True)
class MeetingPackage:
    """The meeting package of one half-year."""

    period: HalfYear
    goals: tuple[NeedStatus, ...]
    """The goals that are priorities."""
    priorities: tuple[NeedStatus, ...]
    """The open needs that are priorities."""
    others: tuple[NeedStatus, ...]
    """The other open needs."""
    changes: SnapshotChanges | None
    """Since the last snapshot; ``None``: there is none."""
    missing: tuple[Label, ...]
    """The open needs that were not followed up in this half-year."""
    late: tuple[NeedStatus, ...]
    decisions: tuple[Decision, ...]
    next_steps: tuple[FollowUp, ...]
    """The follow-ups with a next step, of the last half-year before that had any."""
    held: tuple[FollowUp, ...]
    """The follow-ups of this half-year."""
    planned: tuple[FollowUp, ...] = ()
    """Those of it whose day is still to come."""
    below: tuple[tuple[Label, StepOf], ...] = ()
    """The goals on a step that does not cover, in a project that has steps."""
    goal_count: int = 0
    """How many goals have a step."""
    day: date | None = None
    """The day it was computed."""


def meeting_package(items: Items, period: HalfYear | None = None) -> MeetingPackage:
    """Return the package of a half-year; without one, of the half-year of today."""
    history = history_of(items)
    steps = items.look(GoalSteps(history.settings.steps))
    settings, roles, follow_ups = (
        history.settings,
        history.settings.roles,
        history.follow_ups,
    )
    this = HalfYear.containing(history.today)
    wanted = period or this
    late = {item.id for item in overdue(items, settings)}

    def status(item: Item) -> NeedStatus:
        last = next(iter(held(follow_ups.by_need.get(item.id, ()))), None)
        owner, end = item.value(roles.owner), item.value(roles.end)
        return NeedStatus(item.label, owner, end, last, item.id in late)

    opened = [x for x in items.of_type(roles.actions) if settings.is_open(x)]
    goals = [x for x in items.of_type(roles.goals) if roles.is_priority(x)]
    followed_up, past = follow_ups.followed_up(wanted), held(follow_ups.all)
    earlier = max((x.period for x in past if x.period and x.period < wanted), default=None)
    before = history.before(wanted)
    after = history.snapshot(str(wanted)) if wanted < this else None
    name = "" if after is None else None
    now = after or history.now(items)
    return MeetingPackage(
        wanted,
        tuple(status(x) for x in goals),
        tuple(status(x) for x in opened if roles.is_priority(x)),
        tuple(status(x) for x in opened if not roles.is_priority(x)),
        compare(before, now, settings.is_open, name) if before else None,
        tuple(x.label for x in opened if x.id not in followed_up),
        tuple(status(x) for x in opened if x.id in late),
        tuple(_decisions(items, history, opened)),
        tuple(x for x in past if earlier and x.period == earlier and x.next_step),
        tuple(x for x in past if x.period == wanted),
        tuple(x for x in follow_ups.all if x.planned and x.period == wanted),
        tuple(
            (items.by_id[id_].label, found)
            for id_, found in steps.items()
            if not found.step.covers
        ),
        len(steps),
        history.today,
    )


def _decisions(items: Items, history: History, opened: list[Item]) -> Iterator[Decision]:
    settings, roles = history.settings, history.settings.roles
    names = settings.follow_ups
    for item, last in disagreements(items, roles.actions, names, history.today):
        yield Decision(item.label, DISAGREES, last.follow_up, last.status or "")
    for item in overdue(items, settings):
        yield Decision(item.label, OVERDUE, item.value(roles.end) or "")
    yield from _not_stated(opened, roles.owner, NO_OWNER)
    yield from _not_stated(opened, roles.end, NO_END)
    for item in opened:
        if roles.is_priority(item) and item.status in settings.states.names[:1]:
            yield Decision(item.label, TO_DECIDE, item.status or "")
    for goal in uncovered(items, settings):
        yield Decision(goal.label, UNCOVERED)
    for link in history.links:
        if link.state == SUSPECT:
            label = items.by_id[link.link[0]].label
            yield Decision(label, CONFIRM, link.link[2])


def _not_stated(opened: list[Item], field: str, reason: str) -> Iterator[Decision]:
    """Yield what lacks a field; one decision where all of several lack it."""
    missing = [x for x in opened if field and not x.value(field)]
    if len(missing) == len(opened) > 1:
        yield Decision(None, reason, str(len(opened)))
        return
    for item in missing:
        yield Decision(item.label, reason)
