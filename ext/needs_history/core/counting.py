"""How far it has come and how well it is kept: counts, never averages."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import read_day
from needs_history.core.changes import differs, shared
from needs_history.core.following import follow_ups, followed, last_round
from needs_history.core.halfyear import HalfYear

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from needs_core.model import Item, Items, Label
    from needs_history.core.following import FollowUp
    from needs_history.core.settings import Settings
    from needs_history.core.snapshot import Known, Snapshot


_YEARS = 20
"""Years above which half-years without anything are left out: a date has a slip in it."""


@dataclass(frozen=True, slots=True)
class Point:
    """The whole at one moment."""

    name: str
    """The half-year of the snapshot; nothing for today."""
    states: tuple[tuple[str, int], ...]
    """How many items are in each state, in the project's order; "" is not stated."""
    goals: int
    covered: int
    """How many of the goals are acted on by an item that counts."""


@dataclass(frozen=True, slots=True)
class Load:
    """What begins and ends in one half-year."""

    period: HalfYear
    start: tuple[Label, ...]
    end: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """What begins and ends when."""

    loads: tuple[Load, ...]
    """Every half-year from the first to the last, those without anything too."""
    no_start: tuple[Label, ...]
    """The open items whose start is not stated."""
    no_end: tuple[Label, ...]
    most: int | None = None
    """How many may begin in one half-year."""

    @property
    def crowded(self) -> tuple[Load, ...]:
        """The half-years in which too many begin."""
        return tuple(x for x in self.loads if self.most and len(x.start) > self.most)


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many; which are not."""

    part: int
    whole: int
    lacking: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """How well the plan is kept."""

    done: Count
    owner: Count | None
    """Of the open items; ``None`` where the project has no such field."""
    start: Count | None
    end: Count | None
    fresh: Count | None
    """Of the open items: followed up in the last round, or changed since."""
    round: HalfYear | None
    """The last half-year that anything was followed up in."""


def point(items: Items, settings: Settings, name: str) -> Point:
    """Count states and coverage."""
    acting = items.of_type(settings.plan.items)
    own = [item for item in acting if not item.external]
    found = Counter(item.status or "" for item in own)
    order = [*settings.states.names, *sorted(set(found) - set(settings.states.names))]
    goals = items.of_type(settings.plan.goals)
    return Point(
        name,
        tuple((state, found[state]) for state in order if found[state]),
        len(goals),
        sum(_covered(goal, items, settings) for goal in goals),
    )


def pace(items: Items, settings: Settings, most: int | None = None) -> Pace:
    """Return what begins and ends in each half-year; what is given up does neither."""
    starts: dict[HalfYear, list[Label]] = defaultdict(list)
    ends: dict[HalfYear, list[Label]] = defaultdict(list)
    no_start: list[Label] = []
    no_end: list[Label] = []
    plan = settings.plan
    for item in items.of_type(plan.items):
        if not settings.states.get(item.status).covers:
            continue
        for field, dated, lacking in (
            (plan.start, starts, no_start),
            (plan.end, ends, no_end),
        ):
            if found := read_day(item.value(field)):
                dated[HalfYear.of(found)].append(item.label)
            elif field and settings.open(item):
                lacking.append(item.label)
    periods = sorted({*starts, *ends})
    if periods and periods[-1].year - periods[0].year < _YEARS:
        periods = list(periods[0].to(periods[-1]))
    loads = tuple(Load(x, tuple(starts[x]), tuple(ends[x])) for x in periods)
    return Pace(loads, tuple(no_start), tuple(no_end), most)


def upkeep(
    items: Items, settings: Settings, today: date, last: Snapshot | None, known: Known
) -> Upkeep:
    """Count what is done, owned, dated and fresh."""
    plan = settings.plan
    all_ = items.of_type(plan.items)
    opened = [item for item in all_ if settings.open(item)]
    done = [item for item in all_ if settings.done(item)]
    rest = tuple(x.label for x in all_ if x not in done)
    told = follow_ups(items, settings, today)
    return Upkeep(
        Count(len(done), len(all_), rest),
        _stated(opened, plan.owner),
        _stated(opened, plan.start),
        _stated(opened, plan.end),
        _fresh(opened, told, last, known),
        last_round(told),
    )


def overdue(items: Items, settings: Settings, today: date) -> Iterator[Item]:
    """Yield the open items whose end has passed."""
    for item in items.of_type(settings.plan.items):
        end = read_day(item.value(settings.plan.end))
        if settings.open(item) and end is not None and end < today:
            yield item


def uncovered(items: Items, settings: Settings) -> Iterator[Item]:
    """Yield the goals that nothing acts on."""
    for goal in items.of_type(settings.plan.goals):
        if not _covered(goal, items, settings):
            yield goal


def _covered(goal: Item, items: Items, settings: Settings) -> bool:
    link = settings.plan.link
    ids = (*items.incoming.get(goal.id, {}).get(link, ()), *goal.links.get(link, ()))
    return any(
        item.type == settings.plan.items and settings.states.get(item.status).covers
        for item in items.get(ids)
    )


def _stated(items: list[Item], field: str) -> Count | None:
    if not field:
        return None
    lacking = tuple(item.label for item in items if not item.value(field))
    return Count(len(items) - len(lacking), len(items), lacking)


def _fresh(
    opened: list[Item], told: Iterable[FollowUp], last: Snapshot | None, known: Known
) -> Count | None:
    latest = last_round(told)
    if latest is None:
        return None
    seen = followed(told, latest)
    before = last.items.by_id if last and last.name >= latest else {}
    both = shared(last.known, known) if last else known
    lacking = tuple(
        item.label
        for item in opened
        if item.id not in seen
        and not (item.id in before and differs(before[item.id], item, both))
    )
    return Count(len(opened) - len(lacking), len(opened), lacking)
