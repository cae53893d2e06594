"""Plan tables as HTML strings; everything that comes from a page is escaped here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from itertools import chain
from typing import TYPE_CHECKING

from needs_core.dates import read_day
from needs_core.model import Label
from needs_core.numbers import name_html, number_html
from needs_core.states import State
from needs_core.steps import Remark
from needs_plan.table import Kind, sort_key, sort_ranks
from needs_plan.text import MOST_CHOICES

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
    return "".join(_TableHtml(table, text, addresses).parts())


def script_data(table: PlanTable, text: PlanText) -> str:
    """Return what the script sorts, filters and gathers by, as JSON.

    ``order`` has the rank of each row by column, ``facets`` what each row can be chosen
    by, as places in a list of options.
    """
    columns = list(enumerate(table.columns))
    order = {x.name: sort_ranks(row.cells[n] for row in table.rows) for n, x in columns}
    facets = [
        facet
        for n, column in columns
        if column.kind not in {Kind.ID, Kind.TITLE}
        and (facet := _facet(table, text, n, column))
    ]
    names = (column.name for column in table.columns)
    headings = dict(zip(names, text.headings(table), strict=True))
    data = {"headings": headings, "order": order, "facets": facets, "words": text.words()}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _facet(
    table: PlanTable, text: PlanText, number: int, column: Column
) -> dict[str, object] | None:
    """Return what rows can be chosen by; ``None`` where that would be no help."""
    cells = [row.cells[number] for row in table.rows]
    values = sorted(chain.from_iterable(cells), key=sort_key)
    options = list(dict.fromkeys(text.choice(value, column) for value in values))
    if len(options) > MOST_CHOICES or not options:
        return None
    place = {option: n for n, option in enumerate(options)}
    of = [sorted({place[text.choice(value, column)] for value in cell}) for cell in cells]
    unknown = text.empty(column)
    return {
        "name": column.name,
        "label": text.heading(column),
        "options": options,
        "unknown": unknown or text.words()["none"],
        "of": of,
    }


class _TableHtml:
    """Draws one table; what is the same in several cells is made once."""

    def __init__(self, table: PlanTable, text: PlanText, addresses: Addresses) -> None:
        self._table, self._text, self._addresses = table, text, addresses
        self._headings = text.headings(table)
        kinds = [column.kind for column in table.columns]
        self._named = Kind.ID in kinds
        self._head = kinds.index(Kind.TITLE) if Kind.TITLE in kinds else 0
        self._contents: dict[tuple[Column, tuple[Value, ...]], str] = {}

    def parts(self) -> Iterator[str]:
        heads = "".join(
            f'<th scope="col" data-column="{escape(column.name)}">{escape(heading)}</th>'
            for column, heading in zip(self._table.columns, self._headings, strict=True)
        )
        yield f"<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        for row in self._table.rows:
            yield f"<tr>{''.join(self._cells(row))}</tr>\n"
        yield "</tbody>\n"

    def _cells(self, row: PlanRow) -> Iterator[str]:
        for number, (column, cell) in enumerate(
            zip(self._table.columns, row.cells, strict=True)
        ):
            tag = 'th scope="row"' if number == self._head else "td"
            label = escape(self._headings[number])
            own = column.kind is Kind.ID
            shown = number_html(row.label) if own else self._content(column, cell)
            kind = "" if shown else ' class="plan-empty"'
            if own:
                kind = ' class="plan-id"'
            if cell and column.kind in {Kind.LINK, Kind.BACK}:
                kind = ' class="plan-links"'
            end = tag.partition(" ")[0]
            yield f'<{tag}{kind} data-label="{label}">{shown}</{end}>'

    def _content(self, column: Column, cell: tuple[Value, ...]) -> str:
        key = (column, cell)
        if key not in self._contents:
            self._contents[key] = self._drawn(column, cell)
        return self._contents[key]

    def _drawn(self, column: Column, cell: tuple[Value, ...]) -> str:
        if not cell:
            unknown = escape(self._text.empty(column))
            return f'<span class="plan-unknown">{unknown}</span>' if unknown else ""
        values = [self._value(column, value) for value in cell]
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
