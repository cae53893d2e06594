"""Every plan table as a workbook and as CSV: made when changed, and linked on its page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from needs_core.design import LINK
from needs_core.items import Label
from needs_core.model_reader import read_model
from needs_core.output_addresses import item_from_file
from needs_core.output_files import OutputFile
from needs_core.page_tables import PageTables, names_of_docs
from needs_core.progress_text import computed_text
from needs_core.reader import look, read_items
from needs_core.spreadsheet import (
    A3,
    LIST_FORMATS,
    WorkbookWriter,
    clean,
    csv_bytes,
    excel_day,
    line_count,
    plain,
)
from needs_core.views import digest
from needs_plan.directives import PlanTableNode
from needs_plan.table import Kind
from needs_plan.text import PlanText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.application import Sphinx

    from needs_core.spreadsheet import SheetWriter
    from needs_plan.table import Column, PlanTable, PlanTableSpec, Value

FOLDER = "tables"
"""The folder of the files, in the folder of the output."""
FORMATS = {"csv": "CSV", "xlsx": "Excel"}
"""File endings, and what readers call the format."""

_REVISION = "2"
"""Raised when the same table gives other files, so that old ones are replaced."""
_WIDTHS = {Kind.ID: 11, Kind.TITLE: 46, Kind.LINK: 46, Kind.BACK: 46, Kind.REMARKS: 34}
_WIDTH = 20
_FORMATS: Mapping[str, Mapping[str, object]] = {
    **LIST_FORMATS,
    "note": {"valign": "top"},
    "link": {"font_color": LINK.light, "underline": 1, "text_wrap": True, "valign": "top"},
}


tables: PageTables[PlanTableSpec] = PageTables(
    "needs_plan_tables", PlanTableNode, "view", names_of_docs(FOLDER)
)
"""The tables of each page that has any, in the order of the page."""


def output_files(app: Sphinx) -> Iterator[OutputFile]:
    """Yield the files of every table."""
    model, address = read_model(app.config), partial(item_from_file, app.builder)
    for docname, name, one in tables.shown(app):
        table = look(app, one.spec)
        text = PlanText(
            model, one.spec.type, app.config.language, one.spec.rules.steps.goals
        )
        place = (name, one.caption, app.builder.name, app.config.html_baseurl)
        day = read_items(app).day_of(one.spec)
        said = computed_text(day, app.config.language) if day else ""
        key = digest([_REVISION, place, text, said, table])
        csv = partial(_csv, table, text)
        yield OutputFile(f"{name}.csv", key, csv, docname)
        xlsx = partial(_xlsx, table, text, (one.caption, said), address)
        yield OutputFile(f"{name}.xlsx", key, xlsx, docname)


def _csv(table: PlanTable, text: PlanText) -> bytes:
    rows = [[plain(clean(text.heading(column))) for column in table.columns]]
    for row in table.rows:
        pairs = zip(table.columns, row.cells, strict=True)
        rows.append([plain(clean(_cell(text, column, cell))) for column, cell in pairs])
    return csv_bytes(rows)


def _xlsx(
    table: PlanTable,
    text: PlanText,
    around: tuple[str, str],
    address: Callable[[Label], str | None],
) -> bytes:
    """Return the workbook; ``around`` is its title, and on which day it was computed."""
    caption, computed = around
    book = WorkbookWriter(clean(caption), _FORMATS)
    writer = book.add_sheet(clean(caption) or text.kind)
    widths = [_WIDTHS.get(column.kind, _WIDTH) for column in table.columns]
    writer.columns(widths)
    for number, column in enumerate(table.columns):
        writer.text(0, number, clean(text.heading(column)), "head")
    for line, row in enumerate(table.rows, start=1):
        texts = []
        for number, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
            _write(writer, (line, number), column, cell, (text, address))
            texts.append((_cell(text, column, cell), widths[number]))
        writer.row_lines(line, line_count(texts))
    writer.sheet.freeze_panes(1, 0)
    writer.sheet.repeat_rows(0)
    if computed:  # apart from the table, so that nothing sorts it
        writer.text(len(table.rows) + 2, 0, computed, "note")
    last = max(len(table.columns) - 1, 0)
    writer.sheet.autofilter(0, 0, len(table.rows), last)
    writer.print_across(A3)
    return book.data()


def _write(
    writer: SheetWriter,
    place: tuple[int, int],
    column: Column,
    cell: tuple[Value, ...],
    known: tuple[PlanText, Callable[[Label], str | None]],
) -> None:
    text, address = known
    shown = clean(_cell(text, column, cell))
    only = cell[0] if len(cell) == 1 else None
    day = excel_day(only) if isinstance(only, str) else None
    if day:
        writer.day(*place, day, "day")
    elif isinstance(only, str) and text.is_number(column, only):
        writer.number(*place, float(only), "number")
    elif isinstance(only, Label):
        writer.link(*place, address(only), shown, "link")
    else:
        writer.text(*place, shown)


def _cell(text: PlanText, column: Column, cell: tuple[Value, ...]) -> str:
    """Return a cell as text; days as ``2027-03-31``, so that a sheet can sort them."""
    values = (
        value
        if isinstance(value, str)
        else value.title
        if isinstance(value, Label) and column.kind is Kind.TITLE
        else text.value(value)
        for value in cell
    )
    return "; ".join(values)
