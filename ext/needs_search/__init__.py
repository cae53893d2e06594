"""A search that finds the item: for sphinx-needs, in Danish first, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.extension import extension

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put our search in the place of Sphinx' own."""
    from needs_search import build, page

    metadata = extension(app, "needs_search")
    app.add_config_value("needs_search_facets", None, "html", frozenset({list, tuple}))
    app.add_config_value("needs_search_weights", {}, "html", frozenset({dict}))
    app.add_config_value("needs_search_words", True, "html", frozenset({bool}))
    page.setup(app)
    build.setup(app)
    return metadata
