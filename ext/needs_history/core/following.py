"""Follow-ups: what was said of an item, half-year by half-year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import read_day
from needs_core.model import natural_key
from needs_history.core.halfyear import HalfYear

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from needs_core.model import Item, Items, Label
    from needs_history.core.settings import Settings

_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|`+([^`]*)`+|(\*{1,3}|_{2,3})(\S[^*_]*?)\3")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One follow-up, as it is told."""

    label: Label
    period: HalfYear | None
    """``None`` where none is stated, or it cannot be read."""
    forum: str | None
    date: str | None
    status: str | None
    account: str
    decision: str | None
    next: str | None
    of: tuple[Label, ...]
    """What it is of, in natural order."""
    planned: bool = False
    """Whether its day is still to come: nothing has been followed up by it yet."""


@dataclass(frozen=True, slots=True)
class Around:
    """The follow-ups on either side of a day."""

    last: FollowUp | None
    """The latest with a date before the day; ``None`` when there is none."""
    next: FollowUp | None
    """The first with a date from the day on; ``None`` when none is planned."""


def around(items: Items, settings: Settings, today: date) -> Around:
    """Return the last follow-up and the next; those without a date are neither."""
    dated = [(read_day(x.date), x) for x in reversed(follow_ups(items, settings, today))]
    known = sorted(((d, x) for d, x in dated if d), key=lambda pair: pair[0])
    past = [x for found, x in known if found < today]
    coming = [x for found, x in known if found >= today]
    return Around(past[-1] if past else None, coming[0] if coming else None)


def follow_ups(items: Items, settings: Settings, today: date) -> tuple[FollowUp, ...]:
    """Return every follow-up, held or planned, the latest first."""
    return _told(items.of_type(_type(settings)), items, settings, today)


def of_item(
    items: Items, settings: Settings, today: date, id_: str
) -> tuple[FollowUp, ...]:
    """Return the follow-ups of one item, held or planned, the latest first."""
    incoming = items.incoming.get(id_, {}).get(settings.follow_ups.link, ())
    return _told(items.get(incoming), items, settings, today)


def held(told: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
    """Return those whose day has come."""
    return tuple(x for x in told if not x.planned)


def last_round(told: Iterable[FollowUp]) -> HalfYear | None:
    """Return the latest half-year that anything was followed up in."""
    return max((x.period for x in held(told) if x.period), default=None)


def followed(told: Iterable[FollowUp], period: HalfYear) -> frozenset[str]:
    """Return the ids of what was followed up in a half-year."""
    return frozenset(label.id for x in held(told) if x.period == period for label in x.of)


def plain(text: str) -> str:
    r"""Return the first paragraph of a text without the marks of its markup.

    >>> plain("Det går *godt*, se [planen](plan.md).\nMere." + chr(10) * 2 + "Andet")
    'Det går godt, se planen. Mere.'
    """
    first = re.split(r"\n\s*\n", text.strip(), maxsplit=1)[0]
    joined = " ".join(first.split())
    return _MARKUP.sub(lambda x: x[1] or x[2] or x[4] or "", joined)


def _type(settings: Settings) -> str:
    return settings.follow_ups.type


def _told(
    found: Iterable[Item], items: Items, settings: Settings, today: date
) -> tuple[FollowUp, ...]:
    read = (_read(item, items, settings, today) for item in found)
    return tuple(sorted(read, key=_when, reverse=True))


def _read(item: Item, items: Items, settings: Settings, today: date) -> FollowUp:
    names = settings.follow_ups
    targets = items.get(item.links.get(names.link, ()))
    period, on = HalfYear.parse(item.value(names.period)), read_day(item.value(names.date))
    start = on or (period.first if period else None)
    return FollowUp(
        item.label,
        period,
        item.value(names.forum),
        item.value(names.date),
        item.status,
        plain(item.text),
        item.value(names.decision),
        item.value(names.next),
        _in_order(x.label for x in targets),
        start is not None and start > today,
    )


def _when(follow_up: FollowUp) -> tuple[object, ...]:
    period = str(follow_up.period or "")
    return period, follow_up.date or "", natural_key(follow_up.label.id)


def _in_order(labels: Iterable[Label]) -> tuple[Label, ...]:
    return tuple(sorted(labels, key=lambda label: natural_key(label.id)))
