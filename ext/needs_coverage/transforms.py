"""Replaces each placeholder of a page by the drawing that suits the builder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.edit_links import edit_url
from needs_core.html_tables import HtmlNode, add_page_file, caption_text
from needs_core.links import reference, uri
from needs_core.lint.condition_faults import unmatched
from needs_core.model_reader import read_model
from needs_core.nodes import warn_at
from needs_core.output_files import has_site_files
from needs_core.page_views import ViewNode
from needs_core.reader import look, read_items
from needs_core.sphinx_internals import app_of
from needs_coverage import draw_html, draw_nodes
from needs_coverage.draw_html import HtmlLists
from needs_coverage.draw_nodes import NodeLists
from needs_coverage.draw_overview import OverviewHtml, overview_bodies, targets_body
from needs_coverage.draw_reasons import ReasonsHtml, ReasonTexts
from needs_coverage.exports.files import download_links, matrices
from needs_coverage.large.draw import RollupPage, draw_rollup
from needs_coverage.matrix import turned
from needs_coverage.nodes import (
    GapsNode,
    IncompleteNode,
    MatrixNode,
    OverviewNode,
    ReasonsNode,
    SummaryNode,
    TargetsNode,
)
from needs_coverage.spec import MatrixSpec
from needs_coverage.summary_text import summary_headings
from needs_coverage.text import MatrixText, Spec, label_text

if TYPE_CHECKING:
    from collections.abc import Sized

    from sphinx.builders import Builder

    from needs_core.items import Label
    from needs_coverage.large.rollup import MatrixRollup
    from needs_coverage.matrix import Matrix
    from needs_coverage.spec import Axis

_ = get_translation("needs_coverage")

PAGE_WIDTH = {"latex": 5, "man": 5, "texinfo": 5, "text": 5}
"""Columns that fit a page, by output format; other formats have no page width."""


class DrawCoverage(SphinxPostTransform):
    """Draw every placeholder of a page, once the needs are known."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        places = list(self.document.findall(ViewNode))  # looking through it costs
        if not places:
            return
        self._app, docname = app_of(self.env), self.env.current_document.docname
        self._builder = self._app.builder
        self._model = read_model(self.config)
        self._html = self._builder.format == "html"
        self._address = partial(uri, self._builder, docname)
        self._reference = partial(_reference, self._builder, docname)
        self._list = (
            HtmlLists(self._address, self._edit_address)
            if self._html
            else NodeLists(self._reference)
        )
        self._matrices = [
            (place["spec"], next(iter(_table_of(place)["ids"]), ""))
            for place in places
            if isinstance(place, MatrixNode)
        ]
        draw = {
            MatrixNode: self._draw_matrix,
            SummaryNode: self._draw_summary,
            OverviewNode: self._draw_overview,
            TargetsNode: self._draw_targets,
            ReasonsNode: self._draw_reasons,
            GapsNode: self._draw_gaps,
            IncompleteNode: self._draw_incomplete,
        }
        for place in places:
            if type(place) in draw:
                draw[type(place)](place)

    def _draw_matrix(self, body: nodes.Element) -> None:
        spec, table = body["spec"], _table_of(body)
        self._last = next(iter(table["ids"]), "")
        matrix, text = self._matrix(spec)
        after: list[nodes.Node] = []
        files = matrices.file_name(self.env, body) if has_site_files(self._builder) else ""
        if files:
            docname = self.env.current_document.docname
            after = [download_links(self._builder, docname, files, caption_text(table))]
        self._warn_if_empty("coverage-matrix", matrix, spec, table)
        if matrix.size > self.config.needs_coverage_cells:
            table.replace_self([*self._rollup(body, text, files), *after])
            return
        if self._html:
            turn = isinstance(spec, MatrixSpec) and draw_html.is_narrower_turned(matrix)
            data = draw_html.script_data(matrix, text, spec, self._model, turned=turn)
            if turn:
                matrix, text = turned(matrix), text.turn()
            html = draw_html.matrix_body(matrix, text, self._address)
            add_page_file(self.document, "needs_coverage.js")
            legend = draw_html.legend(*self._matrix(body["spec"]))
            kind = draw_html.sheet_class(matrix)
            drawn = draw_html.html_table(table, html, data, kind=kind, before=legend)
            table.replace_self([drawn, *after])
            return
        if self._builder.format == "typst":
            table["classes"] += draw_nodes.paper_classes(matrix)
            bodies = iter([draw_nodes.paper_body(matrix, text, self._reference)])
        else:
            width = PAGE_WIDTH.get(self._builder.format)
            bodies = draw_nodes.matrix_bodies(matrix, text, self._reference, width=width)
        table.replace_self(draw_nodes.captioned_tables(table, bodies))

    def _rollup(
        self, body: nodes.Element, text: MatrixText, files: str
    ) -> list[nodes.Element]:
        rollup: MatrixRollup = look(self._app, body["view"])
        page = RollupPage(
            self._builder,
            self.document,
            self.env.current_document.docname,
            files,
            self._address,
            self._reference,
        )
        return draw_rollup(rollup, text, _table_of(body), page)

    def _draw_summary(self, body: nodes.Element) -> None:
        spec, table = body["view"], _table_of(body)
        matrix, text = self._matrix(spec.matrix)
        self._warn_if_empty("coverage-summary", matrix, spec.matrix, table)
        summary = look(self._app, spec)
        headings = summary_headings(spec, self._model)
        if self._html:
            html = draw_html.summary_body(summary, headings, text, self._address)
            table.replace_self(draw_html.html_table(table, html))
            return
        only = draw_nodes.summary_body(summary, headings, text, self._reference)
        table.replace_self(draw_nodes.captioned_tables(table, [only]))

    def _draw_reasons(self, place: nodes.Element) -> None:
        """Draw why the cells of the matrix before are what they are, where it is whole."""
        matrix, text = self._matrix(place["spec"])
        cells = look(self._app, place["view"])
        if not self._html or not cells or matrix.size > self.config.needs_coverage_cells:
            place.replace_self([])
            return
        language = self.config.language
        texts = ReasonTexts(text, language)
        draw = ReasonsHtml(texts, self._address, self._edit_address)
        place.replace_self(HtmlNode("", html=draw.list(cells, self._last)))

    def _draw_overview(self, body: nodes.Element) -> None:
        spec, table = body["view"], _table_of(body)
        matrix, text = self._matrix(spec.matrix)
        self._warn_if_empty("coverage-overview", matrix, spec.matrix, table)
        overview = look(self._app, spec)
        if self._html:
            anchor = self._anchor_of(spec.matrix)
            draw = OverviewHtml(overview, text, self._address, anchor)
            html = draw_html.html_table(table, draw.body(), after=draw.counts())
            table.replace_self(html)
            return
        bodies = overview_bodies(overview, text, self._reference)
        table.replace_self(draw_nodes.captioned_tables(table, bodies))

    def _draw_targets(self, body: nodes.Element) -> None:
        spec, table = body["view"], _table_of(body)
        pairs = [self._matrix(one) for one in spec.matrices]
        for (matrix, _text), one in zip(pairs, spec.matrices, strict=True):
            self._warn_if_empty("coverage-targets", matrix, one, table)
            if not matrix.rows:
                break
        texts = [text for _matrix, text in pairs]
        drawn = targets_body(look(self._app, spec), texts, self._reference)
        if self._html:
            table["classes"].append("coverage-targets")
        table.replace_self(draw_nodes.captioned_tables(table, [drawn]))

    def _anchor_of(self, spec: MatrixSpec) -> str:
        """Return the anchor of the matrix on this page of which this is the overview."""
        for other, anchor in self._matrices:
            if not isinstance(other, MatrixSpec) or other.links != spec.links:
                continue
            sides = ((other.rows, spec.rows), (other.columns, spec.columns))
            if all((x.type, x.where) == (y.type, y.where) for x, y in sides):
                return anchor
        return ""

    def _draw_gaps(self, place: nodes.Element) -> None:
        spec = place["spec"]
        matrix, text = self._matrix(spec)
        if not place["below"]:
            self._warn_if_empty("coverage-gaps", matrix, spec, place)
        # On a screen, the legend stands above its table.
        whole = matrix.size <= self.config.needs_coverage_cells
        above = self._html and place["below"] and whole
        show = place["show"]
        drawn = draw_nodes.gaps(matrix, text, self._list, show=show, with_legend=not above)
        place.replace_self(list(drawn))

    def _draw_incomplete(self, place: nodes.Element) -> None:
        spec = place["spec"]
        found = look(self._app, spec)
        drawn = draw_nodes.incomplete_lists(found, spec, self._model, self._list)
        place.replace_self(list(drawn))

    def _matrix(self, spec: Spec) -> tuple[Matrix, MatrixText]:
        return look(self._app, spec), MatrixText.from_spec(spec, self._model)

    def _edit_address(self, label: Label) -> str | None:
        item = read_items(self._app).by_id.get(label.id)
        return edit_url(self.env, item) if item else None

    def _warn_if_empty(
        self, directive: str, matrix: Matrix, spec: Spec, place: nodes.Element
    ) -> None:
        sides: list[tuple[str, Axis, Sized]] = [("rows", spec.rows, matrix.rows)]
        if isinstance(spec, MatrixSpec):
            sides.append(("columns", spec.columns, matrix.columns))
        items = read_items(self._app)
        told: set[Axis] = set()
        for side, axis, members in sides:
            all_of_type = items.every(axis.type)
            wrong = tuple(unmatched(axis.where, all_of_type, self._model, spec.states))
            for words in wrong if axis not in told else ():
                self._warn(place, directive, *words, "unmatched_value", f"{side}-where")
            told.add(axis)
            if not members and not wrong:
                fault = _("There is nothing to show for %s: no item, or none asked for.")
                remedy = _("Add one, or correct rows, columns and the conditions.")
                if all_of_type and all(item.is_elsewhere for item in all_of_type):
                    remedy = _(
                        "All are of other projects: ask for them with rows-where or "
                        "columns-where: is_external = true."
                    )
                self._warn(place, directive, fault % axis.type, remedy, "empty")

    def _warn(  # noqa: PLR0913, PLR0917 (what a problem is)
        self,
        place: nodes.Element,
        directive: str,
        fault: str,
        remedy: str,
        subtype: str,
        option: str = "",
    ) -> None:
        kind = {"type_": "needs_coverage", "subtype": subtype}
        warn_at(self.env, place, directive, fault, remedy, **kind, option=option)


def _reference(
    builder: Builder, docname: str, label: Label, text: str | None = None
) -> nodes.Node:
    """Return a link to an item; the value of a field is text."""
    is_value = not label_text(label)[0]
    return reference(builder, docname, label, label_text(label)[1] if is_value else text)


def _table_of(body: nodes.Element) -> nodes.table:
    table = body.parent
    assert isinstance(table, nodes.table)  # noqa: S101 (the directive made it so)
    return table
