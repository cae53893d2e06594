"""Drawing of what moves and what stands, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.nodes import bullets, paragraph
from needs_core.progress_text import state_text
from needs_history.nodes import (
    HistoryContext,
    capitalized,
    half_year_name,
    moment_name,
    note,
    plain_table,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docutils import nodes

    from needs_core.core_settings import Roles
    from needs_core.nodes import Content
    from needs_history.core.movement import Movement, StillNeed

_ = get_translation("needs_history")

LOAD, UNKNOWN = "load", "unknown"
"""The part that is known without a snapshot, and what says that there is none."""
PARTS = ("still", "pushed", "candidates", "silent", LOAD, "goals")
"""The parts, in their order."""


def part_title(part: str) -> str:
    """Return the heading of a part."""
    return {
        "still": _("What stands still"),
        "pushed": _("Deadlines that were pushed"),
        "candidates": _("Undecided for more than a year"),
        "silent": _("Owners without any change"),
        "load": _("What runs at the same time"),
        "goals": _("Each goal over time"),
    }[part]


def draw_part(
    part: str, found: Movement, roles: Roles, context: HistoryContext
) -> Iterator[nodes.Node]:
    """Yield one part."""
    if part == UNKNOWN:
        yield note(_("There is no status yet to tell from what has moved."))
        return
    drawings: dict[
        str, Callable[[Movement, Roles, HistoryContext], Iterator[nodes.Node]]
    ] = {
        "still": _still,
        "pushed": _pushed,
        "candidates": _candidates,
        "silent": _silent,
        "load": _load,
        "goals": _goals,
    }
    yield from drawings[part](found, roles, context)


def _since(found: StillNeed) -> str:
    names = {"period": half_year_name(found.since), "count": found.half_years}
    return _("since %(period)s (half-years: %(count)d)") % names


def _still(found: Movement, _roles: Roles, context: HistoryContext) -> Iterator[nodes.Node]:
    text = _("No change and no follow-up in %d half-years or more:") % found.half_years
    yield paragraph(text)
    if not found.still:
        yield note(_("None."))
        return
    yield bullets(
        [paragraph(context.link_to(x.label), f" – {_since(x)}")] for x in found.still
    )


def _pushed(found: Movement, roles: Roles, context: HistoryContext) -> Iterator[nodes.Node]:
    if not found.pushed:
        yield note(_("None."))
        return
    head = (context.type_title(roles.actions), _("Times"), _("First"), _("Now"))
    rows = (
        (context.link_to(x.label), str(x.times), context.date(x.first), context.date(x.now))
        for x in found.pushed
    )
    yield plain_table(head, rows, (4, 1, 2, 2))


def _candidates(
    found: Movement, _roles: Roles, context: HistoryContext
) -> Iterator[nodes.Node]:
    if not found.candidates:
        yield note(_("None."))
        return
    yield bullets(
        [
            paragraph(
                context.link_to(x.label),
                " – ",
                _("at least since %s") % context.date(x.since.isoformat()),
            )
        ]
        for x in found.candidates
    )


def _silent(found: Movement, roles: Roles, context: HistoryContext) -> Iterator[nodes.Node]:
    if not found.silent:
        yield note(_("None."))
        return
    head = (context.field_title(roles.owner), _("What stands"))
    rows = (
        (
            [paragraph(*context.owner(x.name))],
            bullets(
                [paragraph(context.link_to(one.label), f" – {_since(one)}")]
                for one in x.needs
            ),
        )
        for x in found.silent
    )
    yield plain_table(head, rows, (2, 4))


def _load(found: Movement, roles: Roles, context: HistoryContext) -> Iterator[nodes.Node]:
    if found.loads:
        head = (_("Half-year"), _("At the same time"), context.field_title(roles.owner))
        rows = (
            (
                capitalized(half_year_name(x.period)),
                str(x.total),
                _owners(x.owners, roles, context),
            )
            for x in found.loads
        )
        yield plain_table(head, rows, (2, 1, 4))
    if found.undated or not found.loads:
        text = _("Open, without a start or an end, and not counted: %d") % found.undated
        yield note(text)


def _owners(
    owners: tuple[tuple[str, int], ...], roles: Roles, context: HistoryContext
) -> Content:
    return bullets(
        [paragraph(*context.owner(name or None), f": {count}")] for name, count in owners
    )


def _goals(found: Movement, roles: Roles, context: HistoryContext) -> Iterator[nodes.Node]:
    if not found.goals:
        yield note(_("None."))
        return
    moments = (capitalized(moment_name(x)) for x in found.moments)
    head = (context.type_title(roles.goals), *moments)
    rows: list[Sequence[Content]] = [
        (context.link_to(x.label), *(state_text(s) if s else "–" for s in x.steps))
        for x in found.goals
    ]
    yield plain_table(head, rows)
