"""Time of builds: tuning of Python's garbage collector, and compiled templates of themes.

An edit of one page fills in some fifteen templates, and compiling them takes longer than
that: they are kept beside the doctrees. Jinja knows a compiled template by a checksum of
its source.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from jinja2 import FileSystemBytecodeCache
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader

if TYPE_CHECKING:
    from docutils import nodes
    from jinja2.bccache import Bucket
    from sphinx.application import Sphinx

_BEFORE_PAGES = (200_000, 20, 10)
_READING = (50_000, 10, 10)
"""New objects before a search for garbage, and searches before one of older objects.

Python searches at 700. A build makes millions of objects that live long, and those
searches take a sixth of its time, or a third of it, as the machine is.
"""

_WRITING = (10_000, 5, 5)
"""When pages are written, few new objects live on: searches are cheap, and save memory."""

_BETWEEN_PAGES = 30_000
"""New objects before what was read is searched between two pages."""


def begin_pages(_app: Sphinx) -> None:
    """Let all modules and the environment read from disk alone (``builder-inited``)."""
    gc.freeze()
    gc.set_threshold(*_READING)


def set_aside(*_event: object) -> None:
    """Search the new objects once, and let those that are in use alone from then on.

    Between two pages, the nodes of those that are read are garbage, and hardly anything
    that is in use will be.
    """
    if gc.get_count()[0] > _BETWEEN_PAGES:
        gc.collect(0)
        gc.freeze()


def begin_writing(*_event: object) -> None:
    """Let alone what is there when all pages are read (``write-started``)."""
    gc.collect(0)
    gc.freeze()
    gc.set_threshold(*_WRITING)


_PAGES_LEFT = 200
"""Pages of builds before this one in the process, until what they left is searched."""


class PagesLeft:
    """Counts the pages that builds in this process have set aside.

    How many objects that are, Python tells only after a walk over all of them.
    """

    def __init__(self) -> None:
        self._number = 0

    def note_known(self, app: Sphinx) -> None:
        """Count the pages of an environment read from disk (``builder-inited``)."""
        self._number += len(app.env.all_docs)

    def note_read(self, *_event: object) -> None:
        """Count a page that is read (``env-purge-doc``)."""
        self._number += 1

    def free(self) -> None:
        """Let go of what is set aside; search it where it is much."""
        gc.unfreeze()
        if self._number > _PAGES_LEFT:
            gc.collect()
            self._number = 0


_pages_left = PagesLeft()


class WrittenPage:
    """Frees the nodes of a page when the next one is written.

    Sphinx keeps the doctrees of all pages that it read until they are written, so they are
    set aside, and a tree set aside is not found to be garbage: its nodes refer to each
    other in cycles. Without those, its memory is free as soon as Sphinx lets go of it.
    """

    def __init__(self) -> None:
        self._doctree: nodes.document | None = None

    def note(
        self,
        app: Sphinx,
        _page: str,
        _template: str,
        _context: dict[str, object],
        doctree: nodes.document | None,
    ) -> None:
        """Remember whose nodes are drawn by now (``html-page-context``)."""
        if doctree is not self._doctree:
            self.free(app)
            self._doctree = doctree

    def free(self, _app: Sphinx, *_event: object) -> None:
        """Break the cycles of the page before (``doctree-resolved``)."""
        doctree, self._doctree = self._doctree, None
        if doctree is None:
            return
        for node in list(doctree.findall()):
            node.parent = None
            node.document = None  # type: ignore[assignment]
            if node.children:
                node.children = []


_FOLDER = "templates"


class TemplateCache(FileSystemBytecodeCache):
    """Compiled templates in a folder; without one that can be used, nothing is kept."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template, where it is kept."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        with suppress(OSError):  # it is compiled again by the next build
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def keep_templates(app: Sphinx) -> None:
    """Have the templates of an HTML builder kept (``builder-inited``)."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    # A template bridge of a project's own need not be one of Jinja.
    bridge = cast("object", app.builder.templates)
    if isinstance(bridge, BuiltinTemplateLoader):
        bridge.environment.bytecode_cache = TemplateCache(
            str(Path(app.doctreedir) / _FOLDER), "%s.jinja"
        )


def setup(app: Sphinx) -> None:
    """Search for garbage seldom, and keep templates.

    What is there when the pages begin, all modules and the environment read from disk,
    lives as long as the build, and so does what is there when all pages are read, but for
    their nodes: it is not searched at all, not even when the process ends. Where another
    build follows in the process, it is let go of: what many builds left is searched once.
    """
    _pages_left.free()
    gc.set_threshold(*_BEFORE_PAGES)
    app.connect("builder-inited", begin_pages)
    app.connect("builder-inited", _pages_left.note_known)
    app.connect("builder-inited", keep_templates)
    app.connect("env-purge-doc", set_aside)
    app.connect("env-purge-doc", _pages_left.note_read)
    # After all that is worked out of the needs before the first page is written.
    app.connect("write-started", begin_writing, priority=950)
    page = WrittenPage()
    # Last: whoever is asked about a page, sees its nodes.
    app.connect("html-page-context", page.note, priority=999)
    app.connect("doctree-resolved", page.free, priority=1)
