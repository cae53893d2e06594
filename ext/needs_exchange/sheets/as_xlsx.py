"""A plan as a workbook: a sheet a type, how to use it, what ids mean, and its control.

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

from needs_exchange.columns import ID, PAGE, TITLE
from needs_exchange.sheets.explaining import explain, look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from needs_exchange.columns import Column
    from needs_exchange.sheets.contents import Filled, Plan

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
_LOOKS = {
    "head": {**_HEAD, "valign": "vcenter", "border": 1},
    "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "fixed": {"num_format": "@", "valign": "top", "bg_color": "#ECECEC"},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "plain": {"text_wrap": True, "valign": "top"},
    "big": {"bold": True, "font_size": 14},
}
_WIDTHS = {ID: 12, TITLE: 44, PAGE: 18}


def xlsx_bytes(plan: Plan) -> bytes:
    """Return the workbook; the same plan gives the same bytes."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": plan.title[:255], "created": _LONG_AGO})
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    pages = [book.add_worksheet(filled.sheet.name) for filled in plan.sheets]
    explain(book.add_worksheet(str(_("Guide"))), plan, looks)
    look_up(book.add_worksheet(str(_("Ids"))), plan, looks)
    lists = _Lists(book.add_worksheet(_LISTS))
    for page, filled in zip(pages, plan.sheets, strict=True):
        _Writer(page, filled, looks, lists, plan).write()
    control = book.add_worksheet(CONTROL)
    for row, text in enumerate(x.control.text for f in plan.sheets for x in f.rows):
        control.write_string(row, 0, text)
    control.very_hidden()
    book.close()
    return buffer.getvalue()


class _Lists:
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
class _Writer:
    """Writes one sheet."""

    page: Worksheet
    filled: Filled
    looks: dict[str, Format]
    lists: _Lists
    plan: Plan

    def write(self) -> None:
        """Write head and rows, then set how they look and what they take."""
        columns, last = self.filled.sheet.columns, len(self.filled.rows)
        for number, column in enumerate(columns):
            self.page.write_string(0, number, column.header, self.looks["head"])
            width = _WIDTHS.get(column.name, 30 if _long(column) else 16)
            self.page.set_column(number, number, width, self._look(column))
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

    def _cell(self, row: int, number: int, value: str, column: Column) -> None:
        if not value:
            return
        if column.date and (day := _day(value)):
            moment = datetime.combine(day, datetime.min.time())
            self.page.write_datetime(row, number, moment, self.looks["day"])
        else:
            self.page.write_string(row, number, value, self._look(column))

    def _look(self, column: Column) -> Format:
        if not column.editable:
            return self.looks["fixed"]
        return self.looks["day" if column.date else "text"]

    def _check(self, number: int, column: Column, last: int) -> None:
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
                "input_title": column.header[:32],
                "input_message": str(_("Several are parted by commas.")),
            }
        else:
            return
        self.page.data_validation(1, number, last, number, options)

    def _choices(self, column: Column) -> tuple[str, ...]:
        """Return what a cell is chosen from."""
        if column.name == PAGE:
            return dict(self.plan.pages).get(self.filled.sheet.type, ())
        if column.link and column.schema.get("maxItems") == 1:
            ids = dict(self.plan.ids)
            return tuple(x for kind in sorted(column.targets) for x in ids.get(kind, ()))
        return () if column.many else column.choices


def _lines(values: Sequence[str], columns: Sequence[Column]) -> int:
    """Return how many lines a row takes, at about: not every program finds it itself."""
    widths = (_WIDTHS.get(c.name, 30 if _long(c) else 16) for c in columns)
    return min(
        max(
            sum(1 + len(line) // width for line in value.split("\n"))
            for value, width in zip(values, widths, strict=True)
        ),
        27,
    )


def _long(column: Column) -> bool:
    return not column.link and not column.choices and not column.date


def _day(value: str) -> date | None:
    """Return the day a value says, when Excel can hold it."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    # Excel has a 29 February 1900, and counts wrongly before it.
    return day if day >= date(1900, 3, 1) and day.isoformat() == value else None
