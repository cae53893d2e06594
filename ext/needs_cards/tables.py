"""sphinx-needs' own tables and lists: titles beside the ids, our words, nothing empty."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_cards.card import label_of
from needs_cards.drawing import Pen
from needs_core.dates import read_day
from needs_core.reader import read_items, read_model, read_states

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from needs_core.model import Item, Items, Label, Model

_ = get_translation("needs_cards")

_PLAIN, _INTERACTIVE = "NEEDS_TABLE", "NEEDS_DATATABLES"
_BACK = "_back"
_NAMES = {"id", "id_complete", "title", "type", "type_name"}
"""Columns that name the need; they are never empty."""


def dress_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Complete every needtable of a page (``doctree-resolved``, after sphinx-needs)."""
    found = [table for table in doctree.findall(nodes.table) if _is_ours(table)]
    if not found:
        return
    states = read_states(app.config)
    pen = Pen(app.builder, docname, states)
    dressing = Dressing(read_items(app), read_model(app.config), pen)
    for table in found:
        dressing.dress(table)


def _is_ours(table: nodes.table) -> bool:
    return not {_PLAIN, _INTERACTIVE}.isdisjoint(table["classes"])


@dataclass(frozen=True, slots=True)
class Dressing:
    """Completes tables. sphinx-needs shows the other ends of links as bare ids."""

    items: Items
    model: Model
    pen: Pen

    def dress(self, table: nodes.table) -> None:
        """Give one table its headings, its links and its words."""
        table["classes"].append("need-table")
        if _INTERACTIVE in table["classes"]:
            # The script of sphinx-needs reads its words from here; else they are English.
            words = json.dumps(_script_words(), ensure_ascii=False, sort_keys=True)
            table["html_attributes"]["data-needstable-labels"] = words
        keys = [header["html_attributes"]["data-col"] for header in _headers(table)]
        for key, header in zip(keys, _headers(table), strict=True):
            paragraph = next(header.findall(nodes.paragraph))
            if paragraph.astext() == key.replace("_", " ").title():
                paragraph[:] = [nodes.Text(self._name(key))]
        for row in _rows(table):
            item = self.items.by_id.get(row["html_attributes"]["data-need-id"])
            if item is not None:
                for key, cell in zip(keys, row.findall(nodes.entry), strict=True):
                    self._fill(cell, key, item)
        _first_column_names_the_row(table, keys)

    def _name(self, key: str) -> str:
        """Return what a column is called where its author did not say."""
        link = self.model.links.get(key.removesuffix(_BACK))
        if link is not None:
            name = link.incoming if key.endswith(_BACK) else link.outgoing
            return name[:1].upper() + name[1:]
        own = {"title": _("Title"), "type": _("Type"), "type_name": _("Type")}
        own |= {"status": _("Status"), "tags": _("Tags")}
        return self.model.fields.get(key) or own.get(key) or label_of(key, self.model)

    def _fill(self, cell: nodes.Element, key: str, item: Item) -> None:
        labels = self._labels(key, item)
        if labels is not None:
            cell[:] = self.pen.links(labels, _("none"))
        elif key == "status" and item.status:
            cell[:] = [nodes.paragraph("", "", self.pen.state(item.label))]
        elif read_day(cell.astext()):
            cell["html_attributes"] = {"data-order": cell.astext()}  # sorts as it did
            cell[:] = [nodes.paragraph("", self.pen.said(cell.astext()))]
        elif key in _NAMES or cell.astext().strip():
            return
        elif key in self.model.own_fields.get(item.type, ()):
            unknown = _("not stated")
            cell[:] = [nodes.paragraph("", unknown, classes=["need-unknown"])]

    def _labels(self, key: str, item: Item) -> tuple[Label, ...] | None:
        name = key.removesuffix(_BACK)
        if name not in self.model.links:
            return None
        incoming = self.items.incoming.get(item.id, {})
        ids = incoming.get(name, ()) if key.endswith(_BACK) else item.links.get(name, ())
        return tuple(other.label for other in self.items.get(ids))


def _headers(table: nodes.table) -> list[nodes.Element]:
    head = next(table.findall(nodes.thead))
    return [cell for cell in head[0].children if isinstance(cell, nodes.Element)]


def _rows(table: nodes.table) -> Iterator[nodes.row]:
    body = next(table.findall(nodes.tbody))
    return (row for row in body.children if isinstance(row, nodes.row))


def _first_column_names_the_row(table: nodes.table, keys: list[str]) -> None:
    if keys and keys[0] in _NAMES:
        next(table.findall(nodes.colspec))["stub"] = 1


def _script_words() -> dict[str, str]:
    """Return the words of the interactive table, under the names its script reads."""
    return {
        "search": _("Search the table"),
        "rowsPerPage": _("Rows per page"),
        "all": _("All"),
        "columns": _("Columns"),
        "copy": _("Copy"),
        "csv": _("Download CSV"),
        "info": _("Showing {start}–{end} of {total}"),
        "empty": _("No row matches"),
        "pagination": _("Pages"),
        "previous": _("Previous"),
        "next": _("Next"),
        "sort": _("{column}: sort"),
    }
