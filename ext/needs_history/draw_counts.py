"""Tables of the counts: trend, values over time, workload and upkeep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.dates import long_date
from needs_core.nodes import paragraph, table_body
from needs_core.progress_text import distribution_text
from needs_history.nodes import (
    HistoryContext,
    capitalized,
    half_year_name,
    moment_name,
    note,
    plain_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needs_core.core_settings import Roles
    from needs_core.items import Label
    from needs_core.nodes import Content
    from needs_history.core.counts import Count, TrendPoint, Upkeep, Workload
    from needs_history.views import ValuesView, ValueTable

_ = get_translation("needs_history")


def trend(
    points: Sequence[TrendPoint], roles: Roles, context: HistoryContext
) -> nodes.tgroup:
    """Return a row for each moment: the goals acted on, the needs in each state."""
    found = {name for point in points for name, _count in point.states}
    names = dict.fromkeys((*context.states.names, *sorted(found)))
    states = [x for x in names if x in found]
    stepped = any(point.steps.counts for point in points)
    goals = context.type_name(roles.goals)
    acting = context.type_name(roles.actions).lower()
    head = [
        _("When"),
        _("%(goals)s with %(items)s") % {"goals": goals, "items": acting},
        *([_("%s by step") % goals] if stepped else ()),
        *(capitalized(context.state(x or None)) for x in states),
    ]
    rows = []
    for point in points:
        counts = dict(point.states)
        covered = {"part": point.covered, "whole": point.goals}
        rows.append(
            [
                _moment(point, context),
                _("%(part)d of %(whole)d") % covered,
                *([distribution_text(point.steps)] if stepped else ()),
                *(str(counts.get(x, 0)) for x in states),
            ]
        )
    widths = (4, 4, *([5] if stepped else ()), *(3 for _state in states))
    return table_body(head, rows, widths)


def _moment(point: TrendPoint, context: HistoryContext) -> str:
    """Return the half-year of a snapshot, or today with the day."""
    name = capitalized(moment_name(point.name))
    if point.name or point.day is None:
        return name
    return f"{name}, {long_date(point.day, context.language)}"


def values(found: ValueTable, view: ValuesView, context: HistoryContext) -> nodes.tgroup:
    """Return a row for each need, with its value at every moment."""
    moments = (capitalized(moment_name(x)) for x in found.moments)
    head = [context.type_title(view.type), *moments, _("Unit")]
    return table_body(
        head,
        (
            [
                context.link_to(row.label),
                *(context.field_value(view.field, x) for x in row.values),
                row.unit or "–",
            ]
            for row in found.rows
        ),
    )


def workload(found: Workload, context: HistoryContext) -> nodes.tgroup:
    """Return a row for each half-year: what begins, what ends."""
    rows = []
    for load in found.loads:
        start = f"{len(load.start)}"
        if load in found.crowded:
            start = f"⚠ {start} – " + _("more than %d") % (found.most or 0)
        rows.append(
            (
                capitalized(half_year_name(load.period)),
                _with_list(start, load.start, context),
                _with_list(str(len(load.end)), load.end, context),
            )
        )
    return table_body((_("Half-year"), _("Begin"), _("End")), rows, (1, 2, 2))


def without_date(found: Workload, context: HistoryContext) -> Iterator[nodes.Node]:
    """Yield what has no start or no end."""
    for text, labels in (
        (_("Start not stated: %d"), found.no_start),
        (_("End not stated: %d"), found.no_end),
    ):
        if labels:
            yield paragraph(nodes.strong("", f"○ {text % len(labels)}"))
        if labels and found.loads:
            yield context.list_of(labels)


def upkeep(found: Upkeep, roles: Roles, context: HistoryContext) -> Iterator[nodes.Node]:
    """Yield the counts as a table, with what is missing."""
    stated = _("%s stated, of the open ones")
    since = _("Followed up or changed since %s, of the open ones")
    lines = [
        (_("Finished, of all"), found.done),
        (stated % context.field_title(roles.owner), found.owner),
        (stated % context.field_title(roles.start), found.start),
        (stated % context.field_title(roles.end), found.end),
        (since % half_year_name(found.period), found.fresh),
    ]
    head = (context.type_title(roles.actions), _("How many"), _("Not yet"))
    rows = [
        (
            text,
            _("%(part)d of %(whole)d") % {"part": count.count, "whole": count.total},
            _missing(count, context),
        )
        for text, count in lines
        if count is not None
    ]
    yield plain_table(head, rows, (3, 1, 4))
    if found.fresh is None:
        yield note(_("Nothing has been followed up yet."))


def _missing(count: Count, context: HistoryContext) -> Content:
    if not count.missing:
        return _("none")
    if len(count.missing) == count.total > 1:
        return _("all %d") % count.total
    return context.list_of(count.missing)


def _with_list(text: str, labels: Sequence[Label], context: HistoryContext) -> Content:
    return [paragraph(text), *([context.list_of(labels)] if labels else [])]
