"""Pages that show what moves: read again when there is a first snapshot, or no more one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.collector import PerPage
from needs_history.nodes import history_view
from needs_history.storage import read_history

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def _read_movement(app: Sphinx, doctree: nodes.document) -> bool | None:
    """Return whether a page that shows what moves was read with any snapshot."""
    found = [node["view"] for node in doctree.findall(history_view)]
    if not found:
        return None
    from needs_history.core.movement import MovementView

    shown = any(isinstance(view, MovementView) for view in found)
    return bool(read_history(app).snapshots) if shown else None


_MOVEMENT = PerPage("needs_history_movement", _read_movement)


def _pages_to_read_again(
    app: Sphinx,
    env: BuildEnvironment,
    _added: set[str],
    _changed: set[str],
    _removed: set[str],
) -> list[str]:
    """Return the pages whose sections are others since there is a snapshot, or none."""
    now = bool(read_history(app).snapshots)
    return sorted(page for page, was in _MOVEMENT.pages(env).items() if was != now)


def setup(app: Sphinx) -> None:
    """Have the pages noted, and read again."""
    app.add_env_collector(_MOVEMENT.collector())
    app.connect("env-get-outdated", _pages_to_read_again)
