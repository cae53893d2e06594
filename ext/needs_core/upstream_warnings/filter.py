"""The logging filter that rewrites warnings and gives them their place."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from needs_core.conditional import left_out
from needs_core.included_files import included_file
from needs_core.page_views import REFUSALS, generation, need_ids, views_of
from needs_core.reader import read_items, read_model
from needs_core.sphinx_internals import add_warning_filter, location_of
from needs_core.suggestions import NameIndex
from needs_core.upstream_warnings import Vocabulary, rewrite
from needs_core.upstream_warnings.schema import is_empty_value

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LONGEST = 30
"""Lines within which the fields of a block stand."""

_TYPES = frozenset({"needs", "myst", "docutils", "toc", "ref", "image"})
"""Types of warnings that are rewritten, beside those of sphinx-needs' schema."""


class RewriteWarnings(logging.Filter):
    """Rewrites a record before Sphinx counts, suppresses or prints it.

    Sphinx offers no hook for this: a filter at the head of its warning handler is the
    one place that every message passes, from workers too. Type and subtype stay, so
    ``suppress_warnings`` keeps its meaning.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self._app = app
        self._unreadable = ("", 0)
        self._ids: tuple[tuple[str, int], NameIndex] | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        """Return ``False`` for a message that is no mistake."""
        kind = getattr(record, "type", None) or ""
        is_schema = kind.startswith("sn_schema")
        if record.levelno < logging.WARNING or not (is_schema or kind in _TYPES):
            return True
        message = record.getMessage()
        if self._is_consequence(record, message):
            return False
        if is_schema and is_empty_value(message):
            return False
        if rewritten := rewrite(message, self._vocabulary()):
            record.msg, record.args = "%s", (rewritten.text,)
            if is_schema:  # they come without a place
                record.location = _place(self._app, rewritten.subject)
            elif kind == "needs" and getattr(record, "subtype", None) not in REFUSALS:
                self._place_in_file(record, rewritten.subject)
        return True

    def _place_in_file(self, record: logging.LogRecord, need_id: str) -> None:
        """Let a warning of a need name the included file that the need stands in."""
        docname, line = location_of(self._app, record)
        env = getattr(self._app, "env", None)
        if env is not None and (file := included_file(env, docname, need_id)):
            record.location = f"{file}:{line}"

    def _is_consequence(self, record: logging.LogRecord, message: str) -> bool:
        """Tell whether "no id" follows from options that MyST has already warned of."""
        docname, line = location_of(self._app, record)
        if "Invalid options" in message:
            self._unreadable = (docname, line)
        page, last = self._unreadable
        here = page == docname and line <= last <= line + _LONGEST
        return here and "No ID defined" in message

    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(
            lambda: read_model(self._app.config),
            self._known_ids,
            lambda: left_out(self._app),
        )

    def _known_ids(self) -> NameIndex:
        """Return the ids on the pages read so far, indexed once for many warnings."""
        env = self._app.env
        state = (generation(env), len(views_of(env)))
        if self._ids is None or self._ids[0] != state:
            unknown = left_out(self._app)
            ids = (id_ for id_ in need_ids(env) if id_ not in unknown)
            self._ids = (state, NameIndex(ids))
        return self._ids[1]


def install(app: Sphinx) -> None:
    """Set the filter before those of Sphinx (``setup``)."""
    add_warning_filter(RewriteWarnings(app))


def _place(app: Sphinx, need_id: str) -> tuple[str, int | None] | str | None:
    item = read_items(app).by_id.get(need_id)
    if item is None or not item.docname:
        return None
    return f"{item.file}:{item.line}" if item.file else (item.docname, item.line)
