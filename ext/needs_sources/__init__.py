"""Where the words of needs come from: checked quotes, versions, stories, timelines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

_HERE = Path(__file__).parent


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives, their drawings, the checks and the builders."""
    from needs_sources import directives, drawing
    from needs_sources.quotes import builders, building

    app.setup_extension("needs_core")
    app.add_message_catalog("needs_sources", str(_HERE / "locale"))
    app.add_config_value("needs_sources", {}, "env", types=Any)
    app.add_config_value("needs_sources_story", [], "env", types=Any)
    # No page shows what is in the folder: the lock file says what was found there.
    app.add_config_value("needs_sources_folder", None, "", types=frozenset({str}))
    app.add_directive("quote-summary", directives.QuoteSummary)
    app.add_directive("variants", directives.Variants)
    app.add_directive("mention-matrix", directives.MentionMatrix)
    app.add_directive("mentions", directives.Mentions)
    app.add_directive("timeline", directives.Timeline)
    app.add_directive("story", directives.Story)
    drawing.setup(app)
    app.add_builder(builders.QuotesReport)
    app.add_builder(builders.QuotesLock)
    app.connect("write-started", building.tell, priority=850)
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
        app.add_css_file("needs_sources.css")
