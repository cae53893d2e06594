"""Puts the drawing in the place of each placeholder, once the needs are known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.links import reference
from needs_core.messages import Problem, warn
from needs_core.reader import look, read_items, read_model, read_states
from needs_sources import nodes as ours
from needs_sources.mentions import drawing as mentions
from needs_sources.quotes import drawing as quotes
from needs_sources.stories import drawing as stories
from needs_sources.timelines import drawing as timelines
from needs_sources.variants import drawing as differences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from needs_core.page_views import ViewNode

    Draw = Callable[[ViewNode], Iterable[nodes.Node]]

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
        drawings: dict[type[ViewNode], Draw] = {
            ours.quote_summary: self._summary,
            ours.variants: self._variants,
            ours.mention_matrix: self._matrix,
            ours.mentions: self._mentions,
            ours.timeline: self._timeline,
            ours.story: self._stories,
        }
        number = 0
        for kind, draw in drawings.items():
            for place in list(self.document.findall(kind)):
                drawn = list(draw(place))
                # A table with a caption is asked for its id when tables are numbered.
                for table in (x for x in drawn if isinstance(x, nodes.table)):
                    number += 1
                    table["ids"].append(f"needs-sources-{number}")
                place.replace_self(drawn)

    def _look(self, place: ViewNode) -> Any:
        return look(self.env._app, place["view"])

    def _summary(self, place: ViewNode) -> Iterable[nodes.Node]:
        return quotes.summary(self._look(place), self._model, self._lead)

    def _variants(self, place: ViewNode) -> Iterable[nodes.Node]:
        view, found = place["view"], self._look(place)
        self._check_needs(place, [view.id] if view.id else [])
        named = any(difference.label.id != view.id for difference in found)
        return differences.variants(
            found, self._model, self._lead, named=named, html=self._html
        )

    def _matrix(self, place: ViewNode) -> Iterable[nodes.Node]:
        view, lead = place["view"], self._lead
        return mentions.matrix(
            self._look(place), view, self._model, (lead, lead), place["caption"]
        )

    def _mentions(self, place: ViewNode) -> Iterable[nodes.Node]:
        self._check_needs(place, [place["view"].id])
        return mentions.mentions(self._look(place), self._model, self._lead)

    def _timeline(self, place: ViewNode) -> Iterable[nodes.Node]:
        shown = (self.config.language, place["caption"], self._html)
        return timelines.timeline(
            self._look(place), place["view"], self._model, self._lead, shown
        )

    def _stories(self, place: ViewNode) -> Iterable[nodes.Node]:
        view = place["view"]
        self._check_needs(place, [*view.ids, *([view.linked] if view.linked else [])])
        states, shown = read_states(self.config), (self.config.language, self._html)
        return stories.stories(self._look(place), self._model, states, self._lead, shown)

    def _check_needs(self, place: nodes.Element, ids: Iterable[str]) -> None:
        """Tell of needs that do not exist, at the place of the directive."""
        known = read_items(self.env._app).by_id
        name = type(place).__name__.replace("_", "-")
        for need_id in ids:
            if need_id not in known:
                at = (self.env.current_document.docname, place.line, name)
                fault = _("There is no need with the id “%s”.") % need_id
                remedy = _("Correct the id, or write the need.")
                warn(Problem(*at, fault, remedy, "needs_sources", "unknown_need"))


def visit_marked_words(self: HTML5Translator, node: ours.marked_words) -> None:
    """Open ``<ins>`` or ``<del>``."""
    self.body.append(f"<{node['kind']}>")


def depart_marked_words(self: HTML5Translator, node: ours.marked_words) -> None:
    """Close it."""
    self.body.append(f"</{node['kind']}>")


def visit_picture(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the picture into the page, so that it has the colours of the theme."""
    label = self.attval(node["label"])
    frame = f'class="timeline-frame" role="region" tabindex="0" aria-label="{label}"'
    self.body.append(f"<div {frame}>{node['svg']}</div>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the nodes and the transform that replaces them."""
    for node in (
        ours.quote_summary,
        ours.variants,
        ours.mention_matrix,
        ours.mentions,
        ours.timeline,
        ours.story,
    ):
        app.add_node(node)
    marked = (visit_marked_words, depart_marked_words)
    app.add_node(ours.marked_words, html=marked)
    app.add_node(ours.timeline_picture, html=(visit_picture, None))
    app.add_post_transform(DrawSources)
