"""Cards in place of sphinx-needs' layouts: heading, content, facts and links."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_NOT_FOR_READERS = ("permalink.html", "schema_violations.json")
"""What sphinx-needs lays beside the pages: a page in English that only its own drawing
links to, and a report that holds the time, so that no two builds are the same."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let this extension draw every need."""
    from needs_cards import draw, tables, transforms
    from needs_core.extension import extension

    metadata = extension(app, "needs_cards", style="needs_cards.css")
    draw.setup(app)
    app.add_post_transform(transforms.DrawCards)
    # After sphinx-needs has made its diagrams and tables, at 500.
    app.connect("doctree-resolved", transforms.remove_frames, priority=600)
    app.connect("doctree-resolved", tables.complete_tables, priority=600)
    app.connect("doctree-resolved", transforms.translate_notices, priority=610)
    app.connect("build-finished", _remove_leftovers, priority=900)
    return metadata


def _remove_leftovers(app: Sphinx, _exception: Exception | None) -> None:
    for name in _NOT_FOR_READERS:
        (Path(app.outdir) / name).unlink(missing_ok=True)
