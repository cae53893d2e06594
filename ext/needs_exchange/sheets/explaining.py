"""The sheets of a plan that are read and not changed: the guide, and what ids mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from needs_exchange.sheets.contents import Plan

_ = get_translation("needs_exchange")


def explain(page: Worksheet, plan: Plan, looks: dict[str, Format]) -> None:
    """Write what a planner may do in the workbook."""
    page.set_column(0, 0, 100)
    page.write_string(0, 0, plan.title, looks["big"])
    lines: Iterable[object] = (
        _("Change what you like in the white columns, and send the file back."),
        _("Grey columns (id and page) stay as they are in rows that exist."),
        _("A new need: write a row at the bottom, leave the id empty, and choose a page."),
        _("A row that you delete is not deleted on the pages: you will be asked."),
        _("Several ids in a cell are parted by commas. The sheet Ids explains them."),
        _("An empty cell means not stated. Never write a guess."),
        _("Write no names of persons: write a role or a unit."),
        _("Do not write formulas, and do not merge cells: such a file is refused."),
    )
    for row, line in enumerate(lines, start=2):
        page.write_string(row, 0, str(line), looks["plain"])


def look_up(page: Worksheet, plan: Plan, looks: dict[str, Format]) -> None:
    """Write every id that a link may point at, and what it means."""
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 14)
    page.set_column(2, 2, 90)
    heads = (str(_("Kind")), "Id", str(_("Title")))
    for number, head in enumerate(heads):
        page.write_string(0, number, head, looks["head"])
    for row, texts in enumerate(plan.lookups, start=1):
        for number, text in enumerate(texts):
            page.write_string(row, number, text, looks["plain"])
    page.freeze_panes(1, 0)
