"""Put the warnings of sphinx-needs, MyST and docutils in our words, at their place."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from needs_items.pages import ids_on_pages, note_dropped
from needs_items.reading import read_items, read_model
from needs_items.rephrase import Known, rephrase
from needs_items.rephrase.schema import is_empty_value

if TYPE_CHECKING:
    from sphinx.application import Sphinx

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

    def filter(self, record: logging.LogRecord) -> bool:
        """Return ``False`` for a message that is no mistake."""
        kind = getattr(record, "type", None) or ""
        if record.levelno < logging.WARNING or not kind.startswith(_TYPES):
            return True
        message = record.getMessage()
        self._note_dropped(record, message)
        if kind.startswith("sn_schema") and is_empty_value(message):
            return False
        if said := rephrase(message, _known(self._app)):
            record.msg, record.args = "%s", (said.text,)
            if kind.startswith("sn_schema"):  # they come without a place
                record.location = _place(self._app, said.subject)
        return True


    def _note_dropped(self, record: logging.LogRecord, message: str) -> None:
        """Keep the page of a need whose id was taken: it is to be read again."""
        if "already exists" not in message:
            return
        location = getattr(record, "location", None)
        path = str(location[0] if isinstance(location, tuple) else location or "")
        name = path.rpartition(":")[0] or path
        docname = self._app.project.path2doc(name) or name
        if docname in self._app.env.found_docs:
            note_dropped(self._app.env, docname)


def install(app: Sphinx) -> None:
    """Set the filter before those of Sphinx (``setup``)."""
    for handler in logging.getLogger("sphinx").handlers:
        if handler.level >= logging.WARNING:
            handler.filters.insert(0, Translate(app))


def _known(app: Sphinx) -> Known:
    model = read_model(app.config)
    return Known(
        types=tuple(model.types),
        fields=(*model.fields, *model.links),
        ids=lambda: ids_on_pages(app.env),
        allowed=model.allowed,
    )


def _place(app: Sphinx, need_id: str) -> tuple[str, int | None] | None:
    item = read_items(app).by_id.get(need_id)
    return (item.docname, item.line) if item and item.docname else None
