"""The plan as a workbook: a sheet a type, a guide, the ids, and the control of each row.

What comes from a page is written as a string or as a day, and as nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from sphinx.locale import get_translation
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from needs_authoring.values import TITLE
from needs_core.design import TONES
from needs_exchange.columns import ID, PAGE, is_editable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from needs_authoring.values import FieldRule
    from needs_exchange.columns import FilledSheet, PlanContents

_ = get_translation("needs_exchange")

CONTROL = "_control"
"""The hidden sheet that says what each need was at the export."""
_LISTS = "_lists"
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_LINE = 15
"""Points of a line of text."""
_SPARE = 500
"""Rows below the last that take lists and days, too: room for new needs."""
_HEAD = {"bold": True, "bg_color": "#10405A", "font_color": "#FFFFFF", "text_wrap": True}
_FORMATS = {
    "head": {**_HEAD, "valign": "vcenter", "border": 1},
    "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "fixed": {"num_format": "@", "valign": "top", "bg_color": TONES["rank-0"].fill.light},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "plain": {"text_wrap": True, "valign": "top"},
    "big": {"bold": True, "font_size": 14},
}
_WIDTHS = {ID: 12, TITLE: 44, PAGE: 18}


def xlsx_bytes(plan: PlanContents) -> bytes:
    """Return the workbook; the same plan gives the same bytes."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": plan.title[:255], "created": _LONG_AGO})
    formats = {name: book.add_format(values) for name, values in _FORMATS.items()}
    pages = [book.add_worksheet(filled.sheet.name) for filled in plan.sheets]
    _guide(book.add_worksheet(str(_("Guide"))), plan, formats)
    _ids(book.add_worksheet(str(_("Ids"))), plan, formats)
    lists = _ChoiceLists(book.add_worksheet(_LISTS))
    for page, filled in zip(pages, plan.sheets, strict=True):
        _SheetWriter(page, filled, formats, lists, plan).write()
    control = book.add_worksheet(CONTROL)
    for row, text in enumerate(x.control.text for f in plan.sheets for x in f.rows):
        control.write_string(row, 0, text)
    control.very_hidden()
    book.close()
    return buffer.getvalue()


class _ChoiceLists:
    """The hidden sheet with the values one may choose from, a column a list."""

    def __init__(self, page: Worksheet) -> None:
        self._page, self._count = page, 0
        page.hide()

    def source(self, values: Sequence[str]) -> str:
        """Write a list and return where it is."""
        column = self._count
        self._count += 1
        for row, value in enumerate(values):
            self._page.write_string(row, column, value)
        name = xl_col_to_name(column, col_abs=True)
        return f"={_LISTS}!{name}$1:{name}${len(values)}"


@dataclass
class _SheetWriter:
    """Writes one sheet."""

    page: Worksheet
    filled: FilledSheet
    formats: dict[str, Format]
    lists: _ChoiceLists
    plan: PlanContents

    def write(self) -> None:
        """Write head and rows, then set their formats and what they take."""
        columns, last = self.filled.sheet.columns, len(self.filled.rows)
        for number, column in enumerate(columns):
            self.page.write_string(0, number, column.label, self.formats["head"])
            width = _WIDTHS.get(column.name, 30 if _long(column) else 16)
            self.page.set_column(number, number, width, self._format(column))
            self._check(number, column, last + _SPARE)
        for row, needed in enumerate(self.filled.rows, start=1):
            self.page.set_row(row, _LINE * _lines(needed.values, columns))
            for number, column in enumerate(columns):
                self._cell(row, number, needed.values[number], column)
        self.page.set_row(0, 32)
        self.page.freeze_panes(1, 2)
        self.page.autofilter(0, 0, max(last, 1), len(columns) - 1)
        self.page.set_landscape()
        self.page.set_paper(8)
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(0)

    def _cell(self, row: int, number: int, value: str, column: FieldRule) -> None:
        if not value:
            return
        if column.date and (day := _day(value)):
            moment = datetime.combine(day, datetime.min.time())
            self.page.write_datetime(row, number, moment, self.formats["day"])
        else:
            self.page.write_string(row, number, value, self._format(column))

    def _format(self, column: FieldRule) -> Format:
        if not is_editable(column):
            return self.formats["fixed"]
        return self.formats["day" if column.date else "text"]

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
        self.page.data_validation(1, number, last, number, options)

    def _choices(self, column: FieldRule) -> tuple[str, ...]:
        """Return what a cell is chosen from."""
        if column.name == PAGE:
            return dict(self.plan.pages).get(self.filled.sheet.type, ())
        if column.link and column.schema.get("maxItems") == 1:
            ids = dict(self.plan.ids)
            return tuple(x for kind in sorted(column.targets) for x in ids.get(kind, ()))
        return () if column.many else column.choices


def _lines(values: Sequence[str], columns: Sequence[FieldRule]) -> int:
    """Return how many lines a row takes, at about: not every program finds it itself."""
    widths = (_WIDTHS.get(c.name, 30 if _long(c) else 16) for c in columns)
    return min(
        max(
            sum(1 + len(line) // width for line in value.split("\n"))
            for value, width in zip(values, widths, strict=True)
        ),
        27,
    )


def _long(column: FieldRule) -> bool:
    return not column.link and not column.choices and not column.date


def _day(value: str) -> date | None:
    """Return the day a value says, when Excel can hold it."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    # Excel has a 29 February 1900, and counts wrongly before it.
    return day if day >= date(1900, 3, 1) and day.isoformat() == value else None


def _guide(page: Worksheet, plan: PlanContents, formats: dict[str, Format]) -> None:
    """Write what a planner may do in the workbook."""
    page.set_column(0, 0, 100)
    page.write_string(0, 0, plan.title, formats["big"])
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
        page.write_string(row, 0, str(line), formats["plain"])


def _ids(page: Worksheet, plan: PlanContents, formats: dict[str, Format]) -> None:
    """Write every id that a link may point at, and what it means."""
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 14)
    page.set_column(2, 2, 90)
    heads = (str(_("Kind")), "Id", str(_("Title")))
    for number, head in enumerate(heads):
        page.write_string(0, number, head, formats["head"])
    for row, texts in enumerate(plan.lookups, start=1):
        for number, text in enumerate(texts):
            page.write_string(row, number, text, formats["plain"])
    page.freeze_panes(1, 0)
