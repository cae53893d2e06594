"""Plan tables as HTML strings; everything that comes from a page is escaped here."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from needs_core.dates import read_day
from needs_core.items import Label
from needs_core.need_numbers import name_html, number_html
from needs_core.states import State
from needs_core.steps import Remark
from needs_plan.table import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from needs_plan.table import Column, PlanRow, PlanTable, Value
    from needs_plan.text import PlanText

TABLE_END = "</table></section>\n"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where items and owners are, seen from the page being written."""

    item: Callable[[Label], str | None]
    owner: Callable[[str, str], str | None]
    """Given the name of a field and one of its values."""


def table_start(caption: str, anchor: str, data: str) -> str:
    """Return the start of the scroller and of a table; what follows is its caption."""
    id_ = f' id="{escape(anchor)}"' if anchor else ""
    attribute = f' data-plan="{escape(data)}"' if data else ""
    return (
        '<section class="needs-scroll plan-scroll" tabindex="0"'
        f' aria-label="{escape(caption)}">'
        f'<table class="plan-table"{id_}{attribute}>'
    )


def table_body(table: PlanTable, text: PlanText, addresses: Addresses) -> str:
    """Return head and body of a table."""
    return "".join(TableHtml(table, text, addresses).parts())


class TableHtml:
    """Draws one table; what is the same in several cells is made once."""

    def __init__(self, table: PlanTable, text: PlanText, addresses: Addresses) -> None:
        self._table, self._text, self._addresses = table, text, addresses
        self._headings = text.headings(table)
        kinds = [column.kind for column in table.columns]
        self._named = Kind.ID in kinds
        self._head = kinds.index(Kind.TITLE) if Kind.TITLE in kinds else 0
        self._contents: dict[tuple[int, tuple[Value, ...]], str] = {}

    def parts(self) -> Iterator[str]:
        """Yield head and body."""
        heads = "".join(
            f'<th scope="col" data-column="{escape(column.name)}">{escape(heading)}</th>'
            for column, heading in zip(self._table.columns, self._headings, strict=True)
        )
        yield f"<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        for row in self._table.rows:
            yield f"<tr>{''.join(self._cells(row))}</tr>\n"
        yield "</tbody>\n"

    def start(self, number: int, *, is_empty: bool) -> str:
        """Return the start of a cell of a column, by its number."""
        kind = self._table.columns[number].kind
        class_ = "plan-empty" if is_empty and not self.empty(number) else ""
        if kind is Kind.ID:
            class_ = "plan-id"
        elif not is_empty and kind in {Kind.LINK, Kind.BACK}:
            class_ = "plan-links"
        tag = 'th scope="row"' if number == self._head else "td"
        attribute = f' class="{class_}"' if class_ else ""
        return f'<{tag}{attribute} data-label="{escape(self._headings[number])}">'

    def end(self, number: int) -> str:
        """Return the end of a cell of a column."""
        return "</th>" if number == self._head else "</td>"

    def empty(self, number: int) -> str:
        """Return what stands in an empty cell of a column."""
        unknown = escape(self._text.empty(self._table.columns[number]))
        return f'<span class="plan-unknown">{unknown}</span>' if unknown else ""

    def values(self, number: int, row: PlanRow) -> list[str]:
        """Return the values of a cell."""
        column = self._table.columns[number]
        if column.kind is Kind.ID:
            return [number_html(row.label)]
        return [self._value(column, value) for value in row.cells[number]]

    def _cells(self, row: PlanRow) -> Iterator[str]:
        for number, cell in enumerate(row.cells):
            start = self.start(number, is_empty=not cell)
            yield f"{start}{self._content(number, row)}{self.end(number)}"

    def _content(self, number: int, row: PlanRow) -> str:
        if self._table.columns[number].kind is Kind.ID:
            return self._drawn(number, row)
        key = (number, row.cells[number])
        if key not in self._contents:
            self._contents[key] = self._drawn(number, row)
        return self._contents[key]

    def _drawn(self, number: int, row: PlanRow) -> str:
        values = self.values(number, row)
        if not values:
            return self.empty(number)
        if len(values) == 1:
            return values[0]
        return f"<ul>{''.join(f'<li>{value}</li>' for value in values)}</ul>"

    def _value(self, column: Column, value: Value) -> str:
        if isinstance(value, Label):
            alone = column.kind is Kind.TITLE and self._named
            shown = escape(value.title) if alone else name_html(value)
            return _linked(shown, self._addresses.item(value))
        shown = escape(self._text.value(value, column))
        if isinstance(value, State):
            symbol, _space, name = shown.partition(" ")
            return (
                f'<span class="plan-state plan-{value.tone}">'
                f'<span aria-hidden="true">{symbol}</span>\N{NO-BREAK SPACE}{name}</span>'
            )
        if isinstance(value, Remark):
            return f'<span class="plan-remark">{shown}</span>'
        if isinstance(value, str):
            if column.kind is Kind.FIELD and read_day(value):
                return f'<time datetime="{value}">{shown}</time>'
            return _linked(shown, self._addresses.owner(column.name, value))
        return shown


def _linked(html: str, href: str | None) -> str:
    return html if href is None else f'<a href="{escape(href)}">{html}</a>'
