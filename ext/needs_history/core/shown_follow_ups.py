"""Follow-ups as they are shown: each with its words, of a project and of each need."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from needs_core.dates import HalfYear, read_day
from needs_core.follow_ups import is_follow_up, is_planned, outcome_of, stated_outcomes
from needs_core.items import natural_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from needs_core.core_settings import FollowUpFields
    from needs_core.items import Item, Items, Label

_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|`+([^`]*)`+|(\*{1,3}|_{2,3})(\S[^*_]*?)\3")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One follow-up, as it is shown."""

    label: Label
    period: HalfYear | None
    """``None`` where none is stated, or it cannot be read."""
    forum: str | None
    date: str | None
    status: str | None
    report: str
    """The first paragraph of its text, without markup."""
    decision: str | None
    next_step: str | None
    targets: tuple[Label, ...]
    """The needs it reports on, in natural order."""
    planned: bool = False
    """Whether its day is still to come, so that nothing is followed up by it yet."""
    outcomes: tuple[TargetOutcome, ...] = ()
    """What it says of single needs, where it says it of each."""


@dataclass(frozen=True, slots=True)
class TargetOutcome:
    """What a follow-up says of one of the needs that it reports on."""

    label: Label
    status: str | None
    decision: str | None


@dataclass(frozen=True, slots=True)
class FollowUps:
    """The follow-ups of a project, held and planned, each list the latest first."""

    all: tuple[FollowUp, ...] = ()
    by_need: Mapping[str, tuple[FollowUp, ...]] = field(default_factory=dict)
    """The id of a need to the follow-ups that report on it, as they speak of it."""

    @property
    def latest_period(self) -> HalfYear | None:
        """The latest half-year that anything was followed up in."""
        return max((x.period for x in held(self.all) if x.period), default=None)

    def followed_up(self, period: HalfYear) -> frozenset[str]:
        """Return the ids of the needs that were followed up in a half-year."""
        return frozenset(
            label.id for x in held(self.all) if x.period == period for label in x.targets
        )


@dataclass(frozen=True, slots=True)
class LastAndNext:
    """The dated follow-ups on either side of a day."""

    last: FollowUp | None
    """The latest before the day; ``None``: there is none."""
    next: FollowUp | None
    """The first from the day on; ``None``: none is planned."""


def read_follow_ups(items: Items, names: FollowUpFields, today: date) -> FollowUps:
    """Read every need that is a follow-up, or has the link of one."""
    found = [
        (item, _read(item, items, names, today))
        for item in items
        if is_follow_up(item, names)
    ]
    found.sort(key=lambda pair: _latest_last(pair[1]), reverse=True)
    by_need: dict[str, list[FollowUp]] = defaultdict(list)
    for item, follow_up in found:
        for label in follow_up.targets:
            said = outcome_of(item, label.id, names)
            own = replace(
                follow_up, status=said.status, decision=said.decision, outcomes=()
            )
            by_need[label.id].append(own)
    return FollowUps(
        tuple(follow_up for item, follow_up in found if item.type == names.type),
        {id_: tuple(follow_ups) for id_, follow_ups in by_need.items()},
    )


def held(follow_ups: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
    """Return those whose day has come."""
    return tuple(x for x in follow_ups if not x.planned)


def last_and_next(follow_ups: FollowUps, today: date) -> LastAndNext:
    """Return the last follow-up and the next; those without a date are neither."""
    dated = [(read_day(x.date), x) for x in reversed(follow_ups.all)]
    in_order = sorted(((d, x) for d, x in dated if d), key=lambda pair: pair[0])
    past = [x for day, x in in_order if day < today]
    coming = [x for day, x in in_order if day >= today]
    return LastAndNext(past[-1] if past else None, coming[0] if coming else None)


def plain_text(text: str) -> str:
    r"""Return the first paragraph of a text without the marks of its markup.

    >>> plain_text("Det går *godt*, se [planen](plan.md).\nMere." + chr(10) * 2 + "Andet")
    'Det går godt, se planen. Mere.'
    """
    first = re.split(r"\n\s*\n", text.strip(), maxsplit=1)[0]
    joined = " ".join(first.split())
    return _MARKUP.sub(lambda x: x[1] or x[2] or x[4] or "", joined)


def _read(item: Item, items: Items, names: FollowUpFields, today: date) -> FollowUp:
    targets = [x.label for x in items.get(item.links.get(names.link, ()))]
    labels = {label.id: label for label in targets}
    return FollowUp(
        item.label,
        HalfYear.parse(item.value(names.period)),
        item.value(names.forum),
        item.value(names.date),
        item.status,
        plain_text(item.text),
        item.value(names.decision),
        item.value(names.next),
        tuple(sorted(targets, key=lambda label: items.places[label.id])),
        is_planned(item, names, today),
        tuple(
            TargetOutcome(labels[id_], status or None, decision or None)
            for id_, status, decision in stated_outcomes(item, names)
            if id_ in labels
        ),
    )


def _latest_last(follow_up: FollowUp) -> tuple[object, ...]:
    period = str(follow_up.period or "")
    return period, follow_up.date or "", natural_key(follow_up.label.id)
