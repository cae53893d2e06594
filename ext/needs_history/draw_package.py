"""Drawing of the meeting package, part by part; its words are those of the workbook."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.nodes import bullets, folded, paragraph
from needs_core.progress_text import (
    covering_share,
    distribution_text,
    remarks_text,
    state_text,
)
from needs_history.core import package
from needs_history.draw_needs import changes, timeline
from needs_history.nodes import HistoryContext, half_year_name, note, plain_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from needs_core.core_settings import Roles
    from needs_history.core.package import Decision, MeetingPackage, NeedStatus

_ = get_translation("needs_history")

PARTS = ("decisions", "priorities", "goals", "changes", "missing", "late", "held")
"""The parts of a package, in the order of a meeting: what is to be decided comes first."""


_MANY = 6
"""A question that is asked of so many is asked of them all."""


def part_title(part: str) -> str:
    """Return the heading of a part."""
    return {
        "priorities": _("Priorities"),
        "goals": _("Not covered yet"),
        "changes": _("What has changed since last time"),
        "missing": _("Not followed up in this half-year"),
        "late": _("Overdue"),
        "decisions": _("To be decided"),
        "held": _("Followed up in this half-year"),
    }[part]


def draw_part(
    part: str, found: MeetingPackage, roles: Roles, context: HistoryContext
) -> Iterator[nodes.Node]:
    """Yield one part of the package."""
    drawings: dict[
        str, Callable[[MeetingPackage, Roles, HistoryContext], Iterator[nodes.Node]]
    ] = {
        "priorities": _priorities,
        "goals": _goals,
        "changes": lambda found, _roles, context: changes(found.changes, context),
        "missing": _missing,
        "late": _late,
        "decisions": _decisions,
        "held": _held,
    }
    return drawings[part](found, roles, context)


def decision_text(decision: Decision, roles: Roles, context: HistoryContext) -> str:
    """Return what is to be decided, in words."""
    if decision.label is None:
        of_owner = decision.reason == package.NO_OWNER
        names = {
            "field": context.field_title(roles.owner if of_owner else roles.end),
            "items": context.type_name(roles.actions).lower(),
            "count": decision.detail,
        }
        text = _("%(field)s is stated of none of the %(count)s open %(items)s.")
        return text % names
    owner, end = context.field_title(roles.owner), context.field_title(roles.end)
    return {
        package.OVERDUE: _(
            "The date has passed: give it a new one, finish it or give it up."
        ),
        package.NO_OWNER: _("“%s” is not stated: who takes it?") % owner,
        package.NO_END: _("“%s” is not stated: when is it to be finished?") % end,
        package.TO_DECIDE: _("It is a priority, and its state is “%s”: is it to begin?")
        % decision.detail,
        package.UNCOVERED: _("Nothing acts on it: is there to be something?"),
        package.DISAGREES: _(
            "%(follow_up)s says “%(said)s”, and it says “%(own)s” itself: which holds?"
        )
        % {
            "follow_up": decision.detail,
            "said": decision.said,
            "own": decision.label.status or _("not stated"),
        },
        package.CONFIRM: _("The wording of %s has changed: does the link still hold?")
        % decision.detail,
    }[decision.reason]


def owner_title(roles: Roles, context: HistoryContext) -> str:
    """Return the heading of the column of owners."""
    return context.field_title(roles.owner) if roles.owner else _("Owner")


def end_title(roles: Roles, context: HistoryContext) -> str:
    """Return the heading of the column of ends."""
    return context.field_title(roles.end) if roles.end else _("End")


def _priorities(
    found: MeetingPackage, roles: Roles, context: HistoryContext
) -> Iterator[nodes.Node]:
    if not (found.goals or found.priorities):
        names = {
            "goals": context.type_name(roles.goals).lower(),
            "items": context.type_name(roles.actions).lower(),
        }
        text = _("No %(goals)s and no open %(items)s is stated to be a priority.")
        yield note(text % names)
        if found.others:
            table = _status_table(roles.actions, found.others, roles, context)
            summary = _("All that is open: %d") % len(found.others)
            shown = [] if context.html else [paragraph(summary)]
            drawn = folded([*shown, table], summary, html=context.html)
            yield from drawn if isinstance(drawn, list) else [drawn]
        return
    for type_, lines in ((roles.goals, found.goals), (roles.actions, found.priorities)):
        if lines:
            yield _status_table(type_, lines, roles, context)
    if found.others:
        yield paragraph(_("Open without being a priority: %d") % len(found.others))


def _status_table(
    type_: str, lines: tuple[NeedStatus, ...], roles: Roles, context: HistoryContext
) -> nodes.table:
    """Return a row for each need; state and end only where any of them has one."""
    dated = any(x.label.status or x.end for x in lines)
    owner = owner_title(roles, context)
    middle = (_("Status"), owner, end_title(roles, context)) if dated else (owner,)
    rows = []
    for x in lines:
        late = "⚠ " if x.late else ""
        state = (context.state(x.label.status),) if dated else ()
        end = (f"{late}{context.date(x.end)}",) if dated else ()
        last = half_year_name(x.last.period) if x.last else _("never")
        link = context.link_to(x.label)
        responsible = context.owner(x.owner)
        rows.append((link, *state, responsible, *end, last))
    head = (context.type_title(type_), *middle, _("Last followed up"))
    return plain_table(head, rows)


def _goals(
    found: MeetingPackage, roles: Roles, context: HistoryContext
) -> Iterator[nodes.Node]:
    """Yield how many goals are covered, and those that are not with their step."""
    covering = found.goal_count - len(found.below)
    words = covering_share(covering, found.goal_count, context.steps)
    yield paragraph(f"{context.type_name(roles.goals)}, {words}")
    if found.below:
        rows = (
            (
                context.link_to(label),
                state_text(step.step),
                distribution_text(step.distribution) or _("none"),
                remarks_text(step, context.model),
            )
            for label, step in found.below
        )
        acting = context.type_name(roles.actions)
        head = (context.type_title(roles.goals), _("Step"), acting, _("Remarks"))
        yield plain_table(head, rows)


def _missing(
    found: MeetingPackage, roles: Roles, context: HistoryContext
) -> Iterator[nodes.Node]:
    opened = len(found.priorities) + len(found.others)
    if len(found.missing) == opened > 1:
        text = _("None of the %(count)d open %(items)s has been followed up.")
        names = {"count": opened, "items": context.type_name(roles.actions).lower()}
        yield paragraph(text % names)
    elif found.missing:
        yield context.list_of(found.missing)
    else:
        yield paragraph(_("none"))


def _late(
    found: MeetingPackage, roles: Roles, context: HistoryContext
) -> Iterator[nodes.Node]:
    if not found.late:
        yield paragraph(_("none"))
        return
    yield bullets(
        paragraph(
            context.link_to(x.label),
            " – ",
            _("the date was %s; responsible:") % context.date(x.end),
            " ",
            *context.owner(x.owner),
        )
        for x in found.late
    )


def _decisions(
    found: MeetingPackage, roles: Roles, context: HistoryContext
) -> Iterator[nodes.Node]:
    if found.decisions:
        yield bullets(_questions(found.decisions, roles, context))
    else:
        yield paragraph(_("none"))
    if found.next_steps:
        period = half_year_name(found.next_steps[0].period)
        yield paragraph(nodes.strong("", _("Next steps from %s") % period))
        yield bullets(
            paragraph(context.link_to(x.label), f" – {x.next_step}")
            for x in found.next_steps
        )


def _questions(
    decisions: Iterable[Decision], roles: Roles, context: HistoryContext
) -> Iterator[Sequence[nodes.Node]]:
    """Yield each question; one that is asked of many is asked once, of them all."""
    for text, asked in groupby(decisions, lambda x: decision_text(x, roles, context)):
        found = list(asked)
        labels = [x.label for x in found if x.label]
        if len(labels) < _MANY:
            yield from ([_decision(x, roles, context)] for x in found)
        else:
            asked_of = paragraph(nodes.strong("", f"{text} ({len(labels)})"))
            yield [asked_of, context.list_of(labels)]


def _decision(decision: Decision, roles: Roles, context: HistoryContext) -> nodes.paragraph:
    text = decision_text(decision, roles, context)
    if decision.label is None:
        return paragraph(nodes.strong("", text))
    return paragraph(context.link_to(decision.label), " – ", text)


def _held(
    found: MeetingPackage, _roles: Roles, context: HistoryContext
) -> Iterator[nodes.Node]:
    if found.held:
        yield timeline(found.held, context)
    else:
        yield paragraph(_("none"))
    if found.planned:
        yield paragraph(nodes.strong("", _("Still to come in this half-year")))
        yield timeline(found.planned, context)
