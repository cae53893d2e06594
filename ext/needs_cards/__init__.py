"""Cards in place of sphinx-needs' layouts: heading, content, facts and links."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_BESIDE_PAGES = ("permalink.html", "schema_violations.json")
"""What sphinx-needs lays beside the pages, and bookmarks and programs may depend on."""


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Let this extension draw every need."""
    from needs_cards import draw, tables, transforms
    from needs_core.extension import extension
    from needs_core.setting_checks import need_types
    from needs_core.settings import register_value, setting, texts

    metadata = extension(app, "needs_cards", style="needs_cards.css")
    removed = setting(
        (),
        "Files that sphinx-needs lays beside the pages, and that are removed:"
        " `permalink.html`, `schema_violations.json`.",
        texts,
    )
    register_value(app, "needs_cards_remove", removed, rebuild="html")
    folded = setting(
        (),
        "Types whose links and fields are folded: pages with many of them get long.",
        need_types,
    )
    register_value(app, "needs_cards_folded", folded)
    draw.setup(app)
    app.add_post_transform(transforms.DrawCards)
    # After sphinx-needs has made its diagrams and tables, at 500.
    app.connect("doctree-resolved", transforms.remove_frames, priority=600)
    app.connect("doctree-resolved", tables.complete_tables, priority=600)
    app.connect("doctree-resolved", transforms.translate_notices, priority=610)
    app.connect("build-finished", _remove_files, priority=900)
    return metadata


def _remove_files(app: Sphinx, _exception: Exception | None) -> None:
    from needs_core.settings import value

    for name in value(app.config, "needs_cards_remove"):
        if name in _BESIDE_PAGES:
            (Path(app.outdir) / name).unlink(missing_ok=True)
