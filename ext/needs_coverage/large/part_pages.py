"""The HTML pages of the parts of large matrices, without sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.computed_day import computed_html
from needs_core.generated_pages import page_context, page_menu
from needs_core.html_tables import PAGE_FILES
from needs_core.model_reader import read_model
from needs_core.output_addresses import between_pages, items_from_page
from needs_core.output_files import OutputPage
from needs_core.reader import look, read_items
from needs_core.rebuild.freshness import menu_digest
from needs_core.views import digest
from needs_coverage.draw_html import (
    legend,
    matrix_body,
    script_data,
    sheet_class,
    table_end,
    table_start,
)
from needs_coverage.exports.files import is_rolled_up, matrices, part_page
from needs_coverage.large.rollup import STYLE, Part, matrix_parts, part_matrix
from needs_coverage.text import MatrixText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from sphinx.application import Sphinx

    from needs_core.page_tables import TableOnPage
    from needs_coverage.matrix import Matrix
    from needs_coverage.text import Spec

_ = get_translation("needs_coverage")


def part_pages(app: Sphinx) -> Iterator[OutputPage]:
    """Yield the pages of the parts of every matrix that is rolled up."""
    around = ""
    for docname, name, matrix in matrices.shown(app):
        if is_rolled_up(app, matrix.spec):
            around = around or menu_digest(app)
            yield from _MatrixParts(app, docname, name, matrix).pages(around)


@dataclass(frozen=True, slots=True)
class _MatrixParts:
    """The parts of one matrix."""

    app: Sphinx
    docname: str
    """The page of the matrix."""
    name: str
    """File name of the matrix."""
    found: TableOnPage[Spec]

    def pages(self, around: str) -> Iterator[OutputPage]:
        """Yield every part; ``around`` is a digest of what stands around it on a page."""
        matrix = look(self.app, self.found.spec)
        parts = matrix_parts(matrix, self.app.config.needs_coverage_cells)
        text = MatrixText.from_spec(self.found.spec, read_model(self.app.config))
        text = replace(text, total=_("Total in this part"))
        menu = page_menu(self.app, part_page(self.name, 0))
        for number, part in enumerate(parts):
            shown, place = part_matrix(matrix, part), (number, len(parts))
            around_it = (around, self.docname, self.found.caption, self._day())
            key = digest([*around_it, text, place, shown])
            draw = partial(self._context, shown, text, place, part, menu)
            yield OutputPage(part_page(self.name, number), key, draw)

    def _context(
        self,
        matrix: Matrix,
        text: MatrixText,
        place: tuple[int, int],
        part: Part,
        menu: Callable[..., str],
    ) -> dict[str, Any]:
        first, last = matrix.rows[0].label.short, matrix.rows[-1].label.short
        rows = first if first == last else f"{first} – {last}"
        names = {"caption": self.found.caption, "rows": rows}
        title = _("%(caption)s: %(rows)s") % names
        page = part_page(self.name, place[0])
        body = self._body(matrix, text, place, part, title)
        context = page_context(self.app, page, title, body, self.docname)
        return {**context, PAGE_FILES: ["needs_coverage.js", STYLE], "toctree": menu}

    def _body(
        self,
        matrix: Matrix,
        text: MatrixText,
        place: tuple[int, int],
        part: Part,
        title: str,
    ) -> str:
        number, count = place
        page = part_page(self.name, number)
        spec, model = self.found.spec, read_model(self.app.config)
        address = items_from_page(self.app.builder, page)
        data = script_data(matrix, text, spec, model)
        explanation = _(
            "Part %(number)d of %(count)d. Columns with nothing in these rows are left out."
        )
        if not part.whole:
            explanation = _("Part %(number)d of %(count)d. The row goes on in other parts.")
        explanation %= {"number": number + 1, "count": count}
        kind = f"coverage-matrix {sheet_class(matrix)}".strip()
        return (
            f"<section>\n<h1>{escape(title)}</h1>\n"
            f'<p class="coverage-note">{escape(explanation)}</p>\n'
            f"{self._links(page, number, count)}"
            f"{computed_html(self._day(), self.app.config.language)}"
            f"{legend(matrix, text)}"
            f"{table_start(title, kind, self.name, data)}"
            f'<span class="caption-text">{escape(title)}</span></caption>\n'
            f"{matrix_body(matrix, text, address, anchors=True)}"
            f"{table_end(self.name)}"
            "</section>\n"
        )

    def _day(self) -> date | None:
        return read_items(self.app).day_of(self.found.spec)

    def _links(self, page: str, number: int, count: int) -> str:
        """Return the links to the whole matrix and to the parts before and after."""
        builder = self.app.builder
        whole = between_pages(builder, page, self.docname, self.found.anchor)
        links = [("up", whole, _("The whole matrix"))]
        if number > 0:
            previous = between_pages(builder, page, part_page(self.name, number - 1))
            links.append(("prev", previous, _("Previous part")))
        if number + 1 < count:
            following = between_pages(builder, page, part_page(self.name, number + 1))
            links.append(("next", following, _("Next part")))
        drawn = "".join(
            f'<a class="coverage-{kind}" href="{escape(href, quote=True)}">'
            f"{escape(text)}</a>\n"
            for kind, href, text in links
        )
        label = escape(_("Parts of the matrix"), quote=True)
        return f'<nav class="coverage-parts" aria-label="{label}">\n{drawn}</nav>\n'
