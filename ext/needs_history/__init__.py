"""The history of needs: snapshots, changes, follow-ups, workload and suspect links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Register settings, files, directives and their drawing, and the builder."""
    from needs_core.core_settings import declare_commands
    from needs_core.deferred import add_directives
    from needs_core.extension import add_builder, extension
    from needs_history import config, nodes, storage, transforms

    new = ("type", "title", "set", "page", "build")
    declare_commands(
        "needs_history",
        *(f"new.{name}" for name in new),
        *("status.name", "status.replace", "settle", "confirm"),
    )
    app.setup_extension("needs_authoring")
    metadata = extension(app, "needs_history", style="needs_history.css", env_version=3)
    for module in (config, storage, nodes, transforms):
        module.setup(app)
    directives = {
        "history-changes": "HistoryChanges",
        "history-follow-ups": "HistoryFollowUps",
        "history-movement": "HistoryMovement",
        "history-next": "HistoryNext",
        "history-pace": "HistoryWorkload",
        "history-package": "HistoryPackage",
        "history-suspects": "HistorySuspects",
        "history-trend": "HistoryTrend",
        "history-upkeep": "HistoryUpkeep",
        "history-values": "HistoryValues",
    }
    add_directives(app, "needs_history.directives", directives)
    add_builder(app, "history-snapshot", "needs_history.project:SnapshotBuilder")
    return metadata
