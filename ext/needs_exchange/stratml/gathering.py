"""Gather a strategy from the needs: what stands under what, and what has no place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from needs_exchange.stratml.strategy import Action, Goal, Objective, Result, Strategy
from needs_exchange.values import normal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Dictionary

    from needs_core.model import Item, Items
    from needs_exchange.stratml.mapping import Mapping

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def strategy_of(items: Items, mapping: Mapping, source: str) -> Strategy:
    """Gather a strategy. ``source`` is the address of its site, or empty."""
    return _Gatherer(items, mapping).strategy(source)


class _Gatherer:
    def __init__(self, items: Items, mapping: Mapping) -> None:
        self._items, self._mapping = items, mapping
        ids = [item.id for item in items]
        self._ids = identifiers([*ids, *map(_state, ids)])
        self._placed: set[str] = set()

    def strategy(self, source: str) -> Strategy:
        mapping = self._mapping
        goals = tuple(
            self._goal(item, str(number))
            for number, item in enumerate(self._own(mapping.goals), start=1)
        )
        whole = (*self._own(mapping.objectives), *self._own(mapping.actions))
        return Strategy(
            name=normal(mapping.name),
            organization=normal(mapping.organization),
            source=source,
            vision="\n".join(x.words for x in goals) if mapping.goals_are_vision else "",
            goals=goals,
            left_out=tuple(
                (item.id, normal(item.title))
                for item in whole
                if item.id not in self._placed
            ),
        )

    def _goal(self, item: Item, number: str) -> Goal:
        mapping = self._mapping
        keywords = self._pointing(item, mapping.keywords, mapping.keyword_of)
        below = self._pointing(item, mapping.objectives, mapping.objective_of)
        return Goal(
            self._ids[item.id],
            normal(item.title),
            self._words(item),
            number,
            tuple(normal(keyword.title) for keyword in keywords),
            tuple(
                self._objective(one, f"{number}.{place}")
                for place, one in enumerate(below, start=1)
            ),
        )

    def _objective(self, item: Item, number: str) -> Objective:
        self._placed.add(item.id)
        mapping = self._mapping
        actions = self._pointing(item, mapping.actions, mapping.action_for)
        return Objective(
            self._ids[item.id],
            normal(item.title),
            self._words(item),
            number,
            tuple(self._action(action) for action in actions),
        )

    def _action(self, item: Item) -> Action:
        self._placed.add(item.id)
        mapping = self._mapping
        return Action(
            self._ids[item.id],
            self._ids[_state(item.id)],
            normal(item.title),
            self._words(item),
            normal(item.value(mapping.owner) or ""),
            _day(item.value(mapping.start)),
            _day(item.value(mapping.end)),
            tuple(self._ids[x.id] for x in self._targets(item, mapping.action_for)[1:]),
            tuple(self._results(item)),
        )

    def _results(self, item: Item) -> Iterable[Result]:
        """Yield the states that follow-ups report by their days, then that of now."""
        mapping = self._mapping
        found = []
        for report in self._pointing(item, mapping.reports, mapping.report_on, first=False):
            day = _day(report.value(mapping.report_date))
            text = normal(report.value(mapping.report_text) or "")
            if report.status and day:
                found.append(Result(normal(report.status), day, text))
        yield from sorted(found, key=lambda result: result.day)
        if item.status:
            yield Result(normal(item.status))

    def _pointing(
        self, item: Item, kind: str, link: str, *, first: bool = True
    ) -> list[Item]:
        """Return what points at an item; ``first``: only what has it as its first."""
        found = self._items.incoming.get(item.id, {}).get(link, ())
        pointing = [x for x in self._items.get(found) if x.type == kind and not x.external]
        if not first:
            return pointing
        return [x for x in pointing if self._targets(x, link)[0] is item]

    def _targets(self, item: Item, link: str) -> tuple[Item, ...]:
        """Return what a link of an item points at, as far as it is in the strategy."""
        kinds = {self._mapping.goals, self._mapping.objectives}
        return tuple(
            x for x in self._items.get(item.links.get(link, ())) if x.type in kinds
        )

    def _own(self, kind: str) -> list[Item]:
        return [item for item in self._items.of_type(kind) if not item.external]

    def _words(self, item: Item) -> str:
        return normal(item.value(self._mapping.words) or item.title)


def identifiers(ids: Iterable[str]) -> Dictionary[str, str]:
    """Return an XML id for each id: the same where it is one, and each its own.

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
    """Return a whole day; what is not one is not known."""
    return text if text and _DAY.fullmatch(text) else ""
