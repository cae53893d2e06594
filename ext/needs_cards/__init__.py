"""Needs drawn for people: heading, content, facts and links as plain nodes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let this extension draw every need."""
    from needs_cards import drawing

    app.setup_extension("needs_items")
    app.add_message_catalog("needs_cards", str(Path(__file__).parent / "locale"))
    app.add_post_transform(drawing.DrawCards)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
