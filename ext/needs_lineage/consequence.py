"""What is touched when a need is reworded or retired. No Sphinx here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from needs_core.dates import today
from needs_core.follow_ups import is_follow_up, is_planned
from needs_core.items import Item, Items, Retirement
from needs_core.lineage import Lineage, lineage_of
from needs_core.steps import GoalSteps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from needs_core.extra_data import LinkFromElsewhere
    from needs_core.items import Label
    from needs_core.steps import Step
    from needs_core.views import View
    from needs_lineage.config import PlanNames

NAME = "needs_lineage"
"""The key of ``Surroundings`` in ``Items.extra``."""


@dataclass(frozen=True, repr=False)
class Surroundings:
    """What is around the needs of a build: its pages, and the plans of others."""

    digest: str
    """A fingerprint of it."""
    pages: Mapping[str, tuple[View[object], ...]] = field(default_factory=dict)
    """Docname to its views of several needs."""
    mentions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Docname to the ids its text refers to."""
    elsewhere: tuple[LinkFromElsewhere, ...] = ()

    def __repr__(self) -> str:
        return f"Surroundings({self.digest})"


@dataclass(frozen=True, slots=True)
class LinkedNeeds:
    """The needs at the other end of one link, one way."""

    link: str
    incoming: bool
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class StepChange:
    """A goal that would be on another step."""

    label: Label
    before: Step
    after: Step


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """What was decided or is to be done about a need, and is not followed up yet."""

    label: Label
    """The follow-up."""
    planned: bool
    """Whether its day is still to come."""
    next_step: str | None


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a change of one need touches; only what holds counts."""

    label: Label
    day: date
    """The day it was computed."""
    lineage: Lineage
    linked: tuple[LinkedNeeds, ...]
    """What points at it, and what it points at."""
    alone: tuple[LinkedNeeds, ...]
    """What points at it by a link, and at nothing else that holds by the same link."""
    waiting: tuple[Label, ...]
    """What waits for it, or for what waits for it."""
    steps: tuple[StepChange, ...]
    """The goals that would be on another step without it."""
    wording: tuple[tuple[str, str], ...]
    """The fields with the words of a source, that a new wording departs from."""
    decisions: tuple[OpenDecision, ...]
    elsewhere: tuple[LinkFromElsewhere, ...]
    pages: tuple[str, ...]
    """The pages that show it, or whose text refers to it; its own first."""


@dataclass(frozen=True, slots=True)
class ConsequenceView:
    """What is touched by a change of a need; a view."""

    id: str
    names: PlanNames

    def look(self, items: Items) -> Consequence | None:
        """Return it; ``None`` where there is no such need."""
        item = items.by_id.get(self.id)
        if item is None:
            return None
        around = items.extra.get(NAME)
        assert around is None or isinstance(around, Surroundings)  # noqa: S101 (ours)
        names = self.names
        return Consequence(
            item.label,
            today(),
            lineage_of(item, items, names.lineage),
            tuple(_linked(item, items, names)),
            tuple(_alone(item, items, names)),
            _waiting(item, items, names.depends),
            tuple(_step_changes(item, items, names)),
            tuple((x, text) for x in names.wording if (text := item.value(x))),
            tuple(_decisions(item, items, names)),
            tuple(x for x in around.elsewhere if x.target == item.id) if around else (),
            _pages(item, items, around),
        )


def _linked(item: Item, items: Items, names: PlanNames) -> Iterator[LinkedNeeds]:
    own = {names.lineage.replaced_by, names.lineage.derived_from}
    for link, ids in sorted(items.incoming.get(item.id, {}).items()):
        if link not in own and (labels := _holding(ids, items)):
            yield LinkedNeeds(link, True, labels)
    for link, ids in sorted(item.links.items()):
        if link not in own and (labels := _holding(ids, items)):
            yield LinkedNeeds(link, False, labels)


def _alone(item: Item, items: Items, names: PlanNames) -> Iterator[LinkedNeeds]:
    """Yield what would point at nothing any more; reports on it do not count."""
    own = {names.lineage.replaced_by, names.lineage.derived_from, names.follow_ups.link}
    for link, ids in sorted(items.incoming.get(item.id, {}).items()):
        labels = tuple(
            source.label
            for source in items.get(ids)
            if not items.is_retired(source)
            and all(
                target.id == item.id or items.is_retired(target)
                for target in items.get(source.links[link])
            )
        )
        if link not in own and labels:
            yield LinkedNeeds(link, True, labels)


def _waiting(item: Item, items: Items, depends: str) -> tuple[Label, ...]:
    found: dict[str, Item] = {}
    ids = [item.id] if depends else []
    while ids:
        incoming = items.incoming.get(ids.pop(), {}).get(depends, ())
        for one in items.get(incoming):
            if one.id not in found and one.id != item.id and not items.is_retired(one):
                found[one.id] = one
                ids.append(one.id)
    return tuple(x.label for x in sorted(found.values(), key=lambda x: items.places[x.id]))


def _step_changes(item: Item, items: Items, names: PlanNames) -> Iterator[StepChange]:
    """Yield the goals whose step would be another, if the need did not hold."""
    if items.is_retired(item) or not names.steps.declared:
        return
    before = items.look(GoalSteps(names.steps))
    after = _without(item, items).look(GoalSteps(names.steps))
    for id_ in after:  # without the need itself, where it is a goal
        one, other = before[id_].step, after[id_].step
        if one != other:
            yield StepChange(items.by_id[id_].label, one, other)


def _without(item: Item, items: Items) -> Items:
    """Return the needs as they would be without one: it is there, and does not hold."""
    names = items.retirement
    retirement = names if names.field else Retirement("\0retired", ("\0",))
    fields = {**item.fields, retirement.field: retirement.values[:1]}
    gone = replace(item, fields=fields)
    every = tuple(gone if x.id == item.id else x for x in items)
    return replace(items, all=every, retirement=retirement)


def _decisions(item: Item, items: Items, names: PlanNames) -> Iterator[OpenDecision]:
    """Yield what is planned, and the next step of the last follow-up that was held."""
    follow_ups = names.follow_ups
    incoming = items.incoming.get(item.id, {}).get(follow_ups.link, ())
    found = [x for x in items.get(incoming) if is_follow_up(x, follow_ups)]
    found.sort(key=lambda x: (x.value(follow_ups.period) or "", items.places[x.id]))
    day = today()
    past = [x for x in found if not is_planned(x, follow_ups, day)]
    for one in found:
        if one not in past:
            yield OpenDecision(one.label, True, one.value(follow_ups.next))
    for one in past[-1:]:
        if text := one.value(follow_ups.next):
            yield OpenDecision(one.label, False, text)


def _pages(item: Item, items: Items, around: Surroundings | None) -> tuple[str, ...]:
    own = (item.docname,) if item.docname else ()
    if around is None:
        return own
    # An id in a look stands between quotes, whichever value holds it.
    quoted = repr(item.id)
    found = defaultdict[str, bool](bool)
    for docname, views in around.pages.items():
        found[docname] = any(quoted in repr(items.look(view)) for view in views)
    for docname, ids in around.mentions.items():
        found[docname] = found[docname] or item.id in ids
    return (*own, *sorted(x for x, shown in found.items() if shown and x not in own))


def _holding(ids: tuple[str, ...], items: Items) -> tuple[Label, ...]:
    return tuple(x.label for x in items.get(ids) if not items.is_retired(x))
