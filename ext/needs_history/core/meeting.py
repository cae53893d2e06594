"""A meeting: the lines that it goes through, each with what can be decided on it.

The lines are the open actions of a meeting package, and those it has something to decide
on, and the goals that hold. What somebody decides in the browser is saved as a file, which
an import takes in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import HalfYear, read_day
from needs_history.core.counts import overdue
from needs_history.core.history import history_of
from needs_history.core.package import Decision, meeting_package
from needs_history.core.shown_follow_ups import held

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from needs_core.core_settings import Roles
    from needs_core.items import Item, Items, Label
    from needs_history.core.history import History
    from needs_history.core.shown_follow_ups import FollowUp

STATUS = "status"
TO_DECIDE, PRIORITY, LATE, DUE = "to_decide", "priority", "late", "due"
PARTS = (TO_DECIDE, PRIORITY, LATE, DUE)
"""What a line may be there for, in the order of a meeting."""


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """An action or a goal that the meeting goes through."""

    label: Label
    parts: tuple[str, ...]
    """Those of ``PARTS`` it is there for; none: it is open."""
    reasons: tuple[Decision, ...]
    values: tuple[tuple[str, str], ...]
    """The fields that can be changed, with what they hold now; "": nothing."""
    owners: tuple[str, ...]
    last: FollowUp | None
    """Its last follow-up, which says the forum that deals with it."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The lines of a meeting."""

    period: HalfYear
    day: date
    """The day it is of."""
    until: date
    """The day up to which an end comes before the next meeting."""
    planned: FollowUp | None
    """The follow-up that is planned next, for date and forum."""
    lines: tuple[MeetingLine, ...]
    """In the order of ``PARTS``, and then of the ids."""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """The meeting of a half-year; without one, of the half-year of today."""

    period: HalfYear | None = None

    def look(self, items: Items) -> Meeting:
        """Return the meeting."""
        history, package = history_of(items), meeting_package(items, self.period)
        settings, today = history.settings, history.today
        coming = sorted(
            (x for x in history.follow_ups.all if x.planned and read_day(x.date)),
            key=lambda x: x.date or "",
        )
        later = (read_day(x.date) for x in coming[1:])
        until = next((x for x in later if x), None) or package.period.after().last
        reasons: dict[str, list[Decision]] = defaultdict(list)
        for decision in package.decisions:
            if decision.label:
                reasons[decision.label.id].append(decision)
        late = {x.id for x in overdue(items, settings)}
        lines = []
        for item in items.of_type(settings.roles.actions):
            found = tuple(reasons.get(item.id, ()))
            if item.external or not (settings.is_open(item) or found):
                continue
            end = read_day(item.value(settings.roles.end)) if settings.roles.end else None
            due = settings.is_open(item) and end is not None and today <= end <= until
            belongs = {
                TO_DECIDE: bool(found),
                PRIORITY: settings.roles.is_priority(item),
                LATE: item.id in late,
                DUE: due,
            }
            parts = tuple(part for part in PARTS if belongs[part])
            follow_ups = held(history.follow_ups.by_need.get(item.id, ()))
            owners = item.values(settings.roles.owner)
            last = next(iter(follow_ups), None)
            values = tuple(_values(item, settings.roles))
            lines.append(MeetingLine(item.label, parts, found, values, owners, last))
        lines += _goal_lines(items, history, reasons)
        lines.sort(key=lambda x: [part not in x.parts for part in PARTS])
        planned = next(iter(coming), None)
        return Meeting(package.period, today, until, planned, tuple(lines))


def _goal_lines(
    items: Items, history: History, reasons: Mapping[str, list[Decision]]
) -> Iterator[MeetingLine]:
    """Yield a line for each goal that holds."""
    roles = history.settings.roles
    for item in items.of_type(roles.goals):
        if item.external:
            continue
        found = tuple(reasons.get(item.id, ()))
        belongs = {TO_DECIDE: bool(found), PRIORITY: roles.is_priority(item)}
        parts = tuple(part for part in PARTS if belongs.get(part))
        last = next(iter(held(history.follow_ups.by_need.get(item.id, ()))), None)
        values, owners = tuple(_values(item, roles)), item.values(roles.owner)
        yield MeetingLine(item.label, parts, found, values, owners, last)


def changeable(roles: Roles) -> tuple[str, ...]:
    """Return the fields that a meeting may change, where the type of a line has them."""
    return tuple(dict.fromkeys(x for x in (STATUS, roles.end, roles.owner) if x))


def _values(item: Item, roles: Roles) -> list[tuple[str, str]]:
    return [(name, item.value(name) or "") for name in changeable(roles)]
