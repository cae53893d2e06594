"""The sheet of a half-year, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_history.core import package as core
from needs_history.draw_changes import changes
from needs_history.draw_need import timeline
from needs_history.pens import (
    Pen,
    bullets,
    half_year,
    item_list,
    paragraph,
    plain_table,
    tgroup,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from needs_history.core.package import Decision, Package, Standing
    from needs_history.core.settings import Plan

_ = get_translation("needs_history")

PARTS = ("priorities", "changes", "missing", "late", "decisions", "told")
"""The parts of a sheet, in the order of a meeting."""


def title(part: str) -> str:
    """Return the heading of a part."""
    return {
        "priorities": _("Priorities"),
        "changes": _("What has changed since last time"),
        "missing": _("Not followed up in this half-year"),
        "late": _("Overdue"),
        "decisions": _("To be decided"),
        "told": _("Followed up in this half-year"),
    }[part]


def draw(part: str, found: Package, plan: Plan, pen: Pen) -> Iterator[nodes.Node]:
    """Yield one part of the sheet."""
    drawings: dict[str, Callable[[Package, Plan, Pen], Iterator[nodes.Node]]] = {
        "priorities": _priorities,
        "changes": lambda x, _plan, p: changes(x.changes, p),
        "missing": _missing,
        "late": _late,
        "decisions": _decisions,
        "told": _told,
    }
    return drawings[part](found, plan, pen)


def _priorities(found: Package, plan: Plan, pen: Pen) -> Iterator[nodes.Node]:
    if not found.stated:
        names = {
            "goals": pen.kinds(plan.goals).lower(),
            "items": pen.kinds(plan.items).lower(),
        }
        said = _("No %(goals)s and no open %(items)s is stated to be a priority.")
        yield paragraph(said % names, kind="history-none")
        if found.rest:
            yield paragraph(_("All that is open:"))
            yield _standings(pen.kind(plan.items), found.rest, plan, pen)
        return
    for type_, standings in ((plan.goals, found.goals), (plan.items, found.acts)):
        if standings:
            yield _standings(pen.kind(type_), standings, plan, pen)
    if found.rest:
        said = _("Open without being a priority: %d") % len(found.rest)
        yield paragraph(said)


def _standings(
    kind: str, standings: tuple[Standing, ...], plan: Plan, pen: Pen
) -> nodes.table:
    """Return a line an item; state and end only where the type has them."""
    dated = any(x.label.status or x.end for x in standings)
    owner = pen.name(plan.owner) if plan.owner else _("Owner")
    end = pen.name(plan.end) if plan.end else _("End")
    middle = (_("Status"), owner, end) if dated else (owner,)
    rows = []
    for x in standings:
        late = "⚠ " if x.late else ""
        state = (pen.state(x.label.status),) if dated else ()
        until = (f"{late}{pen.date(x.end)}",) if dated else ()
        last = half_year(x.last.period) if x.last else _("never")
        rows.append((pen.item(x.label), *state, x.owner or _("not stated"), *until, last))
    return plain_table(tgroup((kind, *middle, _("Last followed up")), rows))


def _missing(found: Package, plan: Plan, pen: Pen) -> Iterator[nodes.Node]:
    opened = len(found.acts) + len(found.rest)
    if len(found.missing) == opened > 1:
        said = _("None of the %(count)d open %(items)s has been followed up.")
        names = {"count": opened, "items": pen.kinds(plan.items).lower()}
        yield paragraph(said % names)
    elif found.missing:
        yield item_list(found.missing, pen)
    else:
        yield paragraph(_("none"))


def _late(found: Package, _plan: Plan, pen: Pen) -> Iterator[nodes.Node]:
    if not found.late:
        yield paragraph(_("none"))
        return
    yield bullets(
        [
            paragraph(
                pen.item(x.label),
                " – ",
                _("the date was %(date)s; responsible: %(owner)s")
                % {"date": pen.date(x.end), "owner": x.owner or _("not stated")},
            )
        ]
        for x in found.late
    )


def reason(decision: Decision, plan: Plan, pen: Pen) -> str:
    """Return what is to be decided, in words."""
    return {
        core.OVERDUE: _("The date has passed: give it a new one, finish it or give it up."),
        core.NO_OWNER: _("“%s” is not stated: who takes it?") % pen.name(plan.owner),
        core.NO_END: _("“%s” is not stated: when is it to be finished?")
        % pen.name(plan.end),
        core.TO_DECIDE: _("It is a priority, and its state is “%s”: is it to begin?")
        % decision.detail,
        core.UNCOVERED: _("Nothing acts on it: is there to be something?"),
        core.CONFIRM: _("The wording of %s has changed: does the link still hold?")
        % decision.detail,
    }[decision.reason]


def everything(decision: Decision, plan: Plan, pen: Pen) -> str:
    """Return what is to be decided of all that is open."""
    of_owner = decision.reason == core.NO_OWNER
    names = {
        "field": pen.name(plan.owner if of_owner else plan.end),
        "items": pen.kinds(plan.items).lower(),
        "count": decision.detail,
    }
    said = _("%(field)s is stated of none of the %(count)s open %(items)s.")
    return said % names


def _decisions(found: Package, plan: Plan, pen: Pen) -> Iterator[nodes.Node]:
    if found.decisions:
        yield bullets(
            [
                paragraph(pen.item(x.label), " – ", reason(x, plan, pen))
                if x.label
                else paragraph(nodes.strong("", everything(x, plan, pen)))
            ]
            for x in found.decisions
        )
    else:
        yield paragraph(_("none"))
    if found.steps:
        period = half_year(found.steps[0].period)
        yield paragraph(nodes.strong("", _("Next steps from %s") % period))
        yield bullets(
            [paragraph(pen.item(step.label), f" – {step.next}")] for step in found.steps
        )


def _told(found: Package, _plan: Plan, pen: Pen) -> Iterator[nodes.Node]:
    if found.told:
        yield timeline(found.told, pen)
    else:
        yield paragraph(_("none"))
    if found.planned:
        yield paragraph(nodes.strong("", _("Still to come in this half-year")))
        yield timeline(found.planned, pen)
