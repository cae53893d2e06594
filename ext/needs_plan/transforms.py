"""Replaces the placeholders of a page by the drawing that suits the builder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.extras import missing_for
from needs_core.generated_pages import value_address
from needs_core.html_tables import add_page_file, caption_text, captioned_html
from needs_core.links import uri
from needs_core.lint.condition_faults import unmatched
from needs_core.model_reader import read_model, read_states, read_steps
from needs_core.nodes import download_line, paragraph, warn_at
from needs_core.output_addresses import file_from_page
from needs_core.output_files import has_site_files
from needs_core.reader import look, read_items
from needs_core.sphinx_internals import app_of
from needs_plan import draw_html, parts, script_data
from needs_plan.calendars import calendar_link
from needs_plan.directives import CalendarLinkNode, PlanOwnersNode, PlanTableNode
from needs_plan.draw_nodes import PlanPage
from needs_plan.exports import FOLDER, FORMATS, tables
from needs_plan.owner_pages import owner_field, owner_tables
from needs_plan.table import PlanTable
from needs_plan.text import PlanText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_ = get_translation("needs_plan")


class DrawPlans(SphinxPostTransform):
    """Draw every placeholder, before references are resolved at 10."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        self._app, self._docname = app_of(self.env), self.env.current_document.docname
        for body in list(self.document.findall(PlanTableNode)):
            self._draw_table(body)
        for place in list(self.document.findall(PlanOwnersNode)):
            self._draw_owners(place)
        for link in list(self.document.findall(CalendarLinkNode)):
            days = look(self._app, link["view"])
            link.replace_self(calendar_link(self._app, self._docname) if days else [])

    def _page(self, type_: str) -> PlanPage:
        model, goals = read_model(self.config), read_steps(self.config).goals
        text = PlanText(model, type_, self.config.language, goals)
        field = owner_field(self.config)
        return PlanPage(self._app.builder, self._docname, text, field)

    def _draw_table(self, body: nodes.Element) -> None:
        spec, outer = body["view"], body.parent
        assert isinstance(outer, nodes.table)  # noqa: S101 (the directive made it so)
        table, page = look(self._app, spec), self._page(spec.type)
        self._warn_if_empty(body, table)
        if self._app.builder.format != "html":
            outer.replace(body, page.body(table))
            outer["classes"] += ["longtable", "colwidths-given", "landscape"]
            return
        outer.replace_self(self._html(body, outer, table, page.text))

    def _html(
        self, body: nodes.Element, outer: nodes.table, table: PlanTable, text: PlanText
    ) -> list[nodes.Node]:
        """Return a table as HTML, and the links to its files and to its other rows."""
        builder, after = self._app.builder, list[nodes.Node]()
        addresses = draw_html.Addresses(
            partial(uri, builder, self._docname),
            partial(value_address, builder, self._docname),
        )
        anchor, data = next(iter(outer["ids"]), ""), ""
        name = tables.file_name(self.env, body) if has_site_files(builder) else ""
        size = self.config.needs_plan_rows if name else len(table.rows)
        if anchor:
            data = script_data.whole_data(table, text)
        if len(table.rows) > size:
            after += parts.part_links(builder, self._docname, name, table)
            if anchor:
                file = f"{FOLDER}/{parts.rows_file(name)}"
                source = (name, file_from_page(builder, self._docname, file))
                data = script_data.part_data(table, text, source, size)
            table = parts.part_of(table, 0, size)
        if name:
            files = {
                title: file_from_page(builder, self._docname, f"{FOLDER}/{name}.{ending}")
                for ending, title in FORMATS.items()
                if not missing_for(f"{name}.{ending}")
            }
            download = _("Download the table:")
            line = download_line(download, files, caption_text(outer), ["plan-files"])
            after.append(line)
        start = draw_html.table_start(caption_text(outer), anchor, data) + "<caption>"
        inner = draw_html.table_body(table, text, addresses)
        end = f"</caption>\n{inner}{draw_html.TABLE_END}"
        add_page_file(self.document, "needs_plan.js")
        return [captioned_html(outer, start, end), *after]

    def _draw_owners(self, place: nodes.Element) -> None:
        owners, kind = look(self._app, place["view"]), place["view"].type
        page = self._page(kind)
        if not owners:
            nobody = _("There are no items of the type %s.") % page.text.kind
            place.replace_self(paragraph(nobody))
            return
        drawn: list[nodes.Node] = [page.owners(owners)]
        if not has_site_files(self._app.builder):
            tables = (self._whole(owner.name) for owner in owners)
            drawn += page.sections(owners, tables)
        place.replace_self(drawn)

    def _whole(self, owner: str) -> PlanTable:
        """Return the table of an owner, in the order of haste."""
        parts = [table for _standing, table in owner_tables(self._app, owner)]
        columns = parts[0].columns if parts else ()
        return PlanTable(columns, tuple(row for part in parts for row in part.rows))

    def _warn_if_empty(self, body: nodes.Element, table: PlanTable) -> None:
        for *told, subtype in self._faults(body, table):
            kind = {"type_": "needs_plan", "subtype": subtype}
            option = "where" if subtype == "unmatched_value" else ""
            warn_at(self.env, body, "plan-table", *told, **kind, option=option)

    def _faults(
        self, body: nodes.Element, table: PlanTable
    ) -> Iterator[tuple[str, str, str]]:
        spec, items = body["view"], read_items(self._app)
        of_type = items.every(spec.type)
        model, states = read_model(self.config), read_states(self.config)
        wrong = list(unmatched(spec.where, of_type, model, states))
        for fault, remedy in wrong:
            yield fault, remedy, "unmatched_value"
        if not table.rows and not wrong:
            fault = _("There is nothing to show for %s: no item, or none asked for.")
            remedy = _("Add one, or correct type and where.")
            if of_type and all(item.is_elsewhere for item in of_type):
                remedy = _("All are of other projects: ask with where: is_external = true.")
            yield fault % spec.type, remedy, "empty"


def setup(app: Sphinx) -> None:
    """Register the placeholders and the transform that replaces them."""
    app.add_node(PlanTableNode)
    app.add_node(PlanOwnersNode)
    app.add_node(CalendarLinkNode)
    app.add_post_transform(DrawPlans)
