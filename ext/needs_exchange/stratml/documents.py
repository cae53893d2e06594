"""A strategy as StratML: Part 1, the strategic plan, and Part 2, plan and report.

Elements stand in the order the schemas ask for; what is not known is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import (
    Element,
    SubElement,
    indent,
    register_namespace,
    tostring,
)

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from needs_exchange.stratml.strategy import Action, Goal, Objective, Result, Strategy

_ = get_translation("needs_exchange")

PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"


def strategic_plan(strategy: Strategy) -> bytes:
    """Return Part 1: goals with their objectives."""
    made = _Writer(PART_1)
    root = Element(made.tag("StrategicPlan"))
    made.text(root, "Name", strategy.name)
    made.text(root, "OtherInformation", _lossy_1())
    core = made.core(root, strategy)
    for goal in strategy.goals:
        _goal(made, core, goal)
    made.administration(root, strategy)
    return _bytes(root)


def performance(strategy: Strategy, *, report: bool) -> bytes:
    """Return Part 2: objectives with the actions under them, and their states if asked."""
    made = _Writer(PART_2)
    kind = "Performance_Report" if report else "Performance_Plan"
    root = Element(made.tag("PerformancePlanOrReport"), {"Type": kind})
    made.text(root, "Name", strategy.name)
    made.text(root, "OtherInformation", _lossy_2(strategy))
    core = made.core(root, strategy)
    for goal in strategy.goals:
        for objective in goal.objectives:
            _performed(made, core, objective, report=report)
    made.administration(root, strategy)
    return _bytes(root)


class _Writer:
    """Writes elements of one namespace."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        register_namespace("", namespace)

    def tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"

    def add(self, parent: Element, name: str, **attributes: str) -> Element:
        return SubElement(parent, self.tag(name), attributes)

    def text(self, parent: Element, name: str, text: str) -> None:
        """Add an element with a text; without one there is none."""
        if text:
            self.add(parent, name).text = text

    def core(self, root: Element, strategy: Strategy) -> Element:
        core = self.add(root, "StrategicPlanCore")
        if strategy.organization:
            self.text(self.add(core, "Organization"), "Name", strategy.organization)
        if strategy.vision:
            self.text(self.add(core, "Vision"), "Description", strategy.vision)
        return core

    def administration(self, root: Element, strategy: Strategy) -> None:
        if strategy.source:
            about = self.add(root, "AdministrativeInformation")
            self.text(about, "Source", strategy.source)

    def head(self, parent: Element, one: Goal | Objective) -> None:
        self.text(parent, "Name", one.name)
        self.text(parent, "Description", one.words)
        self.text(parent, "Identifier", one.id)
        self.text(parent, "SequenceIndicator", one.number)


def _goal(made: _Writer, core: Element, goal: Goal) -> None:
    element = made.add(core, "Goal")
    made.head(element, goal)
    if goal.keywords:
        said = _("Keywords: %s") % "; ".join(goal.keywords)
        made.text(element, "OtherInformation", said)
    for objective in goal.objectives:
        made.head(made.add(element, "Objective"), objective)


def _performed(made: _Writer, core: Element, one: Objective, *, report: bool) -> None:
    element = made.add(core, "Goal")
    made.head(element, one)
    for action in one.actions:
        objective = made.add(element, "Objective")
        made.text(objective, "Name", action.name)
        made.text(objective, "Description", action.words)
        made.text(objective, "Identifier", action.id)
        if action.owner:
            attributes = {"StakeholderTypeType": "Generic_Group"}
            holder = made.add(objective, "Stakeholder", **attributes)
            made.text(holder, "Name", action.owner)
            role = made.add(holder, "Role")
            made.text(role, "Name", str(_("Responsible")))
            made.text(role, "RoleType", "Performer")
        _indicator(made, objective, action, report=report)


def _indicator(made: _Writer, parent: Element, one: Action, *, report: bool) -> None:
    """Write how far an action is: its state, and the days it is to run between."""
    attributes = {"ValueChainStage": "Output", "PerformanceIndicatorType": "Qualitative"}
    element = made.add(parent, "PerformanceIndicator", **attributes)
    made.text(element, "MeasurementDimension", str(_("Progress")))
    made.text(element, "UnitOfMeasurement", str(_("State")))
    made.text(element, "Identifier", one.state_id)
    for other in one.others:
        related = made.add(element, "Relationship", RelationshipType="Narrower_Than")
        made.text(related, "ReferentIdentifier", other)
    results = one.results if report else ()
    if not (one.start or one.end or results):
        return
    instance = made.add(element, "MeasurementInstance")
    if one.start or one.end:
        target = made.add(instance, "TargetResult")
        made.text(target, "StartDate", one.start)
        made.text(target, "EndDate", one.end)
    for result in results:
        _result(made, instance, result)


def _result(made: _Writer, instance: Element, result: Result) -> None:
    element = made.add(instance, "ActualResult")
    made.text(element, "EndDate", result.day)
    descriptor = made.add(element, "Descriptor")
    made.text(descriptor, "DescriptorName", "Status")
    made.text(descriptor, "DescriptorValue", result.state)
    made.text(element, "Description", result.text)


def _lossy_1() -> str:
    return str(
        _(
            "The strategic plan holds no actions; they are in the performance plan."
            " Sources, quotations and differences between versions are not in this format:"
            " needs.json has everything."
        )
    )


def _lossy_2(strategy: Strategy) -> str:
    said = [
        _(
            "An action stands under the first of its objectives; the others are"
            " relationships of its indicator. Keywords, sources and other fields are not in"
            " this format: needs.json has everything."
        )
    ]
    if strategy.left_out:
        names = "; ".join(f"{id_} {title}" for id_, title in strategy.left_out)
        said.append(_("Left out, because they belong to no objective or goal: %s") % names)
    return "\n".join(map(str, said))


def _bytes(root: Element) -> bytes:
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
