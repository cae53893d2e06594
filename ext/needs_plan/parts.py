"""A table of many rows: its page has the first, pages of their own have the others.

A script beside the page holds all of them, so that in a browser the table is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.computed_day import computed_html
from needs_core.generated_pages import page_context, page_menu, value_address
from needs_core.links import uri
from needs_core.model_reader import read_model
from needs_core.nodes import bullets
from needs_core.output_addresses import between_pages, items_from_page
from needs_core.output_files import OutputFile, OutputPage
from needs_core.reader import look, read_items
from needs_core.rebuild.freshness import menu_digest
from needs_core.views import digest
from needs_plan.draw_html import TABLE_END, Addresses, table_body, table_start
from needs_plan.exports import FOLDER, tables
from needs_plan.script_data import rows_script
from needs_plan.text import PlanText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from needs_core.page_tables import TableOnPage
    from needs_plan.table import PlanTable, PlanTableSpec

_ = get_translation("needs_plan")

_REVISION = "1"
"""Raised when the same rows give another script, so that old ones are replaced."""


def rows_file(name: str) -> str:
    """Return the name of the script with the rows of a table."""
    return f"{name}.rows.js"


def part_page(name: str, number: int) -> str:
    """Return the page of a part of a table, as Sphinx names pages; counted from 0."""
    return f"{FOLDER}/{name}_{number + 1}"


def part_of(table: PlanTable, number: int, size: int) -> PlanTable:
    """Return some of the rows of a table: the part with a number, counted from 0."""
    return replace(table, rows=table.rows[number * size : (number + 1) * size])


def part_count(table: PlanTable, size: int) -> int:
    """Return in how many parts a table is shown."""
    return -(-len(table.rows) // size)


def part_links(
    builder: Builder, docname: str, name: str, table: PlanTable
) -> list[nodes.Node]:
    """Return the links from the page of a table to its other rows."""
    size = builder.config.needs_plan_rows
    links = []
    for number in range(1, part_count(table, size)):
        address = between_pages(builder, docname, part_page(name, number))
        text = _rows(table, number, size)
        links.append([nodes.reference("", text, internal=True, refuri=address)])
    told = _("The table goes on: %(shown)d of %(count)d rows stand above.")
    told %= {"shown": size, "count": len(table.rows)}
    summary = nodes.paragraph("", told, classes=["plan-parts"])
    return [summary, bullets(links, classes=["plan-parts"])]


def _rows(table: PlanTable, number: int, size: int) -> str:
    last = min((number + 1) * size, len(table.rows))
    return _("Rows %(first)d–%(last)d") % {"first": number * size + 1, "last": last}


def rows_files(app: Sphinx) -> Iterator[OutputFile]:
    """Yield the script with the rows of every table that is shown in parts."""
    for found in _in_parts(app):
        place = (found.docname, app.builder.name)
        key = digest([_REVISION, place, found.text, found.table])
        yield OutputFile(rows_file(found.name), key, found.script, found.docname)


def part_pages(app: Sphinx) -> Iterator[OutputPage]:
    """Yield the pages of the parts of every table, but for the first part."""
    around = ""
    for found in _in_parts(app):
        around = around or menu_digest(app)
        yield from found.pages(around)


def _in_parts(app: Sphinx) -> Iterator[_TableInParts]:
    for docname, name, one in tables.shown(app):
        table = look(app, one.spec)
        if len(table.rows) > app.config.needs_plan_rows:
            model, goals = read_model(app.config), one.spec.rules.steps.goals
            text = PlanText(model, one.spec.type, app.config.language, goals)
            yield _TableInParts(app, docname, name, one, table, text)


@dataclass(frozen=True, slots=True)
class _TableInParts:
    """A table that is shown in parts."""

    app: Sphinx
    docname: str
    """The page it stands on."""
    name: str
    """File name of the table."""
    found: TableOnPage[PlanTableSpec]
    table: PlanTable
    text: PlanText

    def script(self) -> bytes:
        builder, page = self.app.builder, self.docname
        item, owner = partial(uri, builder, page), partial(value_address, builder, page)
        return rows_script(self.name, self.table, self.text, Addresses(item, owner))

    def pages(self, around: str) -> Iterator[OutputPage]:
        size = self.app.config.needs_plan_rows
        menu = page_menu(self.app, part_page(self.name, 0))
        count = part_count(self.table, size)
        day = read_items(self.app).day_of(self.found.spec)
        for number in range(1, count):
            part = part_of(self.table, number, size)
            place = (number, count, len(self.table.rows))
            shared = (around, self.docname, self.name, self.found.caption, day, self.text)
            key = digest([*shared, place, part])
            draw = partial(self._context, part, number, menu)
            yield OutputPage(part_page(self.name, number), key, draw)

    def _context(
        self, part: PlanTable, number: int, menu: Callable[..., str]
    ) -> dict[str, Any]:
        app, page = self.app, part_page(self.name, number)
        size = app.config.needs_plan_rows
        rows = _rows(self.table, number, size)
        title = f"{self.found.caption}: {rows[0].lower()}{rows[1:]}"
        addresses = Addresses(
            items_from_page(app.builder, page), partial(value_address, app.builder, page)
        )
        day = read_items(app).day_of(self.found.spec)
        body = (
            f"<section>\n<h1>{escape(title)}</h1>\n"
            f"{computed_html(day, app.config.language)}{self._links(page, number)}"
            f"{table_start(title, '', '')}<caption>{escape(title)}</caption>\n"
            f"{table_body(part, self.text, addresses)}{TABLE_END}</section>\n"
        )
        context = page_context(app, page, title, body, self.docname)
        return {**context, "toctree": menu}

    def _links(self, page: str, number: int) -> str:
        """Return the links to the table and to the parts before and after."""
        builder = self.app.builder
        count = part_count(self.table, self.app.config.needs_plan_rows)
        whole = between_pages(builder, page, self.docname, self.found.anchor)
        links = [(whole, _("The whole table"))]
        if number > 1:
            before = between_pages(builder, page, part_page(self.name, number - 1))
            links.append((before, _("Previous rows")))
        if number + 1 < count:
            after = between_pages(builder, page, part_page(self.name, number + 1))
            links.append((after, _("Next rows")))
        drawn = "".join(
            f'<li><a href="{escape(href)}">{escape(text)}</a></li>\n'
            for href, text in links
        )
        label = escape(_("Parts of the table"))
        listed = f'<ul class="plan-parts">\n{drawn}</ul>\n'
        return f'<nav aria-label="{label}">\n{listed}</nav>\n'
