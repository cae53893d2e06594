"""Puts the drawing that suits the builder in the place of each placeholder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.links import reference, uri
from needs_core.messages import Problem, warn
from needs_core.reader import look, read_model
from needs_overview import draw_nodes, pictures, placing, svg
from needs_overview.nodes import (
    overview_bars,
    overview_fold,
    overview_map,
    overview_outline,
    overview_picture,
    overview_poster,
    overview_table,
)
from needs_overview.sheets import sheets
from needs_overview.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from needs_core.model import Label
    from needs_overview.tree import Forest, TreeSpec

_ = get_translation("needs_overview")

Placeholder = TypeVar("Placeholder", bound=nodes.Element)


class DrawOverviews(SphinxPostTransform):
    """Draw every placeholder, once the needs are known. Before references, at 10."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        self._builder = self.env._app.builder
        self._docname = self.env.current_document.docname
        self._model = read_model(self.config)
        for picture in self._found(overview_map):
            self._draw_map(picture)
        for bars in self._found(overview_bars):
            self._draw_bars(bars)
        for outline in self._found(overview_outline):
            self._draw_outline(outline)
        for table in self._found(overview_table):
            self._draw_table(table)
        for poster in self._found(overview_poster):
            self._draw_poster(poster)

    def _found(self, kind: type[Placeholder]) -> list[Placeholder]:
        return list(self.document.findall(kind))

    def _words(self, spec: TreeSpec) -> Words:
        return Words.of(spec.levels, self._model)

    def _lead(self, label: Label, text: str | None) -> nodes.Node:
        return reference(self._builder, self._docname, label, text)

    def _draw_map(self, place: overview_map) -> None:
        spec = place["view"]
        forest: Forest = look(self.env._app, spec)
        words = self._words(spec)
        self._tell_when_empty("needs-map", place, spec, forest)
        alt = words.alt_of_map(forest)
        wide = placing.wide(forest, len(spec.levels), words.note)
        if self._builder.format == "html":
            tall = placing.tall(forest, words.note)
            address = partial(uri, self._builder, self._docname)
            both = (
                svg.of_map(wide, words.levels, alt, address),
                svg.of_map(tall, (), alt, address),
            )
            place.replace_self(overview_picture(bodies=both, kind="needs-map"))
        else:
            parts = [svg.of_map(one, words.levels, alt) for one in sheets(wide)]
            self._picture(place, parts, alt)

    def _draw_bars(self, place: overview_bars) -> None:
        spec = place["view"]
        bars, words = look(self.env._app, spec), self._words(spec.tree)
        self._tell_when_empty("needs-bars", place, spec.tree, bars)
        alt = words.alt_of_bars(bars)
        draw = partial(svg.of_bars, [(bar, words.bar_text(bar)) for bar in bars], alt)
        if self._builder.format == "html":
            address = partial(uri, self._builder, self._docname)
            drawn = draw(address)
            place.replace_self(overview_picture(bodies=(drawn,), kind="needs-bars"))
        else:
            self._picture(place, [draw()], alt)

    def _draw_outline(self, place: overview_outline) -> None:
        spec = place["view"]
        forest: Forest = look(self.env._app, spec)
        if not place["fold"]:
            self._tell_when_empty("needs-outline", place, spec, forest)
        rooted = spec.root is not None
        words = self._words(spec)
        drawn = draw_nodes.outline(forest, words, self._lead, rooted=rooted)
        if place["fold"]:
            self._fold(place, drawn, _("The same as a list"))
        else:
            place.replace_self(drawn)

    def _draw_table(self, place: overview_table) -> None:
        spec = place["view"]
        bars, words = look(self.env._app, spec), self._words(spec.tree)
        table = draw_nodes.bars_table(bars, words, self._lead)
        self._fold(place, [table], _("The same as a table"))

    def _draw_poster(self, place: overview_poster) -> None:
        spec = place["view"]
        columns = look(self.env._app, spec)
        if not columns:
            self._warn_empty("needs-poster", place, spec.groups)
        title, headings = place["title"], place["headings"]
        drawn = draw_nodes.poster(columns, title, headings, self._lead)
        place.replace_self(drawn)

    def _fold(self, place: nodes.Element, drawn: list[nodes.Node], summary: str) -> None:
        if self._builder.format == "html":
            place.replace_self(overview_fold("", *drawn, summary=str(summary)))
        else:
            place.replace_self(drawn)

    def _picture(self, place: nodes.Element, drawn: Sequence[str], alt: str) -> None:
        pictures.put(self.env, self._docname, place, drawn, alt)

    def _tell_when_empty(
        self, name: str, place: nodes.Element, spec: TreeSpec, found: object
    ) -> None:
        branches = getattr(found, "branches", found)
        if not branches:
            self._warn_empty(name, place, spec.root or spec.levels[0])

    def _warn_empty(self, name: str, place: nodes.Element, what: str) -> None:
        fault = _("There is nothing to show for %s.") % what
        remedy = _("Add it, or correct its name or id.")
        at = (self._docname, place.line, name)
        warn(Problem(*at, fault, remedy, "needs_overview", "empty"))


def visit_picture(self: HTML5Translator, node: overview_picture) -> None:
    """Write the picture; the style sheet chooses the layout that fits."""
    layouts = ("wide", "tall") if len(node["bodies"]) > 1 else ("only",)
    drawn = "".join(
        f'<div class="needs-picture-{layout}">{body}</div>'
        for layout, body in zip(layouts, node["bodies"], strict=True)
    )
    self.body.append(f'<div class="needs-picture {node["kind"]}">{drawn}</div>\n')


def depart_picture(self: HTML5Translator, node: overview_picture) -> None:
    """Nothing is open."""


def visit_fold(self: HTML5Translator, node: overview_fold) -> None:
    """Open a fold."""
    summary = self.attval(node["summary"])
    self.body.append(f'<details class="needs-fold"><summary>{summary}</summary>\n')


def depart_fold(self: HTML5Translator, node: overview_fold) -> None:
    """Close it."""
    self.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Register the nodes and the transform that replaces them."""
    for node in (
        overview_map,
        overview_bars,
        overview_outline,
        overview_table,
        overview_poster,
    ):
        app.add_node(node)
    app.add_node(overview_picture, html=(visit_picture, depart_picture))
    app.add_node(overview_fold, html=(visit_fold, depart_fold))
    app.add_post_transform(DrawOverviews)
