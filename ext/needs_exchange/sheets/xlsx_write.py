"""The plan as a workbook: a sheet a type, a guide, the ids, and the control of each row.

What comes from a page is written as a string or as a day, and as nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_authoring.sheet_control import CONTROL
from needs_authoring.values import NUMBER, TITLE
from needs_core.design import TONES
from needs_core.spreadsheet import A3, LIST_FORMATS, WorkbookWriter, excel_day, line_count
from needs_exchange.plan_sheets import ID, PAGE, is_editable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needs_authoring.values import FieldRule
    from needs_core.spreadsheet import SheetWriter
    from needs_exchange.plan_sheets import FilledSheet, PlanContents

_ = get_translation("needs_exchange")

_LISTS = "_lists"
_SPARE = 500
"""Rows below the last that take lists and days, too: room for new needs."""
_FORMATS: Mapping[str, Mapping[str, object]] = {
    **LIST_FORMATS,
    "fixed": {"num_format": "@", "valign": "top", "bg_color": TONES["rank-0"].fill.light},
    "plain": {"text_wrap": True, "valign": "top"},
    "big": {"bold": True, "font_size": 14},
}
_WIDTHS = {ID: 12, TITLE: 44, PAGE: 18}


def xlsx_bytes(plan: PlanContents) -> bytes:
    """Return the workbook; the same plan gives the same bytes."""
    book = WorkbookWriter(plan.title, _FORMATS)
    writers = [book.add_sheet(filled.sheet.name) for filled in plan.sheets]
    _guide(book.add_sheet(str(_("Guide"))), plan)
    _ids(book.add_sheet(str(_("Ids"))), plan)
    lists = _ChoiceLists(book.add_sheet(_LISTS))
    for writer, filled in zip(writers, plan.sheets, strict=True):
        _PlanSheet(writer, filled, lists, plan).write()
    control = book.add_sheet(CONTROL).sheet
    for row, text in enumerate(x.control.text for f in plan.sheets for x in f.rows):
        control.write_string(row, 0, text)
    control.very_hidden()
    return book.data()


class _ChoiceLists:
    """The hidden sheet with the values one may choose from, a column a list."""

    def __init__(self, writer: SheetWriter) -> None:
        self._sheet = writer.sheet
        self._sources: dict[tuple[str, ...], str] = {}
        self._sheet.hide()

    def source(self, values: tuple[str, ...]) -> str:
        """Write a list that is not there yet, and return where it is."""
        from xlsxwriter.utility import xl_col_to_name

        if values not in self._sources:
            column = len(self._sources)
            for row, value in enumerate(values):
                self._sheet.write_string(row, column, value)
            name = xl_col_to_name(column, col_abs=True)
            self._sources[values] = f"={_LISTS}!{name}$1:{name}${len(values)}"
        return self._sources[values]


@dataclass
class _PlanSheet:
    """Writes the sheet of a type."""

    writer: SheetWriter
    filled: FilledSheet
    lists: _ChoiceLists
    plan: PlanContents

    def write(self) -> None:
        """Write head and rows, and set their formats and what they take."""
        columns, last = self.filled.sheet.columns, len(self.filled.rows)
        sheet, formats = self.writer.sheet, self.writer.formats
        for number, column in enumerate(columns):
            self.writer.text(0, number, column.label, "head")
            sheet.set_column(number, number, _width(column), formats[_format(column)])
            self._check(number, column, last + _SPARE)
        widths = [_width(column) for column in columns]
        for row, filled in enumerate(self.filled.rows, start=1):
            lines = line_count(zip(filled.values, widths, strict=True))
            self.writer.row_lines(row, lines)
            for number, column in enumerate(columns):
                self._cell(row, number, filled.values[number], column)
        # A number is kept as it is written: Excel is not to mark it as a mistake.
        sheet.ignore_errors({"number_stored_as_text": f"A2:XFD{last + _SPARE + 1}"})
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        self.writer.print_across(A3)
        sheet.repeat_rows(0)

    def _cell(self, row: int, number: int, value: str, column: FieldRule) -> None:
        if column.date and (day := excel_day(value)):
            self.writer.day(row, number, day, "day")
        elif column.number and NUMBER.fullmatch(value):
            self.writer.number(row, number, float(value), _format(column))
        elif value:
            self.writer.text(row, number, value, _format(column))

    def _check(self, number: int, column: FieldRule, last: int) -> None:
        if column.date:
            options = {
                "validate": "date",
                "criteria": "between",
                "minimum": date(1900, 1, 1),
                "maximum": date(9999, 12, 31),
                "error_title": str(_("Not a date")),
                "error_message": str(_("Write a date, for example 2027-03-31.")),
            }
        elif choices := self._choices(column):
            options = {
                "validate": "list",
                "source": self.lists.source(choices),
                "error_title": str(_("Not on the list")),
                "error_message": str(_("Choose one from the list.")),
            }
        elif column.many:
            options = {
                "validate": "any",
                "input_title": column.label[:32],
                "input_message": str(_("Several are parted by commas.")),
            }
        else:
            return
        self.writer.sheet.data_validation(1, number, last, number, options)

    def _choices(self, column: FieldRule) -> tuple[str, ...]:
        """Return what a cell is chosen from."""
        if column.name == PAGE:
            return dict(self.plan.pages).get(self.filled.sheet.type, ())
        if column.link and column.schema.get("maxItems") == 1:
            ids = dict(self.plan.ids)
            return tuple(x for kind in sorted(column.targets) for x in ids.get(kind, ()))
        return () if column.many else column.choices


def _width(column: FieldRule) -> int:
    """Return the width of a column in characters."""
    long = not column.link and not column.choices and not column.date
    return _WIDTHS.get(column.name, 30 if long else 16)


def _format(column: FieldRule) -> str:
    if not is_editable(column):
        return "fixed"
    if column.number:
        return "number"
    return "day" if column.date else "text"


def _guide(writer: SheetWriter, plan: PlanContents) -> None:
    """Write what a planner may do in the workbook."""
    writer.columns([100])
    writer.text(0, 0, plan.title, "big")
    lines: Iterable[object] = (
        _("Change what you like in the white columns, and send the file back."),
        _("Grey columns (id and page) stay as they are in rows that exist."),
        _("A new need: write a row at the bottom, and leave the id empty."),
        _("Choose its page where there is a list. Where there is none, leave it empty."),
        _("A row that you delete is not deleted on the pages: you will be asked."),
        _("Several ids in a cell are parted by commas. The sheet Ids explains them."),
        _("An empty cell means not stated. Never write a guess."),
        _("Write no names of persons: write a role or a unit."),
        _("Do not write formulas, and do not merge cells: such a file is refused."),
    )
    for row, line in enumerate(lines, start=2):
        writer.text(row, 0, str(line), "plain")


def _ids(writer: SheetWriter, plan: PlanContents) -> None:
    """Write every id that a link may point at, and what it means."""
    writer.columns([18, 14, 90])
    heads = (str(_("Kind")), "Id", str(_("Title")))
    for number, head in enumerate(heads):
        writer.text(0, number, head, "head")
    for row, texts in enumerate(plan.lookups, start=1):
        for number, text in enumerate(texts):
            writer.text(row, number, text, "plain")
    writer.sheet.freeze_panes(1, 0)
