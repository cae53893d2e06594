"""Puts the drawing in the place of each placeholder, once the needs are known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_items.leading import reference
from needs_items.reading import look, read_model
from needs_sources.nodes import quote_summary
from needs_sources.quotes import drawing as quotes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class DrawSources(SphinxPostTransform):
    """Draw every placeholder of a page, before references are resolved at 10."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        app, docname = self.env._app, self.env.current_document.docname
        model = read_model(self.config)
        lead = partial(reference, app.builder, docname)
        for node in list(self.document.findall(quote_summary)):
            node.replace_self(list(quotes.summary(look(app, node["view"]), model, lead)))


def setup(app: Sphinx) -> None:
    """Register the nodes and the transform that replaces them."""
    app.add_node(quote_summary)
    app.add_post_transform(DrawSources)
