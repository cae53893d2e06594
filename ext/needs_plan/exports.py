"""Every plan table as a workbook and as CSV: made when changed, and linked on its page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from needs_core.collector import PerPage
from needs_core.conditional import conditions_of, hold
from needs_core.design import LINK
from needs_core.html_tables import caption_text
from needs_core.model import Label
from needs_core.output_addresses import file_names, item_from_file
from needs_core.output_files import OutputFile
from needs_core.reader import look, read_model
from needs_core.sphinx_internals import app_of
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

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from needs_core.conditional import Conditions
    from needs_core.spreadsheet import SheetWriter
    from needs_plan.table import Column, PlanTable, PlanTableSpec, Value

FOLDER = "tables"
"""The folder of the files, in the folder of the output."""
FORMATS = {"csv": "CSV", "xlsx": "Excel"}
"""File endings, and what readers call the format."""

_REVISION = "1"
"""Raised when the same table gives other files, so that old ones are replaced."""
_WIDTHS = {Kind.ID: 11, Kind.TITLE: 46, Kind.LINK: 46, Kind.BACK: 46, Kind.REMARKS: 34}
_WIDTH = 20
_FORMATS: Mapping[str, Mapping[str, object]] = {
    **LIST_FORMATS,
    "link": {"font_color": LINK.light, "underline": 1, "text_wrap": True, "valign": "top"},
}


@dataclass(frozen=True, slots=True)
class TableOnPage:
    """A table of a page: its name, its caption and what it shows."""

    name: str
    caption: str
    spec: PlanTableSpec
    conditions: Conditions
    """Those of ``only`` around it."""


def _read_tables(app: Sphinx, doctree: nodes.document) -> tuple[TableOnPage, ...] | None:
    docname, found = app.env.current_document.docname, []
    for number, body in enumerate(doctree.findall(PlanTableNode)):
        # A page that is drawn as part of another still knows which table this is.
        body["place"] = (docname, number)
        outer = body.parent
        name = next(iter((*outer["names"], *outer["dupnames"])), "")
        caption, conditions = caption_text(outer), conditions_of(body)
        found.append(TableOnPage(name, caption, body["view"], conditions))
    return tuple(found) or None


tables = PerPage("needs_plan_tables", _read_tables)
"""The tables of each page that has any, in the order of the page."""


def names_by_page(env: BuildEnvironment) -> dict[str, tuple[str, ...]]:
    """Return the file names of each page's tables, without endings."""
    return file_names(
        {x: [t.name for t in found] for x, found in tables.pages(env).items()}
    )


def shown_tables(app: Sphinx) -> Iterator[tuple[str, str, TableOnPage]]:
    """Yield page, file name and table of every table that this build shows."""
    names = names_by_page(app.env)
    for docname, found in sorted(tables.pages(app.env).items()):
        for name, one in zip(names[docname], found, strict=True):
            if hold(app, one.conditions):
                yield docname, name, one


def shown_names(env: BuildEnvironment) -> dict[str, tuple[str, ...]]:
    """Return the file names of the tables that this build shows, by page."""
    names = dict[str, tuple[str, ...]]()
    for docname, name, _table in shown_tables(app_of(env)):
        names[docname] = (*names.get(docname, ()), name)
    return names


def file_name(env: BuildEnvironment, body: nodes.Element) -> str:
    """Return the file name of a table; empty for one that is shown again elsewhere."""
    if "place" not in body:
        return ""
    place: tuple[str, int] = body["place"]
    docname, number = place
    return names_by_page(env)[docname][number]


def output_files(app: Sphinx) -> Iterator[OutputFile]:
    """Yield the files of every table."""
    model, address = read_model(app.config), partial(item_from_file, app.builder)
    for docname, name, one in shown_tables(app):
        table = look(app, one.spec)
        text = PlanText(model, one.spec.type, app.config.language)
        place = (name, one.caption, app.builder.name, app.config.html_baseurl)
        key = digest([_REVISION, place, text, table])
        csv = partial(_csv, table, text)
        yield OutputFile(f"{name}.csv", key, csv, docname)
        xlsx = partial(_xlsx, table, text, one.caption, address)
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
    caption: str,
    address: Callable[[Label], str | None],
) -> bytes:
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
