"""A strategy as StratML: Part 1, the strategic plan, and Part 2, plan and report.

Elements stand in the order the schemas ask for; what is not known is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from needs_exchange.stratml.collect import (
        Strategy,
        StratmlAction,
        StratmlGoal,
        StratmlObjective,
        StratmlResult,
    )

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
