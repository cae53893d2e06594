"""Plan tables and owners as docutils nodes, for paper and every other builder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.generated_pages import value_address, value_nodes
from needs_core.items import Label
from needs_core.links import reference
from needs_core.need_numbers import number_nodes
from needs_core.nodes import bullets, row, rubric, table_body
from needs_core.nodes import table as table_node
from needs_plan.owners import OPEN
from needs_plan.table import Column, Kind
from needs_plan.text import standing_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders import Builder

    from needs_core.nodes import Content
    from needs_plan.owners import Owner
    from needs_plan.table import PlanRow, PlanTable, Value
    from needs_plan.text import PlanText

_ = get_translation("needs_plan")

_WIDTHS = {Kind.ID: 7, Kind.TITLE: 34, Kind.LINK: 36, Kind.BACK: 36, Kind.REMARKS: 18}
"""Relative widths of columns on paper; any other has 12."""


def _without_empty_remarks(table: PlanTable) -> PlanTable:
    kept = [
        number
        for number, column in enumerate(table.columns)
        if column.kind is not Kind.REMARKS or any(x.cells[number] for x in table.rows)
    ]
    rows = (replace(x, cells=tuple(x.cells[n] for n in kept)) for x in table.rows)
    columns = tuple(table.columns[n] for n in kept)
    return replace(table, columns=columns, rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The page that is written, and by which builder."""

    builder: Builder
    docname: str
    text: PlanText
    owner: str
    """The field with the owner."""

    def body(self, table: PlanTable) -> nodes.tgroup:
        """Return the body of a table; remarks that nothing has take no room."""
        table = _without_empty_remarks(table)
        head: list[Content] = [*self.text.headings(table)]
        widths = [_WIDTHS.get(column.kind, 12) for column in table.columns]
        rows = (self._row(table, one) for one in table.rows)
        return table_body(head, rows, widths)

    def _row(self, table: PlanTable, one: PlanRow) -> nodes.row:
        columns = table.columns
        return row(map(partial(self._cell, one.label), columns, one.cells))

    def _cell(self, own: Label, column: Column, cell: tuple[Value, ...]) -> Content:
        if column.kind is Kind.ID:
            return number_nodes(self.builder, own)
        if not cell:
            return self.text.empty(column)
        values = [self._value(column, value) for value in cell]
        return values[0] if len(values) == 1 else bullets(values)

    def _value(self, column: Column, value: Value) -> Content:
        if isinstance(value, Label):
            title = value.title if column.kind is Kind.TITLE else None
            return reference(self.builder, self.docname, value, title)
        if column.kind is Kind.FIELD and isinstance(value, str):
            return value_nodes(self.builder, self.docname, column.name, value)
        return self.text.value(value)

    def owners(self, owners: tuple[Owner, ...]) -> nodes.table:
        """Return the list of owners, each with its counts."""
        head: list[Content] = [
            str(_("Owner")),
            str(_("Open")),
            *map(standing_text, OPEN),
            str(_("Last followed up")),
        ]
        rows = [
            [
                self._owner(owner),
                str(owner.open),
                *(str(owner.count(standing)) for standing in OPEN),
                self.text.last_followed_up(owner.followed_up),
            ]
            for owner in owners
        ]
        widths = [30, *(11 for _ in head[1:])]
        classes = ["plan-owners", "colwidths-given"]
        return table_node(table_body(head, rows, widths), classes)

    def _owner(self, owner: Owner) -> Content:
        name = self.text.owner(owner.name)
        address = value_address(self.builder, self.docname, self.owner, owner.name)
        if address is None:
            return name
        return nodes.reference("", name, internal=True, refuri=address)

    def sections(
        self, owners: tuple[Owner, ...], tables: Iterator[PlanTable]
    ) -> Iterator[nodes.Node]:
        """Yield each owner with what is its own, where owners have no pages."""
        for owner, table in zip(owners, tables, strict=True):
            yield rubric(self.text.owner(owner.name))
            if table.rows:
                yield table_node(self.body(table), ["colwidths-given", "longtable"])
            if owner.others:
                links = (
                    reference(self.builder, self.docname, label) for label in owner.others
                )
                yield bullets(links)
