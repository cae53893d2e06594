"""A search that finds the item: for sphinx-needs, in Danish first, in any language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put our search in the place of Sphinx' own."""
    from needs_search import building, checks, collecting

    app.setup_extension("needs_core")
    app.add_message_catalog("needs_search", str(Path(__file__).parent / "locale"))
    app.add_config_value("needs_search_facets", None, "html", frozenset({list, tuple}))
    app.add_config_value("needs_search_weights", {}, "html", frozenset({dict}))
    app.add_config_value("needs_search_words", True, "html", frozenset({bool}))
    app.add_env_collector(collecting.PassagesOfPages)
    writing = building.Writing()
    app.connect("config-inited", building.show_our_page, priority=900)
    app.connect("builder-inited", checks.check_settings)
    app.connect("builder-inited", building.replace_search)
    app.connect("html-page-context", building.tell_page)
    app.connect("env-updated", writing.call)
    app.connect("write-started", writing.begin)
    app.connect("build-finished", writing.close)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
