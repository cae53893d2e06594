"""The sheet of a half-year as a workbook. What is text is never a formula."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from sphinx.locale import get_translation
from xlsxwriter import Workbook

from needs_core.dates import read_day
from needs_history.core.changes import LINK, STATUS, TEXT, TITLE
from needs_history.draw_package import everything, reason, title
from needs_history.pens import Pen, half_year

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needs_history.core.following import FollowUp
    from needs_history.core.package import Package, Standing
    from needs_history.core.settings import Plan

_ = get_translation("needs_history")

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""When every workbook was made: the same content gives the same bytes on any day."""

_FIRST_YEAR = 1900
"""Excel knows no earlier day."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONGEST = 32_000
"""Characters; a cell of Excel holds 32,767."""

_WIDTHS = (14, 46, 20, 30, 18, 20, 50)

Row = tuple[str, ...]


def workbook(found: Package, plan: Plan, pen: Pen) -> bytes:
    """Return the workbook of a half-year's sheet."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "remove_timezone": True})
    said = _("The sheet of the %s") % half_year(found.period)
    book.set_properties({"title": said, "created": _LONG_AGO})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    dated = book.add_format({"valign": "top", "align": "left", "num_format": "dd-mm-yyyy"})
    nothing = _nothing(found)
    for number, (name, head, rows) in enumerate(_sheets(found, plan, pen), start=1):
        none = nothing.get(number, _("none"))
        sheet = book.add_worksheet(f"{number} {name}"[:31])
        for column, text in enumerate(head):
            sheet.write_string(0, column, text, bold)
            sheet.set_column(column, column, _WIDTHS[column])
        for at, row in enumerate(rows or [(none,)], start=1):
            for column, text in enumerate(row):
                day = read_day(text)
                if day and day.year >= _FIRST_YEAR:
                    moment = datetime.combine(day, time.min, UTC)
                    sheet.write_datetime(at, column, moment, dated)
                else:
                    sheet.write_string(at, column, _cell(text), plain)
        sheet.freeze_panes(1, 0)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(head) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    book.close()
    return buffer.getvalue()


def _nothing(found: Package) -> dict[int, str]:
    """Return what an empty sheet means, by its number, where that is not "none"."""
    said = {1: _("not stated")}
    return (
        said
        if found.changes
        else {**said, 3: _("There is no snapshot to compare with yet.")}
    )


def _cell(text: str) -> str:
    clean = _CONTROL.sub("", text)
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def _sheets(
    found: Package, plan: Plan, pen: Pen
) -> Iterator[tuple[str, Row, Sequence[Row]]]:
    owner = pen.name(plan.owner) if plan.owner else _("Owner")
    end = pen.name(plan.end) if plan.end else _("End")
    item = ("Id", _("Title"))
    head = (*item, _("Status"), owner, end, _("Last followed up"))
    lines = [_standing(x, pen) for x in (*found.goals, *found.acts)]
    yield _("Priorities"), head, lines
    yield _("Open"), head, [_standing(x, pen) for x in found.rest]
    yield _("Changes"), (*item, _("What"), _("Before"), _("Now")), [*_changes(found, pen)]
    missing = [(x.id, x.title, pen.state(x.status)) for x in found.missing]
    yield _("Missing"), (*item, _("Status")), missing
    yield _("Overdue"), head, [_standing(x, pen) for x in found.late]
    decisions = [
        (x.label.id, x.label.title, reason(x, plan, pen))
        if x.label
        else ("", "", everything(x, plan, pen))
        for x in found.decisions
    ]
    yield _("To be decided"), (*item, title("decisions")), decisions
    told = (*item, _("Status"), _("Decision"), _("Half-year"), _("Of"), _("Next step"))
    yield (
        _("Follow-ups"),
        told,
        [_told(x, pen) for x in (*found.planned, *found.told, *found.steps)],
    )


def _standing(x: Standing, pen: Pen) -> Row:
    last = half_year(x.last.period) if x.last else _("never")
    return (
        x.label.id,
        x.label.title,
        pen.state(x.label.status) if x.label.status else "",
        x.owner or _("not stated"),
        x.end or _("not stated"),
        last,
    )


def _changes(found: Package, pen: Pen) -> Iterator[Row]:
    if found.changes is None:
        return
    for label in found.changes.added:
        yield label.id, label.title, _("New"), "", ""
    for label in found.changes.gone:
        yield label.id, label.title, _("Gone"), "", ""
    names = {TITLE: _("Title"), STATUS: _("Status"), TEXT: _("Text"), LINK: _("Link")}
    for change in found.changes.changed:
        for part in change.parts:
            known = names.get(part.kind) if part.kind != LINK else None
            name = known or pen.name(part.name)
            yield change.label.id, change.label.title, name, part.old, part.new
        if change.moved:
            yield change.label.id, change.label.title, _("Page"), *change.moved


def _told(x: FollowUp, pen: Pen) -> Row:
    return (
        x.label.id,
        x.label.title,
        _("planned") if x.planned else pen.state(x.status) if x.status else "",
        x.decision or "",
        half_year(x.period),
        ", ".join(label.id for label in x.of),
        x.next or "",
    )
