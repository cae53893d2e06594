"""Puts the drawing that suits the builder in the place of each placeholder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_coverage import draw_html, draw_nodes
from needs_coverage.nodes import coverage_gaps, matrix_body, matrix_html
from needs_coverage.spec import MatrixSpec
from needs_coverage.words import Spec, Words
from needs_items.leading import reference, uri
from needs_items.messages import Problem, warn
from needs_items.reading import read_items, read_model

if TYPE_CHECKING:
    from collections.abc import Sized

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from needs_coverage.matrix import Matrix
    from needs_items.items import Label

_ = get_translation("needs_coverage")

_WIDTH = {"latex": 5, "man": 5, "texinfo": 5, "text": 5}
"""Columns that fit a page, by output format; other formats have no page."""


class DrawCoverage(SphinxPostTransform):
    """Draw every matrix and every list of gaps, once the needs are known.

    A post-transform and not a ``doctree-resolved`` handler: the LaTeX builder's own
    transforms run in between and expect complete tables. Before references are
    resolved, at 10, so that those in a caption still are.
    """

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        for body in list(self.document.findall(matrix_body)):
            matrix, words = self._compute(body["view"])
            table = body.parent
            assert isinstance(table, nodes.table)  # noqa: S101 (the directive's)
            self._tell_when_empty(matrix, body["view"], table)
            if self.env._app.builder.format == "html":
                table.replace_self(self._html(table, matrix, words))
            else:
                table.replace_self(list(self._tables(table, matrix, words)))
        for place in list(self.document.findall(coverage_gaps)):
            matrix, words = self._compute(place["view"])
            if not place["below"]:
                self._tell_when_empty(matrix, place["view"], place)
            drawn = draw_nodes.gaps(matrix, words, self._lead, show=place["show"])
            place.replace_self(list(drawn))

    def _compute(self, spec: Spec) -> tuple[Matrix, Words]:
        matrix = spec.look(read_items(self.env._app))
        return matrix, Words.of(spec, read_model(self.config))

    def _lead(self, label: Label) -> nodes.Node:
        return reference(self.env._app.builder, self._docname(), label)

    def _docname(self) -> str:
        return self.env.current_document.docname

    def _html(self, table: nodes.table, matrix: Matrix, words: Words) -> nodes.Element:
        docname = self._docname()
        address = partial(uri, self.env._app.builder, docname)
        caption = table.next_node(nodes.title)
        children = [] if caption is None else caption.children
        return matrix_html(
            "",
            *children,
            ids=table["ids"],
            label="" if caption is None else caption.astext(),
            body=draw_html.table_body(matrix, words, address),
        )

    def _tables(
        self, table: nodes.table, matrix: Matrix, words: Words
    ) -> list[nodes.table]:
        width = _WIDTH.get(self.env._app.builder.format)
        bodies = list(draw_nodes.bodies(matrix, words, self._lead, width=width))
        title = table.next_node(nodes.title)
        tables = []
        for number, body in enumerate(bodies, start=1):
            part = table.copy() if number == 1 else nodes.table(classes=table["classes"])
            # LaTeX breaks a long table over pages, and keeps to widths, when told so.
            part["classes"] = [*part["classes"], "longtable", "colwidths-given"]
            if title is not None and number == 1:
                table.remove(title)
                part += title  # not a copy: a translation holds on to this node
            elif title is not None:
                again = _("%(caption)s (part %(number)d of %(count)d)") % {
                    "caption": title.astext(),
                    "number": number,
                    "count": len(bodies),
                }
                part += nodes.title("", again)
            part += body
            tables.append(part)
        return tables

    def _tell_when_empty(self, matrix: Matrix, spec: Spec, place: nodes.Element) -> None:
        found: dict[str, Sized] = {spec.rows.type: matrix.rows}
        if isinstance(spec, MatrixSpec):
            found[spec.columns.type] = matrix.columns
        "coverage-gaps" if isinstance(place, coverage_gaps) else "coverage-matrix"
        for kind in (kind for kind, items in found.items() if not items):
            warn(
                Problem(
                    self._docname(),
                    place.line,
                    "coverage-gaps"
                    if isinstance(place, coverage_gaps)
                    else "coverage-matrix",
                    _("There are no items of the type %s, and there is nothing to cover.")
                    % kind,
                    _("Add one, or correct rows, columns and the conditions."),
                    "needs_coverage",
                    "empty",
                )
            )


def visit_matrix_html(self: HTML5Translator, node: matrix_html) -> None:
    """Open the scroller, the table and its caption; the children follow."""
    ids = f' id="{node["ids"][0]}"' if node["ids"] else ""
    label = self.attval(node["label"])
    self.body.append(
        f'<div class="coverage-scroll" role="region" tabindex="0" aria-label="{label}">'
        f'<table class="coverage-matrix"{ids}><caption>'
    )
    # The number of the table is kept under the class that stood there at reading time.
    self.add_fignumber(nodes.table("", ids=node["ids"]))
    self.body.append('<span class="caption-text">')


def depart_matrix_html(self: HTML5Translator, node: matrix_html) -> None:
    """Close the caption and write the rest of the table."""
    self.body.append(f"</span></caption>\n{node['body']}</table></div>\n")


def setup(app: Sphinx) -> None:
    """Register the nodes and the transform that replaces them."""
    app.add_node(matrix_body)
    app.add_node(coverage_gaps)
    handlers = (visit_matrix_html, depart_matrix_html)
    # Sphinx looks under the builder's name first, and there others register for epub.
    app.add_node(matrix_html, html=handlers, epub=handlers)
    app.add_post_transform(DrawCoverage)
