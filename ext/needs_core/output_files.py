"""Files beside the pages of an output: written when what they are made from changes.

A ledger beside the doctrees holds each file that a build wrote, with a digest of its
sources. An entry is cleared before its file is written, and set when the build has
succeeded: a file of an interrupted build is neither taken for current nor forgotten.
``obsolete_files`` removes those that are no longer made.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.osutil import relpath

from needs_core.extras import left_out_text, missing_for
from needs_core.messages import Problem, warn
from needs_core.sphinx_internals import output_path, write_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_ = get_translation("needs_core")
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file as it should be; made only when ``key`` is not that of the last one."""

    name: str
    """Its path from the folder of the files on, with ``/``."""
    key: str
    """A digest of all that ``make`` depends on."""
    make: Callable[[], bytes]
    docname: str | None = None
    """The page it belongs to: the place of a warning that it cannot be written."""


@dataclass(frozen=True, slots=True)
class OutputPage:
    """A page of the site without a source; drawn only when it is to be written."""

    name: str
    """As Sphinx names a page: its path from the root of the output, without a suffix."""
    key: str
    """A digest of all that is drawn on it."""
    context: Callable[[], dict[str, Any]]
    """Returns the values its template is filled with."""
    template: str = "page.html"


PageLinks = dict[str, tuple[str, ...]]
"""Docname to the names by which the page links to files."""


@dataclass(slots=True)
class FileLedger:
    """Which files of one folder were written by a build."""

    folder: Path
    path: Path
    """Where the ledger is stored."""
    with_links: bool = False
    """Whether it also keeps what each page links to."""
    files: dict[str, str] = field(default_factory=dict)
    """File name to the key it was written with; empty: it could not be, or not yet."""
    links: PageLinks = field(default_factory=dict)

    def load(self) -> FileLedger:
        """Read what was stored; a ledger that is missing or cut short is empty."""
        try:
            stored = json.loads(self.path.read_text(encoding="utf-8"))
            files = stored["files"] if self.with_links else stored
            links = stored["pages"] if self.with_links else {}
            self.files = {n: str(key) for n, key in files.items() if is_inside(n)}
            self.links = {page: tuple(map(str, names)) for page, names in links.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self.files, self.links = {}, {}
        return self

    def save(self) -> None:
        """Store the ledger; one that holds no file is removed, with an empty folder."""
        if self.files:
            content: object = self.files
            if self.with_links:
                content = {"files": self.files, "pages": self.links}
            text = json.dumps(content, sort_keys=True, indent=1)
            replace_file(self.path, f"{text}\n".encode())
        elif self.path.is_file():
            self.path.unlink()
            _remove_empty(self.folder)

    def is_current(self, name: str, key: str) -> bool:
        """Tell whether a file lies there as it was written from ``key``."""
        return self.files.get(name) == key and (self.folder / name).is_file()

    @property
    def is_complete(self) -> bool:
        """Whether every file of the ledger was written and is still there."""
        return all(key and self.is_current(name, key) for name, key in self.files.items())

    def strike(self, names: Iterable[str]) -> None:
        """Store that the content of these files is unknown: they are being written."""
        struck = [name for name in names if self.files.get(name) != ""]
        if struck:
            self.files.update(dict.fromkeys(struck, ""))
            self.save()

    def write(self, file: OutputFile) -> None:
        """Write a file that is not current; raises ``OSError`` where that cannot be."""
        if not self.is_current(file.name, file.key):
            self.strike([file.name])
            write_if_changed(self.folder / file.name, file.make())
            self.files[file.name] = file.key

    def remove(self, name: str) -> None:
        """Remove a file of the ledger, and its folder when that is left empty.

        Raises ``OSError`` where the file cannot be removed.
        """
        path = self.folder / name
        path.unlink(missing_ok=True)
        del self.files[name]
        if path.parent != self.folder:
            _remove_empty(path.parent)


class OutputFiles:
    """Keeps one folder beside the pages of a site; the methods are event handlers.

    Args:
        extension: The type of the warnings.
        folder: The folder in the output. Nothing else may write the files named here.
        files: Yields every file of the build, in the write phase or after it; each is
            written before the next is asked for, so that only one is held in memory.
        pages: Yields every page without a source that belongs to the files.
        links: What each page links to, when names of files may change between builds:
            a page that links to other names than when it was written is written again.
        wanted: Tells which builders have the files.
    """

    def __init__(  # noqa: PLR0913 (options of a folder)
        self,
        extension: str,
        folder: str,
        files: Callable[[Sphinx], Iterable[OutputFile]],
        *,
        pages: Callable[[Sphinx], Iterable[OutputPage]] | None = None,
        links: Callable[[BuildEnvironment], Mapping[str, tuple[str, ...]]] | None = None,
        wanted: Callable[[Builder], bool] | None = None,
    ) -> None:
        self._extension, self._folder, self._files = extension, folder, files
        self._pages, self._links = pages, links
        self._wanted = wanted or has_site_files
        self._writing = False
        self._drawn: set[str] = set()
        self._page_keys: dict[str, str] = {}

    def setup(self, app: Sphinx) -> None:
        """Connect to the build."""
        app.connect("env-updated", self.outdated)
        app.connect("write-started", self.begin)
        app.connect("build-finished", self.close)
        if self._links or self._pages:
            app.connect("doctree-resolved", self.note_drawn)
        if self._pages:
            app.connect("html-collect-pages", self.collect)

    def outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages to be written because of the files (``env-updated``).

        The root page stands for files that are missing: without a page to be written,
        Sphinx has no write phase.
        """
        self._writing = False
        if not self._wanted(app.builder):
            return []
        last = self._ledger(app).load()
        root = [] if last.is_complete else [app.config.root_doc]
        links = self._links(env) if self._links else {}
        return [*root, *(page for page, x in links.items() if last.links.get(page) != x)]

    def begin(self, _app: Sphinx, _builder: Builder) -> None:
        """Note that something may have changed (``write-started``)."""
        self._writing, self._drawn, self._page_keys = True, set(), {}

    def note_drawn(self, _app: Sphinx, _doctree: object, docname: str) -> None:
        """Note that a page is written in this build (``doctree-resolved``)."""
        self._drawn.add(docname)

    def collect(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Yield the pages to be written (``html-collect-pages``)."""
        if self._writing and self._wanted(app.builder):
            for page in self._changed_pages(app):
                yield page.name, page.context(), page.template

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Write what changed (``build-finished``)."""
        if exception is not None or not self._writing or not self._wanted(app.builder):
            return
        if app.builder.name == "singlehtml":  # it does not emit html-collect-pages
            for name, context, template in self.collect(app):
                write_page(app.builder, name, context, template)
        ledger = self._ledger(app).load()
        ledger.files.update(self._page_keys)
        names = set(self._page_keys)
        for file in self._files(app):
            if extra := missing_for(file.name):
                _note_left_out(app, extra)
                continue
            names.add(file.name)
            self._write(ledger, file)
        last = {f"{self._folder}/{name}": False for name in ledger.files}
        note_beside(app, last | {f"{self._folder}/{name}": True for name in names})
        ledger.files = {name: key for name, key in ledger.files.items() if name in names}
        ledger.links = self._drawn_links(app, ledger)
        ledger.save()

    def _ledger(self, app: Sphinx) -> FileLedger:
        path = output_ledger(app, f"files-{self._extension}-{self._folder}")
        folder = Path(app.outdir) / self._folder
        return FileLedger(folder, path, with_links=self._links is not None)

    def _changed_pages(self, app: Sphinx) -> list[OutputPage]:
        """Return the pages that differ, and clear their entries in the ledger.

        When every page of the site is written, because a setting or a template has
        changed, so are these.
        """
        ledger, changed = self._ledger(app).load(), list[OutputPage]()
        every = app.builder.name == "singlehtml" or self._drawn >= app.env.found_docs
        for page in self._pages(app) if self._pages else ():
            name = self._page_file(app, page.name)
            self._page_keys[name] = page.key
            if every or not ledger.is_current(name, page.key):
                changed.append(page)
        ledger.strike(self._page_file(app, page.name) for page in changed)
        return changed

    def _page_file(self, app: Sphinx, name: str) -> str:
        """Return the file of a page, as seen from the folder of the files."""
        path = output_path(app.builder, name)
        return path.relative_to(app.outdir / self._folder).as_posix()

    def _write(self, ledger: FileLedger, file: OutputFile) -> None:
        try:
            ledger.write(file)
        except OSError:
            fault = _("The file cannot be written. The one that is there may be old.")
            place = (file.docname, f"{self._folder}/{file.name}")
            warn_of_file(*place, fault, self._extension)

    def _drawn_links(self, app: Sphinx, ledger: FileLedger) -> PageLinks:
        """Return what the pages link to: those not written this time, as they did."""
        links = dict(self._links(app.env)) if self._links else {}
        if app.builder.name == "singlehtml":
            return links
        kept = {page: ledger.links[page] for page in links if page in ledger.links}
        return kept | {page: links[page] for page in links if page in self._drawn}


class PageFiles:
    """Files that pages refer to while they are written, as pictures; beside the doctrees.

    The builder copies them to its output. A file that no page refers to any more is
    removed when a build has succeeded.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._used: dict[str, set[str]] = {}

    def setup(self, app: Sphinx) -> None:
        """Connect to the build."""
        app.connect("write-started", self.begin)
        app.connect("doctree-resolved", self.note_drawn, priority=100)
        app.connect("build-finished", self.close)

    def write(self, app: Sphinx, docname: str, name: str, data: bytes) -> Path:
        """Write a file for a page that is being resolved; return its absolute path."""
        ledger = self._ledger(app)
        if not (ledger.folder / name).is_file():
            ledger.load().strike([name])
        write_if_changed(ledger.folder / name, data)
        self._used.setdefault(docname, set()).add(name)
        return ledger.folder / name

    def begin(self, _app: Sphinx, _builder: Builder) -> None:
        """Start with nothing written (``write-started``)."""
        self._used = {}

    def note_drawn(self, _app: Sphinx, _doctree: object, docname: str) -> None:
        """Note that a page is written, with files or without (``doctree-resolved``)."""
        self._used.setdefault(docname, set())

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Remove what no page uses any more (``build-finished``)."""
        if exception is not None or not self._used:
            return
        ledger = self._ledger(app).load()
        links = {page: x for page, x in ledger.links.items() if page in app.env.found_docs}
        links |= {page: tuple(sorted(names)) for page, names in self._used.items()}
        ledger.links = {page: names for page, names in links.items() if names}
        used = {name for names in ledger.links.values() for name in names}
        for name in set(ledger.files) - used:
            ledger.remove(name)
        ledger.files = dict.fromkeys(sorted(used), "")
        ledger.save()

    def _ledger(self, app: Sphinx) -> FileLedger:
        folder = Path(app.doctreedir) / self._folder
        return FileLedger(folder, folder / ".written.json", with_links=True)


_left_out: WeakKeyDictionary[Sphinx, set[str]] = WeakKeyDictionary()


def _note_left_out(app: Sphinx, extra: str) -> None:
    """Tell once a build of files whose libraries are not installed: that is no fault."""
    told = _left_out.setdefault(app, set())
    if extra not in told:
        told.add(extra)
        _logger.info("%s", left_out_text(extra))


_beside: WeakKeyDictionary[Sphinx, dict[str, bool]] = WeakKeyDictionary()


def note_beside(app: Sphinx, files: Mapping[str, bool]) -> None:
    """Note files of ours, by their paths in the output, and whether they are made.

    To be called in ``build-finished``, at 500.
    """
    _beside.setdefault(app, {}).update(files)


def files_beside(app: Sphinx) -> Mapping[str, bool]:
    """Return the files that were noted in this build."""
    return _beside.get(app, {})


def output_ledger(app: Sphinx, name: str) -> Path:
    """Return where a ledger of the output lies: beside the doctrees, one an output.

    Several outputs may share their doctrees, and what one publishes holds no ledger.
    """
    place = f"{app.builder.name}:{relpath(app.outdir, app.doctreedir)}"
    digest = hashlib.blake2b(place.encode(), digest_size=8).hexdigest()
    return Path(app.doctreedir) / f"{name}-{digest}.json"


def warn_of_file(docname: str | None, subject: str, fault: str, extension: str) -> None:
    """Warn of a file of the output that cannot be written or removed."""
    remedy = _("Close it if it is open in Excel, and build again.")
    warn(Problem(docname, None, subject, fault, remedy, extension, "file"))


def has_site_files(builder: Builder) -> bool:
    """Tell whether a builder's output is a site that files can lie beside."""
    return isinstance(builder, StandaloneHTMLBuilder) and builder.name != "epub"


def write_if_changed(path: Path, data: bytes) -> None:
    """Write a file, unless it already holds just this; folders are made as needed."""
    if not (path.is_file() and path.read_bytes() == data):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that is either as it was or whole, whenever the process ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.write_bytes(data)
    unfinished.replace(path)


def is_inside(name: str) -> bool:
    r"""Tell whether a name is a relative path that stays inside the folder.

    >>> [is_inside(x) for x in ("a.csv", "a/b.csv", "../a", "/a", "a\\b", "C:a", "", "a/")]
    [True, True, False, False, False, False, False, False]
    """
    path = PurePosixPath(name)
    odd = "\\" in name or ":" in name or path.is_absolute() or ".." in path.parts
    return bool(name) and not odd and path.as_posix() == name


def _remove_empty(folder: Path) -> None:
    """Remove a folder with nothing in it."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
