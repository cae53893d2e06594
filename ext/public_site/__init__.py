"""What a public body's site owes its readers: dates, a search box, its statement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

_HERE = Path(__file__).parent


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the facts below every page, the two directives, and the lean pages."""
    from public_site import assets, facts, search_box, statement

    app.setup_extension("needs_core")
    app.add_message_catalog("public_site", str(_HERE / "locale"))
    assets.setup(app)
    facts.setup(app)
    search_box.setup(app)
    statement.setup(app)
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
        app.add_css_file("public_site.css")
