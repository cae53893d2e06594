"""The strategy in the structure of StratML; ``left_out`` has the needs without a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_authoring.values import normalized
from needs_core.dates import read_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needs_core.core_settings import FollowUpFields, Roles
    from needs_core.model import Item, Items
    from needs_exchange.config import StratmlMapping


@dataclass(frozen=True, slots=True)
class StratmlResult:
    """A state of an action; ``day`` is an ISO date, empty for the current state."""

    state: str
    day: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class StratmlAction:
    """A need that does something for an objective."""

    id: str
    state_id: str
    """The id of its indicator."""
    name: str
    words: str
    owners: tuple[str, ...]
    start: str
    end: str
    others: tuple[str, ...]
    """The other objectives it works for."""
    results: tuple[StratmlResult, ...]


@dataclass(frozen=True, slots=True)
class StratmlObjective:
    """A need that belongs to a goal, with the actions that stand under it."""

    id: str
    name: str
    words: str
    number: str
    actions: tuple[StratmlAction, ...]


@dataclass(frozen=True, slots=True)
class StratmlGoal:
    """A need that the strategy is divided by."""

    id: str
    name: str
    words: str
    number: str
    keywords: tuple[str, ...]
    objectives: tuple[StratmlObjective, ...]


@dataclass(frozen=True, slots=True)
class Strategy:
    """All of it."""

    name: str
    organization: str
    source: str
    vision: str
    goals: tuple[StratmlGoal, ...]
    left_out: tuple[tuple[str, str], ...]
    """Needs that have no place in the format: id and title."""


def strategy_of(
    items: Items,
    mapping: StratmlMapping,
    roles: Roles,
    follow_ups: FollowUpFields,
    source: str,
) -> Strategy:
    """Collect a strategy. ``source`` is the address of its site, or empty."""
    return _Collection(items, mapping, roles, follow_ups).strategy(source)


class _Collection:
    def __init__(
        self,
        items: Items,
        mapping: StratmlMapping,
        roles: Roles,
        follow_ups: FollowUpFields,
    ) -> None:
        self._items, self._mapping, self._roles = items, mapping, roles
        self._follow_ups = follow_ups
        ids = [item.id for item in items]
        self._ids = identifiers([*ids, *map(_state, ids)])
        self._placed: set[str] = set()

    def strategy(self, source: str) -> Strategy:
        mapping = self._mapping
        goals = tuple(
            self._goal(item, str(number))
            for number, item in enumerate(self._own(mapping.goals), start=1)
        )
        whole = (*self._own(self._roles.goals), *self._own(self._roles.actions))
        return Strategy(
            name=normalized(mapping.name),
            organization=normalized(mapping.organization),
            source=source,
            vision="\n".join(x.words for x in goals) if mapping.goals_are_vision else "",
            goals=goals,
            left_out=tuple(
                (item.id, normalized(item.title))
                for item in whole
                if item.id not in self._placed
            ),
        )

    def _goal(self, item: Item, number: str) -> StratmlGoal:
        mapping = self._mapping
        keywords = self._linked(item, mapping.keywords, mapping.keyword_of)
        below = self._linked(item, self._roles.goals, mapping.objective_of)
        return StratmlGoal(
            self._ids[item.id],
            normalized(item.title),
            self._words(item),
            number,
            tuple(normalized(keyword.title) for keyword in keywords),
            tuple(
                self._objective(one, f"{number}.{place}")
                for place, one in enumerate(below, start=1)
            ),
        )

    def _objective(self, item: Item, number: str) -> StratmlObjective:
        self._placed.add(item.id)
        actions = self._linked(item, self._roles.actions, self._roles.link)
        return StratmlObjective(
            self._ids[item.id],
            normalized(item.title),
            self._words(item),
            number,
            tuple(self._action(action) for action in actions),
        )

    def _action(self, item: Item) -> StratmlAction:
        self._placed.add(item.id)
        roles = self._roles
        return StratmlAction(
            self._ids[item.id],
            self._ids[_state(item.id)],
            normalized(item.title),
            self._words(item),
            tuple(filter(None, map(normalized, item.values(roles.owner)))),
            _day(item.value(roles.start)),
            _day(item.value(roles.end)),
            tuple(self._ids[x.id] for x in self._objectives(item, roles.link)[1:]),
            tuple(self._results(item)),
        )

    def _results(self, item: Item) -> Iterable[StratmlResult]:
        """Yield the states that follow-ups report by their days, then that of now."""
        names = self._follow_ups
        found = []
        for report in self._linked(item, names.type, names.link, first=False):
            day = _day(report.value(names.date))
            text = normalized(report.value(names.decision) or "")
            if report.status and day:
                found.append(StratmlResult(normalized(report.status), day, text))
        yield from sorted(found, key=lambda result: result.day)
        if item.status:
            yield StratmlResult(normalized(item.status))

    def _linked(
        self, item: Item, kind: str, link: str, *, first: bool = True
    ) -> list[Item]:
        """Return the needs of a type linked with a need.

        ``first``: only those that have it as the first they are linked with, so that each
        stands in one place.
        """
        found = [x for x in self._ends(item, link) if x.type == kind and not x.external]
        if not first:
            return found
        return [x for x in found if self._objectives(x, link)[0] is item]

    def _objectives(self, item: Item, link: str) -> list[Item]:
        """Return the goals and objectives that a need is linked with."""
        kinds = {self._mapping.goals, self._roles.goals}
        return [x for x in self._ends(item, link) if x.type in kinds]

    def _ends(self, item: Item, link: str) -> list[Item]:
        """Return the other ends of the links of a need, whichever way they run."""
        targets = item.links.get(link, ())
        sources = self._items.incoming.get(item.id, {}).get(link, ())
        return [*self._items.get(targets), *self._items.get(sources)]

    def _own(self, kind: str) -> list[Item]:
        return [item for item in self._items.of_type(kind) if not item.external]

    def _words(self, item: Item) -> str:
        return normalized(item.value(self._mapping.words) or item.title)


def identifiers(ids: Iterable[str]) -> Mapping[str, str]:
    """Return a valid and unique XML id for each id, unchanged where it is valid.

    >>> identifiers(["TI_1", "1.1", "1-1", "1 1"])
    {'TI_1': 'TI_1', '1.1': '_1.1', '1-1': '_1-1', '1 1': '_1_1'}
    """
    made: dict[str, str] = {}
    taken: set[str] = set()
    for id_ in ids:
        name = re.sub(r"[^A-Za-z0-9_.-]", "_", id_)
        name = name if re.match(r"[A-Za-z_]", name) else f"_{name}"
        while name in taken:
            name += "_"
        taken.add(name)
        made[id_] = name
    return made


def _state(id_: str) -> str:
    return f"{id_}.state"


def _day(text: str | None) -> str:
    """Return a date as year-month-day; "" for a text that is not a whole date."""
    return text if text and read_day(text) else ""
