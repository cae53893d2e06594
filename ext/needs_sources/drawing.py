"""Puts the drawing in the place of each placeholder, once the needs are known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_items.leading import reference
from needs_items.messages import Problem, warn
from needs_items.reading import look, read_items, read_model
from needs_sources.nodes import marked_words, quote_summary, variants
from needs_sources.quotes import drawing as quotes
from needs_sources.variants import drawing as differences

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_ = get_translation("needs_sources")


class DrawSources(SphinxPostTransform):
    """Draw every placeholder of a page, before references are resolved at 10."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        app, docname = self.env._app, self.env.current_document.docname
        self._model = read_model(self.config)
        self._html = app.builder.format == "html"
        self._lead = partial(reference, app.builder, docname)
        for summary in list(self.document.findall(quote_summary)):
            found = look(app, summary["view"])
            drawn = quotes.summary(found, self._model, self._lead)
            summary.replace_self(list(drawn))
        for place in list(self.document.findall(variants)):
            self._draw_variants(place)

    def _draw_variants(self, place: variants) -> None:
        view = place["view"]
        if view.id:
            self._check_need(place, view.id)
        found = look(self.env._app, view)
        named = [x for x in found if x.label.id != view.id] != []
        drawn = differences.variants(
            found, self._model, self._lead, named=named, html=self._html
        )
        place.replace_self(list(drawn))

    def _check_need(self, place: nodes.Element, need_id: str) -> None:
        """Tell of a need that does not exist, at the place of the directive."""
        if need_id in read_items(self.env._app).by_id:
            return
        at = (self.env.current_document.docname, place.line, type(place).__name__)
        fault = _("There is no need with the id “%s”.") % need_id
        remedy = _("Correct the id, or write the need.")
        warn(Problem(*at, fault, remedy, "needs_sources", "unknown_need"))


def visit_marked_words(self: HTML5Translator, node: marked_words) -> None:
    """Open ``<ins>`` or ``<del>``."""
    self.body.append(f"<{node['kind']}>")


def depart_marked_words(self: HTML5Translator, node: marked_words) -> None:
    """Close it."""
    self.body.append(f"</{node['kind']}>")


def setup(app: Sphinx) -> None:
    """Register the nodes and the transform that replaces them."""
    for node in (quote_summary, variants):
        app.add_node(node)
    app.add_node(marked_words, html=(visit_marked_words, depart_marked_words))
    app.add_post_transform(DrawSources)
