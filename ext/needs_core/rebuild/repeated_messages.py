"""Tell in every build what is wrong, also on pages that it neither reads nor writes.

Sphinx warns of a mistake while it reads or writes the page. A build that leaves the page
as it is says nothing, and a mistake that was told once seems to be mended. Here the
warnings of reading are kept in the environment and those of writing beside the doctrees,
for each output, and are given again until the page is read or written anew.
"""

from __future__ import annotations

import json
import logging
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging as sphinx_logging

from needs_core.output_files import output_ledger, replace_file
from needs_core.sphinx_internals import (
    add_warning_listener,
    location_of,
    note_pages_of_warnings,
    page_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_KEY = "needs_core_messages"
_READING, _WRITING = "reading", "writing"


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A warning as it was given, before it is rewritten."""

    level: int
    text: str
    type: str
    subtype: str
    place: str
    """A page, or the path of another file."""
    line: int
    logger: str = ""
    """Who gave it: another program's is rewritten, too, when it is given again."""
    field: str = ""
    """The field of a need it is about, as in ``Problem``."""

    def tell(self) -> None:
        """Give the warning again."""
        is_page = not Path(self.place).is_absolute()
        line = str(self.line or "")
        sphinx_logging.getLogger(self.logger.removeprefix("sphinx.")).log(
            self.level,
            "%s",
            self.text,
            location=(self.place, self.line) if is_page else f"{self.place}:{line}",
            type=self.type,
            subtype=self.subtype,
            extra={"field": self.field},
        )


class RepeatedMessages(logging.Handler):
    """Follows one application through a build; sees each warning as it is given."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self._app = app
        self._phase = ""
        self._checked = False
        self._read: set[str] = set()
        self._drawn: set[str] = set()
        self._written: dict[str, list[KeptMessage]] = {}

    def setup(self) -> None:
        """Connect to the build, around all other handlers of reading and writing."""
        add_warning_listener(self)
        app = self._app
        note_pages_of_warnings(app)
        app.connect("env-purge-doc", self.forget)
        app.connect("env-before-read-docs", self.begin_reading, priority=999)
        app.connect("env-updated", self.end_reading, priority=0)
        app.connect("env-updated", self.tell_of_pages_not_read, priority=999)
        app.connect("env-check-consistency", self.note_checked)
        app.connect("write-started", self.check_consistency, priority=1)
        app.connect("write-started", self.begin_writing, priority=999)
        app.connect("doctree-resolved", self.note_drawn)
        app.connect("html-collect-pages", self.end_writing, priority=0)
        app.connect("build-finished", self.finish, priority=0)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning that has a place."""
        if not self._phase or getattr(record, _KEY, False):
            return
        setattr(record, _KEY, True)  # Sphinx holds some back, and gives them again
        place, line = location_of(self._app, record)
        kind = (getattr(record, "type", None) or "", getattr(record, "subtype", None) or "")
        author = (record.name, getattr(record, "field", ""))
        text = record.getMessage()
        message = KeptMessage(record.levelno, text, *kind, place, line, *author)
        page = page_of(self._app, record)
        if self._phase == _READING and place and page:
            _kept(self._app.env).setdefault(page, []).append(message)
        elif self._phase == _WRITING:
            for name in [page] if page else _including(self._app.env, place):
                self._written.setdefault(name, []).append(message)

    def forget(self, _app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget what was told of a page (``env-purge-doc``)."""
        _kept(env).pop(docname, None)

    def begin_reading(
        self, _app: Sphinx, _env: BuildEnvironment, docnames: list[str]
    ) -> None:
        """Keep the messages from now on (``env-before-read-docs``)."""
        self._phase, self._checked = _READING, False
        self._read = set(docnames)

    def end_reading(self, _app: Sphinx, _env: BuildEnvironment) -> None:
        """Keep no more (``env-updated``)."""
        self._phase = ""

    def tell_of_pages_not_read(self, _app: Sphinx, env: BuildEnvironment) -> None:
        """Repeat what was told when other pages were read (``env-updated``)."""
        _tell(x for page, x in sorted(_kept(env).items()) if page not in self._read)

    def check_consistency(self, app: Sphinx, _builder: object) -> None:
        """Have the menus checked; Sphinx checks only when a page is to be written."""
        if not self._checked:
            app.env.check_consistency()

    def note_checked(self, _app: Sphinx, _env: BuildEnvironment) -> None:
        """Note that Sphinx has checked the menus (``env-check-consistency``)."""
        self._checked = True

    def begin_writing(self, _app: Sphinx, _builder: object) -> None:
        """Keep the messages about the pages that are written (``write-started``)."""
        self._phase, self._drawn, self._written = _WRITING, set(), {}

    def note_drawn(self, _app: Sphinx, _doctree: object, docname: str) -> None:
        """Note that a page is written in this build (``doctree-resolved``)."""
        self._drawn.add(docname)

    def end_writing(self, _app: Sphinx) -> Iterable[tuple[str, dict[str, object], str]]:
        """Keep no more: the rest is told in every build (``html-collect-pages``)."""
        self._phase = ""
        return ()

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Repeat the messages about unwritten pages, and keep all (``build-finished``)."""
        self._phase = ""
        if exception is not None:
            return
        path, pages = output_ledger(app, "messages"), app.env.found_docs
        # A builder that says so in words, as that of a PDF, draws all that it shows anew:
        # what it has not drawn is no part of it any more.
        shown_before = not isinstance(app.builder.get_outdated_docs(), str)
        others = pages - self._drawn if shown_before else set()
        kept = {x: y for x, y in _load(path).items() if x in others}
        _tell(messages for _page, messages in sorted(kept.items()))
        kept |= {x: y for x, y in self._written.items() if x in self._drawn}
        if kept or path.exists():
            content = {page: list(map(astuple, x)) for page, x in kept.items()}
            replace_file(path, json.dumps(content, sort_keys=True).encode())


def messages_of_reading(env: BuildEnvironment) -> Mapping[str, list[KeptMessage]]:
    """Return what was told of each page when it was read, as it was given."""
    return _kept(env)


def _including(env: BuildEnvironment, path: str) -> list[str]:
    """Return the pages that include a file."""
    file = Path(env.srcdir, path)
    return [
        page
        for page, names in env.dependencies.items()
        if path and any(Path(env.srcdir, name) == file for name in names)
    ]


def _kept(env: BuildEnvironment) -> dict[str, list[KeptMessage]]:
    """Return the messages about each page when it was read."""
    kept: dict[str, list[KeptMessage]] = env.__dict__.setdefault(_KEY, {})
    return kept


def _tell(pages: Iterable[Iterable[KeptMessage]]) -> None:
    for messages in pages:
        for message in messages:
            message.tell()


def _load(path: Path) -> dict[str, list[KeptMessage]]:
    try:
        stored = json.loads(path.read_bytes())
        return {page: [KeptMessage(*x) for x in found] for page, found in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
