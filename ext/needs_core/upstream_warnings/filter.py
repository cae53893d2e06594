"""Put the warnings of sphinx-needs, MyST and docutils in our words, at their place."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from needs_core.page_views import need_ids
from needs_core.reader import read_declared, read_items
from needs_core.sphinx_internals import add_warning_filter, location_of
from needs_core.upstream_warnings import Known, rephrase
from needs_core.upstream_warnings.schema import is_empty_value

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LONGEST = 30
"""Lines within which the fields of a block stand."""

_TYPES = ("needs", "sn_schema", "myst", "docutils", "toc", "ref", "image")


class Translate(logging.Filter):
    """Rewrite a record before Sphinx counts, suppresses or prints it.

    Sphinx offers no hook for this: a filter at the head of its warning handler is the
    one place that every message passes, from workers too. Type and subtype stay, so
    ``suppress_warnings`` keeps its meaning.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self._app = app
        self._unreadable = ("", 0)

    def filter(self, record: logging.LogRecord) -> bool:
        """Return ``False`` for a message that is no mistake."""
        kind = getattr(record, "type", None) or ""
        if record.levelno < logging.WARNING or not kind.startswith(_TYPES):
            return True
        message = record.getMessage()
        if self._is_consequence(record, message):
            return False
        if kind.startswith("sn_schema") and is_empty_value(message):
            return False
        if said := rephrase(message, _known(self._app)):
            record.msg, record.args = "%s", (said.text,)
            if kind.startswith("sn_schema"):  # they come without a place
                record.location = _place(self._app, said.subject)
        return True

    def _is_consequence(self, record: logging.LogRecord, message: str) -> bool:
        """Tell "no id" of a block whose lines could not be read: it is told already."""
        docname, line = location_of(self._app, record)
        if "Invalid options" in message:
            self._unreadable = (docname, line)
        page, last = self._unreadable
        here = page == docname and line <= last <= line + _LONGEST
        return here and "No ID defined" in message


def install(app: Sphinx) -> None:
    """Set the filter before those of Sphinx (``setup``)."""
    add_warning_filter(Translate(app))


def _known(app: Sphinx) -> Known:
    model = read_declared(app.config)
    return Known(
        types=tuple(model.types),
        fields=(*model.fields, *model.links),
        ids=lambda: need_ids(app.env),
        allowed=model.allowed,
    )


def _place(app: Sphinx, need_id: str) -> tuple[str, int | None] | None:
    item = read_items(app).by_id.get(need_id)
    return (item.docname, item.line) if item and item.docname else None
