"""The past of needs: snapshots, follow-ups, changes, pace and suspect links."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

_HERE = Path(__file__).parent


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives, their drawings, the builder and what is read beside the pages."""
    from needs_core.extra import add_extra
    from needs_history import asking, builders, directives, drawing, files, nodes, packing

    app.setup_extension("needs_core")
    app.add_message_catalog("needs_history", str(_HERE / "locale"))
    asking.add_config(app)
    app.add_config_value("needs_history_name", "", "", types=frozenset({str}))
    app.add_config_value("needs_history_commit", "", "", types=frozenset({str}))
    add_extra(app, files.source())
    app.connect("write-started", files.tell, priority=800)
    nodes.setup(app)
    drawing.setup(app)
    packing.setup(app)
    app.add_directive("history-changes", directives.HistoryChanges)
    app.add_directive("history-follow-ups", directives.HistoryFollowUps)
    app.add_directive("history-pace", directives.HistoryPace)
    app.add_directive("history-package", directives.HistoryPackage)
    app.add_directive("history-suspects", directives.HistorySuspects)
    app.add_directive("history-trend", directives.HistoryTrend)
    app.add_directive("history-next", directives.HistoryNext)
    app.add_directive("history-upkeep", directives.HistoryUpkeep)
    app.add_directive("history-values", directives.HistoryValues)
    app.add_builder(builders.SnapshotBuilder)
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
        app.add_css_file("needs_history.css")
