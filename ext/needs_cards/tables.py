"""Completes the tables of sphinx-needs: titles beside ids, translations, empty cells."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_cards.card import card_links, label_of
from needs_cards.draw import CardPage
from needs_core.dates import read_day
from needs_core.links import reference
from needs_core.model_reader import read_model, read_states
from needs_core.need_numbers import are_declared
from needs_core.nodes import paragraph
from needs_core.reader import read_items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from needs_cards.card import CardLinks
    from needs_core.items import Item, Items
    from needs_core.model import Model

_ = get_translation("needs_cards")

_PLAIN, _INTERACTIVE = "NEEDS_TABLE", "NEEDS_DATATABLES"
_BACK = "_back"
_NAMES = {"id", "id_complete", "title", "type", "type_name"}
"""Columns that name the need; they are never empty."""


def complete_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Complete every needtable of a page (``doctree-resolved``, after sphinx-needs)."""
    found = [x for x in doctree.findall(nodes.table) if _is_needtable(x)]
    if not found:
        return
    items, model = read_items(app), read_model(app.config)
    page = CardPage(app.builder, docname, read_states(app.config), model)
    for table in found:
        _complete(table, items, model, page)


def _is_needtable(table: nodes.table) -> bool:
    return not {_PLAIN, _INTERACTIVE}.isdisjoint(table["classes"])


def _complete(table: nodes.table, items: Items, model: Model, page: CardPage) -> None:
    """Give a table headings, links with titles, and words for what is empty."""
    table["classes"].append("need-table")
    if _INTERACTIVE in table["classes"]:
        # The script of sphinx-needs reads its words from here; else they are English.
        words = json.dumps(_script_words(), ensure_ascii=False, sort_keys=True)
        table["html_attributes"]["data-needstable-labels"] = words
    keys = [header["html_attributes"]["data-col"] for header in _headers(table)]
    for key, header in zip(keys, _headers(table), strict=True):
        heading = next(header.findall(nodes.paragraph))
        if heading.astext() == key.replace("_", " ").title():
            heading[:] = [nodes.Text(_column_name(key, model))]
    for row in _rows(table):
        item = items.by_id.get(row["html_attributes"]["data-need-id"])
        if item is not None:
            for key, cell in zip(keys, row.findall(nodes.entry), strict=True):
                linked = _linked(key, item, items, model)
                if linked is not None:
                    cell[:] = page.links(linked)
                else:
                    _complete_cell(cell, key, item, model, page)
    if are_declared(page.builder.config) and {"id", "title"} <= set(keys):
        _remove_column(table, keys.index("id"))
        keys.remove("id")
    if keys and keys[0] in _NAMES:
        next(table.findall(nodes.colspec))["stub"] = 1


def _remove_column(table: nodes.table, place: int) -> None:
    """Take a column away: where readers see numbers, a title has number and id itself."""
    group = next(table.findall(nodes.tgroup))
    group.remove(list(table.findall(nodes.colspec))[place])
    group["cols"] -= 1
    for row in table.findall(nodes.row):
        row.pop(place)


def _column_name(key: str, model: Model) -> str:
    """Return the heading of a column whose author gave none."""
    link = model.links.get(key.removesuffix(_BACK))
    if link is not None:
        name = link.incoming if key.endswith(_BACK) else link.outgoing
        return name[:1].upper() + name[1:]
    own = {"title": _("Title"), "type": _("Type"), "type_name": _("Type")}
    own |= {"status": _("Status"), "tags": _("Tags")}
    return model.fields.get(key) or own.get(key) or label_of(key, model)


def _complete_cell(
    cell: nodes.Element, key: str, item: Item, model: Model, page: CardPage
) -> None:
    text = cell.astext()
    if key in {"id", "title"} and are_declared(page.builder.config):
        own = item.id if key == "id" else None
        cell[:] = [paragraph(reference(page.builder, page.docname, item.label, own))]
    elif key == "status" and item.status:
        cell[:] = [paragraph(page.state(item.label))]
    elif read_day(text):
        cell["html_attributes"] = {"data-order": text}  # sorts as it did
        cell[:] = [paragraph(*page.value(key, text))]
    elif key in _NAMES or text.strip():
        shown = page.value(key, text)
        if isinstance(shown[0], nodes.reference):  # to the page of an owner
            cell[:] = [paragraph(*shown)]
    elif key in model.own_fields.get(item.type, ()):
        cell[:] = [paragraph(_("not stated"), classes=["need-unknown"])]


def _linked(key: str, item: Item, items: Items, model: Model) -> CardLinks | None:
    """Return the other ends of links, which sphinx-needs shows as bare ids."""
    name = key.removesuffix(_BACK)
    if name not in model.links:
        return None
    if key.endswith(_BACK):
        ids = items.incoming.get(item.id, {}).get(name, ())
        return card_links(name, items, dict.fromkeys(ids))
    return card_links(name, items, dict.fromkeys(item.links.get(name, ())), item, name)


def _headers(table: nodes.table) -> list[nodes.Element]:
    head = next(table.findall(nodes.thead))
    return [cell for cell in head[0].children if isinstance(cell, nodes.Element)]


def _rows(table: nodes.table) -> Iterator[nodes.row]:
    body = next(table.findall(nodes.tbody))
    return (row for row in body.children if isinstance(row, nodes.row))


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
