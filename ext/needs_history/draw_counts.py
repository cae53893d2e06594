"""Counts over time, the pace, and how well the plan is kept, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_history.pens import (
    Pen,
    bullets,
    half_year,
    item_list,
    moment,
    paragraph,
    plain_table,
    tgroup,
    upper,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needs_core.model import Label
    from needs_history.core.counting import Count, Pace, Point, Upkeep
    from needs_history.core.settings import Plan

_ = get_translation("needs_history")


def trend(points: Sequence[Point], plan: Plan, pen: Pen) -> nodes.tgroup:
    """Return a row a moment: the goals acted on, then how many items in each state."""
    found = {name for point in points for name, _count in point.states}
    states = [x for x in (*pen.states.names, *sorted(found)) if x in found]
    states = list(dict.fromkeys(states))
    goals, acts = pen.kinds(plan.goals), pen.kinds(plan.items).lower()
    head = [
        _("When"),
        _("%(goals)s with %(items)s") % {"goals": goals, "items": acts},
        *(upper(pen.state(x or None)) for x in states),
    ]
    rows = []
    for point in points:
        counts = dict(point.states)
        covered = {"part": point.covered, "whole": point.goals}
        rows.append(
            [
                upper(moment(point.name)),
                _("%(part)d of %(whole)d") % covered,
                *(str(counts.get(x, 0)) for x in states),
            ]
        )
    return tgroup(head, rows)


def values(
    shown: tuple[tuple[str, ...], tuple[tuple[Label, tuple[str | None, ...], str], ...]],
    kind: str,
    pen: Pen,
) -> nodes.tgroup:
    """Return a row a need, with its value at every moment."""
    moments, rows = shown
    head = [pen.kind(kind), *(upper(moment(x)) for x in moments), _("Unit")]
    return tgroup(
        head,
        (
            [pen.item(label), *(x or _("not stated") for x in found), unit or "–"]
            for label, found, unit in rows
        ),
    )


def pace(found: Pace, pen: Pen) -> nodes.tgroup:
    """Return a row a half-year: what begins, what ends."""
    head = (_("Half-year"), _("Begin"), _("End"))
    rows = []
    for load in found.loads:
        crowded = load in found.crowded
        said = f"{len(load.start)}"
        if crowded:
            said = f"⚠ {len(load.start)} – " + _("more than %d") % (found.most or 0)
        rows.append(
            (
                upper(half_year(load.period)),
                [paragraph(said), *_listed(load.start, pen)],
                [paragraph(str(len(load.end))), *_listed(load.end, pen)],
            )
        )
    return tgroup(head, rows, (1, 2, 2))


def pace_rest(found: Pace, pen: Pen) -> Iterator[nodes.Node]:
    """Yield what has no date."""
    for said, labels in (
        (_("Start not stated: %d"), found.no_start),
        (_("End not stated: %d"), found.no_end),
    ):
        if labels:
            yield paragraph(nodes.strong("", f"○ {said % len(labels)}"))
        if labels and found.loads:
            yield item_list(labels, pen)


def upkeep(found: Upkeep, plan: Plan, pen: Pen) -> Iterator[nodes.Node]:
    """Yield the counts as a table, and what lacks below."""
    lines = [
        (_("Finished, of all"), found.done),
        (_of_open(plan.owner, pen), found.owner),
        (_of_open(plan.start, pen), found.start),
        (_of_open(plan.end, pen), found.end),
        (_fresh(found), found.fresh),
    ]
    stated = [(said, count) for said, count in lines if count is not None]
    head = (pen.kind(plan.items), _("How many"), _("Not yet"))
    rows = [
        (
            said,
            _("%(part)d of %(whole)d") % {"part": count.part, "whole": count.whole},
            _lacking(count, pen),
        )
        for said, count in stated
    ]
    table = plain_table(tgroup(head, rows, (3, 1, 4)))
    yield table
    if found.fresh is None:
        yield paragraph(_("Nothing has been followed up yet."), kind="history-none")


def _of_open(field: str, pen: Pen) -> str:
    return _("%s stated, of the open ones") % pen.name(field)


def _fresh(found: Upkeep) -> str:
    return _("Followed up or changed since %s, of the open ones") % half_year(found.round)


def _lacking(count: Count, pen: Pen) -> Sequence[nodes.Node]:
    if not count.lacking:
        return [paragraph(_("none"))]
    if len(count.lacking) == count.whole > 1:
        return [paragraph(_("all %d") % count.whole)]
    return [item_list(count.lacking, pen)]


def _listed(labels: Sequence[Label], pen: Pen) -> list[nodes.Node]:
    return [bullets([paragraph(pen.item(x))] for x in labels)] if labels else []
