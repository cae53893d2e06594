"""The page and line of a log record of Sphinx, in whichever form it gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    import logging

    from sphinx.application import Sphinx


def warning_location(app: Sphinx, record: logging.LogRecord) -> tuple[str, int]:
    """Return docname (or path) and line of a record; ``("", 0)`` where it has none.

    ``record.location`` is a node, a tuple or, once Sphinx has printed it, a text.
    """
    place = getattr(record, "location", None) or ""
    if isinstance(place, nodes.Node):
        place = (place.source or "", place.line or 0)
    if not isinstance(place, tuple):
        name, _colon, digits = str(place).rpartition(":")
        place = (name, int(digits)) if digits.isdecimal() else (str(place), 0)
    name, line = str(place[0] or ""), int(place[1] or 0)
    project = getattr(app, "project", None)  # not there while the app is set up
    return (project.path2doc(name) or name if project else name, line)
