"""Needs drawn for people: heading, content, facts and links as plain nodes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

_HERE = Path(__file__).parent
_NOT_FOR_READERS = ("permalink.html", "schema_violations.json")
"""What sphinx-needs lays beside the pages: a page in English that only its own drawing
links to, and a report that says when it was made, so that no two builds are the same."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let this extension draw every need."""
    from needs_cards import nodes, notices, replacing, tables

    app.setup_extension("needs_core")
    app.add_message_catalog("needs_cards", str(_HERE / "locale"))
    nodes.setup(app)
    app.add_post_transform(replacing.DrawCards)
    # After sphinx-needs has drawn its tables, at 500.
    app.connect("doctree-resolved", tables.dress_tables, priority=600)
    app.connect("doctree-resolved", notices.translate_notices, priority=610)
    app.connect("builder-inited", _add_static_files)
    app.connect("build-finished", _remove_leftovers, priority=900)
    app.add_css_file("needs_cards.css")
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _add_static_files(app: Sphinx) -> None:
    if app.builder.format == "html":
        app.config.html_static_path.append(str(_HERE / "static"))


def _remove_leftovers(app: Sphinx, exception: Exception | None) -> None:
    for name in _NOT_FOR_READERS:
        (Path(app.outdir) / name).unlink(missing_ok=True)
