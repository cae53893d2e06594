"""Puts the drawing that suits the builder in the place of each placeholder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.edit_links import edit_url
from needs_core.links import reference, uri
from needs_core.messages import Problem, warn
from needs_core.page_views import ViewNode
from needs_core.reader import look, read_items, read_model
from needs_coverage import draw_html, draw_nodes, draw_summary, draw_typst, tables
from needs_coverage.draw_lists import HtmlLists, NodeLists
from needs_coverage.large.placing import DrawLarge
from needs_coverage.large.rolling import Rollup
from needs_coverage.nodes import coverage_gaps, coverage_lacks, matrix_body, summary_body
from needs_coverage.spec import MatrixSpec
from needs_coverage.words import Spec, Words, label_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sized

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from needs_core.model import Label
    from needs_coverage.matrix import Matrix

_ = get_translation("needs_coverage")

WIDTH = {"latex": 5, "man": 5, "texinfo": 5, "text": 5}
"""Columns that fit a page, by output format; other formats have no page."""


class DrawCoverage(SphinxPostTransform):
    """Draw every placeholder, once the needs are known.

    A post-transform and not a ``doctree-resolved`` handler: the LaTeX builder's own
    transforms run in between and expect complete tables. Before references are
    resolved, at 10, so that those in a caption still are.
    """

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        places = list(self.document.findall(ViewNode))  # looking through it costs
        if not places:
            return
        app, docname = self.env._app, self.env.current_document.docname
        self._model = read_model(self.config)
        self._html = app.builder.format == "html"
        self._address = partial(uri, app.builder, docname)
        self._lead = partial(_lead, app.builder, docname)
        self._list = (
            HtmlLists(self._address, self._edit) if self._html else NodeLists(self._lead)
        )
        draw = {
            matrix_body: self._draw_matrix,
            summary_body: self._draw_summary,
            coverage_gaps: self._draw_gaps,
            coverage_lacks: self._draw_lacks,
        }
        for place in places:
            if type(place) in draw:
                draw[type(place)](place)

    def _draw_matrix(self, body: nodes.Element) -> None:
        spec, table = body["spec"], _table_of(body)
        sheet, words = look(self.env._app, body["view"]), Words.of(spec, self._model)
        if isinstance(sheet, Rollup):
            draw = DrawLarge(self.env._app, self.document, sheet, words, self._model)
            draw.into(table, body, self._address, self._lead)
            return
        self._tell_when_empty("coverage-matrix", sheet, spec, table)
        if self._html:
            drawn = draw_html.table_body(sheet, words, self._address)
            told = draw_html.told(sheet, words, spec, self._model)
            tables.need_script(self.document, "needs_coverage.js")
            table.replace_self(tables.as_html(table, drawn, told))
            return
        if self.env._app.builder.format == "typst":
            table["classes"] += draw_typst.classes(sheet)
            only = draw_typst.tgroup(sheet, words, self._lead)
            table.replace_self(tables.as_tables(table, [only]))
            return
        width = WIDTH.get(self.env._app.builder.format)
        bodies = draw_nodes.bodies(sheet, words, self._lead, width=width)
        table.replace_self(tables.as_tables(table, bodies))

    def _draw_summary(self, body: nodes.Element) -> None:
        spec, table = body["view"], _table_of(body)
        matrix, words = self._compute(spec.matrix)
        self._tell_when_empty("coverage-summary", matrix, spec.matrix, table)
        summary = look(self.env._app, spec)
        columns = draw_summary.Columns.of(spec, self._model)
        if self._html:
            drawn = draw_summary.html_body(summary, columns, words, self._address)
            table.replace_self(tables.as_html(table, drawn))
            return
        only = draw_summary.tgroup(summary, columns, words, self._lead)
        table.replace_self(tables.as_tables(table, [only]))

    def _draw_gaps(self, place: nodes.Element) -> None:
        spec = place["spec"]
        matrix, words = self._compute(spec)
        if not place["below"]:
            self._tell_when_empty("coverage-gaps", matrix, spec, place)
        drawn = draw_nodes.gaps(matrix, words, self._list, show=place["show"])
        place.replace_self(list(drawn))

    def _draw_lacks(self, place: nodes.Element) -> None:
        spec = place["spec"]
        found = look(self.env._app, spec)
        place.replace_self(list(draw_nodes.lacks(found, spec, self._model, self._list)))

    def _edit(self, label: Label) -> str | None:
        item = read_items(self.env._app).by_id.get(label.id)
        return edit_url(self.env, item) if item else None

    def _compute(self, spec: Spec) -> tuple[Matrix, Words]:
        return look(self.env._app, spec), Words.of(spec, self._model)

    def _tell_when_empty(
        self, name: str, matrix: Matrix, spec: Spec, place: nodes.Element
    ) -> None:
        docname = self.env.current_document.docname
        for kind in _empty(matrix, spec):
            fault = _("There is nothing to show for %s: no item, or none asked for.")
            remedy = _("Add one, or correct rows, columns and the conditions.")
            at = (docname, place.line, name)
            warn(Problem(*at, fault % kind, remedy, "needs_coverage", "empty"))


def _lead(
    builder: Builder, docname: str, label: Label, text: str | None = None
) -> nodes.Node:
    """Return a link to an item; the value of a field has one name, or none is stated."""
    said = text or " ".join(filter(None, label_text(label)))
    return reference(builder, docname, label, said)


def _table_of(body: nodes.Element) -> nodes.table:
    table = body.parent
    assert isinstance(table, nodes.table)  # noqa: S101 (the directive made it so)
    return table


def _empty(matrix: Matrix, spec: Spec) -> Iterator[str]:
    found: dict[str, Sized] = {spec.rows.type: matrix.rows}
    if isinstance(spec, MatrixSpec):
        found[spec.columns.type] = matrix.columns
    return (kind for kind, items in found.items() if not items)


def setup(app: Sphinx) -> None:
    """Register the nodes and the transform that replaces them."""
    for node in (matrix_body, summary_body, coverage_gaps, coverage_lacks):
        app.add_node(node)
    tables.setup(app)
    app.add_post_transform(DrawCoverage)
