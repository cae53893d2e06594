"""Puts the roll-up of a large matrix on its page, with the explorer where there is one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from needs_coverage import tables
from needs_coverage.exports.addresses import between, has_files, part, seen_from_page
from needs_coverage.exports.collecting import names_on_pages
from needs_coverage.large import draw_html, draw_nodes
from needs_coverage.large.texts import explanation, explanation_on_paper, explorer_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

    from needs_core.model import Label, Model
    from needs_coverage.draw_nodes import Lead
    from needs_coverage.large.rolling import Rollup
    from needs_coverage.words import Words

SCRIPT = "needs_coverage_explorer.js"
_WIDTH = {"latex": 4, "man": 4, "texinfo": 4, "text": 4}
"""Columns that fit a page, by output format; a count has more words than a state."""


@dataclass(frozen=True, slots=True)
class DrawLarge:
    """Draws one roll-up in the place of its table."""

    app: Sphinx
    page: nodes.document
    rollup: Rollup
    words: Words
    model: Model

    def into(
        self,
        table: nodes.table,
        body: nodes.Element,
        address: Callable[[Label], str | None],
        lead: Lead,
    ) -> None:
        """Replace the table by what suits the builder."""
        # What another page shows again has its files, and so its parts, where it was.
        name = self._name(body)
        said = explanation() if name else explanation_on_paper()
        note = nodes.paragraph("", said, classes=["coverage-note"])
        if self.app.builder.format == "html":
            table.replace_self([note, self._html(table, name, address)])
            return
        width = _WIDTH.get(self.app.builder.format)
        bodies = draw_nodes.bodies(self.rollup, self.words, lead, width=width)
        table.replace_self([note, *tables.as_tables(table, bodies)])

    def _name(self, body: nodes.Element) -> str:
        if "place" not in body or not has_files(self.app.builder):
            return ""
        docname, number = body["place"]
        name: str = names_on_pages(self.app.env)[docname][number]
        return name

    def _html(
        self, table: nodes.table, name: str, address: Callable[[Label], str | None]
    ) -> nodes.Element:
        builder, docname = self.app.builder, self.app.env.current_document.docname

        def to_part(number: int, anchor: str) -> str | None:
            return between(builder, docname, part(name, number), anchor) if name else None

        drawing = draw_html.Drawing(self.rollup, self.words, address, to_part)
        after = self._explorer(table, name, docname) if name else ""
        return tables.as_html(table, drawing.body(), kind="coverage-rollup", after=after)

    def _explorer(self, table: nodes.table, name: str, docname: str) -> str:
        """Return the place of the explorer; what is in it, its script makes."""
        tables.need_script(self.page, SCRIPT)
        caption = table.next_node(nodes.title)
        told = {
            "source": seen_from_page(self.app.builder, docname, f"{name}.data.js"),
            "name": name,
            "caption": "" if caption is None else caption.astext(),
            "words": explorer_words(self.words),
        }
        data = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return (
            f'<div class="coverage-explorer" data-explorer="{escape(data, quote=True)}">'
            "</div>\n"
        )
