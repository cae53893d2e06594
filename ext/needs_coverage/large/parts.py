"""The pages of the parts of a large matrix: written by the build, drawn as any matrix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from html import escape
from typing import TYPE_CHECKING, Any

from needs_core.reader import look, read_model
from needs_core.views import digest
from needs_coverage.draw_html import table_body, told
from needs_coverage.draw_nodes import legend
from needs_coverage.exports.addresses import OnPart, between, part
from needs_coverage.large.cutting import Cut, cuts, part_of
from needs_coverage.large.texts import (
    part_explanation,
    part_links,
    part_title,
    part_total,
)
from needs_coverage.tables import CLOSING, SCRIPTS, opening
from needs_coverage.words import Words, label_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx

    from needs_coverage.exports.collecting import Shown
    from needs_coverage.matrix import Matrix

TEMPLATE = "page.html"


@dataclass(frozen=True, slots=True)
class PartPage:
    """A page as it should be; drawn only when it is to be written."""

    name: str
    """As Sphinx names a page."""
    key: str
    """A digest of all that is drawn on it."""
    context: Callable[[], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one large matrix."""

    app: Sphinx
    docname: str
    """The page of the matrix."""
    name: str
    """What its files are called."""
    shown: Shown

    def pages(self, around: str) -> Iterator[PartPage]:
        """Yield every part; ``around`` tells what stands around it on each page."""
        matrix = look(self.app, self.shown.spec)
        parts = cuts(matrix, self.app.config.needs_coverage_cells)
        words = Words.of(self.shown.spec, read_model(self.app.config))
        words = replace(words, total=part_total())
        menu = self._toctree(part(self.name, 0))
        for number, cut in enumerate(parts):
            sub, place = part_of(matrix, cut), (number, len(parts))
            key = digest([around, self.docname, self.shown.caption, words, place, sub])
            draw = partial(self._context, sub, words, place, cut)
            page = part(self.name, number)
            yield PartPage(page, key, partial(self._with_menu, draw, menu))

    def _with_menu(
        self, draw: Callable[[], dict[str, Any]], menu: Callable[..., str]
    ) -> dict[str, Any]:
        return {**draw(), "toctree": menu}

    def _toctree(self, page: str) -> Callable[..., str]:
        """Return the menu of the site: all parts lie in one folder and have the same."""
        if self.app.builder.name == "singlehtml":
            return lambda **_kwargs: ""
        draw: Callable[..., str] = partial(self.app.builder._get_local_toctree, page)  # type: ignore[attr-defined]
        return cache(draw)

    def _context(
        self, sub: Matrix, words: Words, place: tuple[int, int], cut: Cut
    ) -> dict[str, Any]:
        rows = [" ".join(label_text(row.label)[:1]) or row.label.title for row in sub.rows]
        ends = rows[0] if len(rows) == 1 else f"{rows[0]} – {rows[-1]}"
        title = part_title(self.shown.caption, ends)
        page = part(self.name, place[0])
        return {
            "title": escape(title),
            "body": self._body(sub, words, place, cut, title),
            "parents": [
                {
                    "link": between(self.app.builder, page, self.docname),
                    "title": escape(self.app.env.titles[self.docname].astext()),
                }
            ],
            "meta": dict(self.app.env.metadata.get(self.docname, {})),
            "metatags": "",
            "toc": "",
            "display_toc": False,
            "sourcename": "",
            "page_source_suffix": "",
            SCRIPTS: ["needs_coverage.js"],
        }

    def _body(
        self, sub: Matrix, words: Words, place: tuple[int, int], cut: Cut, title: str
    ) -> str:
        page, (number, count) = part(self.name, place[0]), place
        spec, model = self.shown.spec, read_model(self.app.config)
        address = OnPart(self.app.builder, page)
        told_ = told(sub, words, spec, model)
        said = part_explanation(number + 1, count, whole=cut.whole)
        return (
            f"<section>\n<h1>{escape(title)}</h1>\n"
            f'<p class="coverage-note">{escape(said)}</p>\n{self._links(page, place)}'
            f"{opening(title, 'coverage-matrix', self.name, told_)}"
            f'<span class="caption-text">{escape(title)}</span></caption>\n'
            f"{table_body(sub, words, address, anchors=True)}{CLOSING}"
            f'<p class="coverage-legend">{escape(legend(sub, words).astext())}</p>\n'
            "</section>\n"
        )

    def _links(self, page: str, place: tuple[int, int]) -> str:
        number, count = place
        name, whole, before, after = part_links()
        builder = self.app.builder
        links = [(whole, between(builder, page, self.docname, self.shown.anchor), "up")]
        if number > 0:
            links.append(
                (before, between(builder, page, part(self.name, number - 1)), "prev")
            )
        if number + 1 < count:
            links.append(
                (after, between(builder, page, part(self.name, number + 1)), "next")
            )
        drawn = "".join(
            f'<a class="coverage-{kind}" href="{escape(href, quote=True)}">'
            f"{escape(said)}</a>\n"
            for said, href, kind in links
        )
        label = escape(name, quote=True)
        return f'<nav class="coverage-parts" aria-label="{label}">\n{drawn}</nav>\n'
