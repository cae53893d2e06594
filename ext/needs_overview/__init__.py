"""Needs at a glance: maps, bars, outlines and posters, drawn when the site is built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

_HERE = Path(__file__).parent


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives and their drawings."""
    from needs_overview import directives, drawing

    app.setup_extension("needs_core")
    app.add_message_catalog("needs_overview", str(_HERE / "locale"))
    app.add_directive("needs-map", directives.NeedsMap)
    app.add_directive("needs-bars", directives.NeedsBars)
    app.add_directive("needs-outline", directives.NeedsOutline)
    app.add_directive("needs-poster", directives.NeedsPoster)
    drawing.setup(app)
    app.connect("builder-inited", _add_style)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _add_style(app: Sphinx) -> None:
    if app.builder.format == "html":
        app.config.html_static_path.append(str(_HERE / "static"))
        app.add_css_file("needs_overview.css")
