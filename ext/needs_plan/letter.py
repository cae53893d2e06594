"""The text to send to an owner: what is open, overdue, due and awaits a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.dates import long_date, today
from needs_core.progress_text import computed_text
from needs_core.spreadsheet import clean
from needs_core.states import State
from needs_plan.owners import OPEN, DayKind
from needs_plan.table import Kind
from needs_plan.text import standing_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from needs_plan.owners import DueDay, Owner
    from needs_plan.table import Column, PlanRow, PlanTable, Standing, Value
    from needs_plan.text import PlanText

_ = get_translation("needs_plan")

_UNTOLD = {Kind.ID, Kind.TITLE, Kind.STANDING, Kind.LINK, Kind.BACK}
"""The columns that a line begins with, or that say nothing of what is to be done."""


def letter_text(
    owner: Owner,
    tables: Iterable[tuple[Standing, PlanTable]],
    days: Iterable[DueDay],
    text: PlanText,
    project: str,
) -> str:
    """Return the text, ready to be sent."""
    return "".join(f"{line}\n" for line in _lines(owner, tables, days, text, project))


def letter_bytes(text: str) -> bytes:
    """Return a text as a file that editors and browsers of Windows read as it is."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _lines(
    owner: Owner,
    tables: Iterable[tuple[Standing, PlanTable]],
    days: Iterable[DueDay],
    text: PlanText,
    project: str,
) -> Iterator[str]:
    yield str(_("To: %s") % clean(owner.name))
    yield str(_("Subject: What you are responsible for in %s") % clean(project))
    yield ""
    if owner.open:
        yield str(_("Open %(kind)s: %(count)d.")) % {
            "kind": text.kind,
            "count": owner.open,
        }
    else:
        yield str(_("Nothing is open."))
    for standing, table in tables:
        if standing in OPEN:
            yield from ("", f"{standing_text(standing)} ({len(table.rows)})")
            for row in table.rows:
                yield from _need(table, row, text)
    yield from _days(days, text)
    yield ""
    if owner.open:
        yield str(_("Is anything wrong, or has something changed? Please answer with it."))
    yield computed_text(today(), text.language)


def _need(table: PlanTable, row: PlanRow, text: PlanText) -> Iterator[str]:
    """Yield a line with the need, and one with what is known of it."""
    yield f"- {clean(row.label.id)} {clean(row.label.title)}"
    facts = []
    for column, cell in zip(table.columns, row.cells, strict=True):
        said = "; ".join(_value(value, column, text) for value in cell) or text.empty(
            column
        )
        if said and column.kind not in _UNTOLD:
            facts.append(f"{clean(text.heading(column))}: {said}")
    yield f"  {'. '.join(facts)}."


def _value(value: Value, column: Column, text: PlanText) -> str:
    return clean(value.name if isinstance(value, State) else text.value(value, column))


def _days(days: Iterable[DueDay], text: PlanText) -> Iterator[str]:
    """Yield the milestones that are late, and the days that are still to come."""
    at = today()
    other = [x for x in days if x.kind is not DayKind.DEADLINE]
    late = [x for x in other if x.kind is DayKind.MILESTONE and x.day < at]
    coming = [x for x in other if x.day >= at]
    for heading, found in (
        (_("Milestones whose day has passed (%d)"), late),
        (_("Days to come (%d)"), coming),
    ):
        if found:
            yield from ("", str(heading) % len(found))
        for x in found:
            said = f"{clean(x.label.id)} {clean(x.label.title)}"
            own = f" – {clean(x.text)}" if x.text else ""
            yield f"- {long_date(x.day, text.language)}: {said}{own}"
