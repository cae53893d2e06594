"""The strategy in StratML (ISO 17469): Part 1, the strategic plan; Part 2, plan and report.

The needs are collected in the structure of StratML; ``left_out`` has those without a place
in it. Elements stand in the order the schemas ask for; what is not known is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sphinx.locale import get_translation

from needs_authoring.values import normalized
from needs_core.dates import read_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needs_core.core_settings import FollowUpFields, Roles
    from needs_core.items import Item, Items
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


_ = get_translation("needs_exchange")

PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"


def strategic_plan(strategy: Strategy) -> bytes:
    """Return Part 1: goals with their objectives."""
    root = Element("StrategicPlan", {"xmlns": PART_1})
    _text(root, "Name", strategy.name)
    _text(root, "OtherInformation", _losses_of_plan())
    core = _core(root, strategy)
    for goal in strategy.goals:
        _goal(core, goal)
    _administration(root, strategy)
    return _bytes(root)


def performance(strategy: Strategy, *, report: bool) -> bytes:
    """Return Part 2: objectives with the actions under them, and their states if asked."""
    kind = "Performance_Report" if report else "Performance_Plan"
    root = Element("PerformancePlanOrReport", {"xmlns": PART_2, "Type": kind})
    _text(root, "Name", strategy.name)
    _text(root, "OtherInformation", _losses_of_performance(strategy))
    core = _core(root, strategy)
    for goal in strategy.goals:
        for objective in goal.objectives:
            _performed(core, objective, report=report)
    _administration(root, strategy)
    return _bytes(root)


def _add(parent: Element, name: str, **attributes: str) -> Element:
    return SubElement(parent, name, attributes)


def _text(parent: Element, name: str, text: str) -> None:
    """Add an element with a text; without one there is none."""
    if text:
        SubElement(parent, name).text = text


def _core(root: Element, strategy: Strategy) -> Element:
    core = _add(root, "StrategicPlanCore")
    if strategy.organization:
        _text(_add(core, "Organization"), "Name", strategy.organization)
    if strategy.vision:
        _text(_add(core, "Vision"), "Description", strategy.vision)
    return core


def _administration(root: Element, strategy: Strategy) -> None:
    if strategy.source:
        _text(_add(root, "AdministrativeInformation"), "Source", strategy.source)


def _head(parent: Element, one: StratmlGoal | StratmlObjective) -> None:
    _text(parent, "Name", one.name)
    _text(parent, "Description", one.words)
    _text(parent, "Identifier", one.id)
    _text(parent, "SequenceIndicator", one.number)


def _goal(core: Element, goal: StratmlGoal) -> None:
    element = _add(core, "Goal")
    _head(element, goal)
    if goal.keywords:
        text = _("Keywords: %s") % "; ".join(goal.keywords)
        _text(element, "OtherInformation", text)
    for objective in goal.objectives:
        _head(_add(element, "Objective"), objective)


def _performed(core: Element, one: StratmlObjective, *, report: bool) -> None:
    element = _add(core, "Goal")
    _head(element, one)
    for action in one.actions:
        objective = _add(element, "Objective")
        _text(objective, "Name", action.name)
        _text(objective, "Description", action.words)
        _text(objective, "Identifier", action.id)
        for owner in action.owners:
            attributes = {"StakeholderTypeType": "Generic_Group"}
            holder = _add(objective, "Stakeholder", **attributes)
            _text(holder, "Name", owner)
            role = _add(holder, "Role")
            _text(role, "Name", str(_("Responsible")))
            _text(role, "RoleType", "Performer")
        _indicator(objective, action, report=report)


def _indicator(parent: Element, one: StratmlAction, *, report: bool) -> None:
    """Write how far an action is: its state, and the days it is to run between."""
    attributes = {"ValueChainStage": "Output", "PerformanceIndicatorType": "Qualitative"}
    element = _add(parent, "PerformanceIndicator", **attributes)
    _text(element, "MeasurementDimension", str(_("Progress")))
    _text(element, "UnitOfMeasurement", str(_("State")))
    _text(element, "Identifier", one.state_id)
    for other in one.others:
        related = _add(element, "Relationship", RelationshipType="Narrower_Than")
        _text(related, "ReferentIdentifier", other)
    results = one.results if report else ()
    if not (one.start or one.end or results):
        return
    instance = _add(element, "MeasurementInstance")
    if one.start or one.end:
        target = _add(instance, "TargetResult")
        _text(target, "StartDate", one.start)
        _text(target, "EndDate", one.end)
    for result in results:
        _result(instance, result)


def _result(instance: Element, result: StratmlResult) -> None:
    element = _add(instance, "ActualResult")
    _text(element, "EndDate", result.day)
    descriptor = _add(element, "Descriptor")
    _text(descriptor, "DescriptorName", "Status")
    _text(descriptor, "DescriptorValue", result.state)
    _text(element, "Description", result.text)


def _losses_of_plan() -> str:
    return str(
        _(
            "The strategic plan holds no actions; they are in the performance plan."
            " Sources, quotations and differences between versions are not in this format:"
            " needs.json has everything."
        )
    )


def _losses_of_performance(strategy: Strategy) -> str:
    text = [
        _(
            "An action stands under the first of its objectives; the others are"
            " relationships of its indicator. Keywords, sources and other fields are not in"
            " this format: needs.json has everything."
        )
    ]
    if strategy.left_out:
        names = "; ".join(f"{id_} {title}" for id_, title in strategy.left_out)
        text.append(_("Left out, because they belong to no objective or goal: %s") % names)
    return "\n".join(map(str, text))


def _bytes(root: Element) -> bytes:
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
