"""Follow-ups: needs that report on others in a half-year, and the last of each.

What a follow-up says of a need is its own state and decision, or, where it reports on
several, those of the entry of the need in a field of its own::

    :outcomes: ACT_1: done, It ends here; ACT_2: going

Entries are written as those on the confidence of links. No Sphinx here. The rest of a
follow-up is read by the extension that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.confidence import entries
from needs_core.dates import DayUse, HalfYear, build_day, read_day, today
from needs_core.items import natural_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from needs_core.core_settings import FollowUpFields
    from needs_core.items import Item, Items


def is_follow_up(item: Item, names: FollowUpFields) -> bool:
    """Tell whether a need is a follow-up, by its type or by having the link of one."""
    return bool(names.type) and (item.type == names.type or names.link in item.links)


def is_planned(item: Item, names: FollowUpFields, day: date) -> bool:
    """Tell whether the day of a follow-up is still to come.

    Where no date is stated, the first day of its half-year decides.
    """
    start = start_of(item, names)
    return start is not None and start > day


def start_of(item: Item, names: FollowUpFields) -> date | None:
    """Return the day of a follow-up, or else the first of its half-year, if it has one."""
    period = HalfYear.parse(item.value(names.period))
    return read_day(item.value(names.date)) or (period.first if period else None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a follow-up says of one need."""

    follow_up: str
    """The id of the follow-up."""
    status: str | None
    decision: str | None


def outcome_of(item: Item, target: str, names: FollowUpFields) -> Outcome:
    """Return what a follow-up says of a need it reports on."""
    for id_, status, decision in stated_outcomes(item, names):
        if id_ == target:
            return Outcome(item.id, status or None, decision or None)
    return Outcome(item.id, item.status, item.value(names.decision))


def stated_outcomes(item: Item, names: FollowUpFields) -> Iterator[tuple[str, str, str]]:
    """Yield id, state and decision of each entry; id "" for text before the first."""
    if names.outcomes:
        yield from entries(item.value(names.outcomes) or "")


@dataclass(frozen=True, slots=True)
class LastFollowUps:
    """The half-year in which each need was last followed up; a view of the needs."""

    names: FollowUpFields
    day: date | None = None
    """The day up to which follow-ups count; ``None``: today."""

    def look(self, items: Items) -> Mapping[str, HalfYear]:
        """Return the id of every need that was followed up, with the latest half-year.

        What is planned is no follow-up yet; one without a half-year counts for nothing.
        """
        day, found = self.day or build_day(), dict[str, HalfYear]()
        for item in items:
            if not is_follow_up(item, self.names):
                continue
            if is_planned(item, self.names, day):
                if self.day is None:
                    DayUse.note()
                continue
            period = HalfYear.parse(item.value(self.names.period))
            if period is None:
                continue
            for id_ in item.links.get(self.names.link, ()):
                found[id_] = max(period, found.get(id_, period))
        return found


@dataclass(frozen=True, slots=True)
class LastOutcomes:
    """What was last said of the state of each need; a view of the needs."""

    names: FollowUpFields
    day: date | None = None
    """The day up to which follow-ups count; ``None``: today."""

    def look(self, items: Items) -> Mapping[str, Outcome]:
        """Return, by the id of the need, the outcome of the last that states a state."""
        day, names = self.day or today(), self.names
        held = [
            (start, natural_key(item.id), item)
            for item in items
            if is_follow_up(item, names)
            and (start := start_of(item, names)) is not None
            and start <= day
        ]
        held.sort(key=lambda found: found[:2])
        return {
            id_: outcome
            for _start, _id, item in held
            for id_ in item.links.get(names.link, ())
            if (outcome := outcome_of(item, id_, names)).status
        }


def disagreements(
    items: Items, type_: str, names: FollowUpFields, day: date
) -> tuple[tuple[Item, Outcome], ...]:
    """Return the needs of a type that say another state than was last said of them."""
    said = items.look(LastOutcomes(names, day)) if names.type else {}
    return tuple(
        (item, said[item.id])
        for item in items.of_type(type_)
        if item.id in said and item.status != said[item.id].status
    )
