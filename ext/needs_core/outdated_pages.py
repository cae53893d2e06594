"""Have pages read again for which Sphinx sees no reason, though a clean build would.

Sphinx reads a page again when its file is newer than the last reading. That misses a file
that was replaced by an older one, a page that names another which has come or gone, a page
whose need has an id that now stands on an earlier page as well, and what a build that was
killed left half done.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from needs_core.reader import pages_of_needs
from needs_core.sphinx_internals import newer_doctrees

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Stamp = tuple[int, int]
"""When a file was changed, in nanoseconds, and its size."""

_STAMPS = "needs_core_stamps"
_ID = re.compile(r"^[ \t>]*:?id:[ \t]*[\"']?([^\s\"']+)", re.MULTILINE)
_INCLUDE = re.compile(
    r"^[ \t>]*(?:\.\. include::|[`:~]{3,}\{include\})[ \t]*(\S.*?)[ \t]*$", re.MULTILINE
)


class OutdatedPages:
    """Follows one application through a build. The methods are event handlers."""

    def __init__(self) -> None:
        self._jobs = 0
        self._reading: list[str] = []

    def setup(self, app: Sphinx) -> None:
        """Connect to the build."""
        app.connect("env-get-outdated", self.outdated)
        # Before all pages that will be read are purged, at 900.
        app.connect("env-before-read-docs", self.begin, priority=800)
        app.connect("env-updated", self.end)

    def outdated(
        self,
        _app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Return the pages to be read beside those that were edited."""
        known = env.found_docs - added - changed
        stamps = _stamps(env)
        # A build that is killed has written them, and does not know of it.
        outdated = newer_doctrees(env, known)
        outdated |= {
            page
            for page in known
            if any(_stamp(path) != stamps.get(str(path)) for path in _files(env, page))
        }
        if added or removed:
            outdated |= set(_naming(env, known - outdated, added | removed))
        return sorted(outdated)

    def begin(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Read those with a common id together, one after another, in their order."""
        self._reading, self._jobs = docnames, app.parallel
        whole = set(docnames) >= env.found_docs
        _stamps(env).update((str(x), _stamp(x)) for x in map(env.doc2path, docnames))
        if whole and self._jobs == 1:
            return
        seen, owners = dict[str, str](), {} if whole else dict(pages_of_needs(env))
        more = set[str]()
        for docname in docnames:
            for id_ in set(_ids(env, docname)):
                if seen.setdefault(id_, docname) != docname:
                    app.parallel = 1  # workers would hand in their pages in any order
                owner = owners.get(id_)
                if owner is not None and owner not in docnames and owner in env.found_docs:
                    more.add(owner)
                    app.parallel = 1
        docnames[:] = sorted({*docnames, *more})

    def end(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Note what the pages were read from (``env-updated``)."""
        app.parallel = self._jobs or app.parallel
        stamps = _stamps(env)
        for docname in self._reading:
            # Of the source as it was before; of a file that was found in it as it is.
            _source, *found = _files(env, docname)
            stamps.update((str(path), _stamp(path)) for path in found)
        used = {str(path) for page in env.all_docs for path in _files(env, page)}
        for path in set(stamps) - used:
            del stamps[path]


def _stamps(env: BuildEnvironment) -> dict[str, Stamp]:
    stamps: dict[str, Stamp] = env.__dict__.setdefault(_STAMPS, {})
    return stamps


def _stamp(path: Path) -> Stamp:
    """Return the stamp of a file; that of one that is not there is like no other."""
    try:
        found = path.stat()
    except OSError:
        return (0, -1)
    return (found.st_mtime_ns, found.st_size)


def _files(env: BuildEnvironment, docname: str) -> Iterator[Path]:
    """Yield what a page was read from: its source, included files, pictures."""
    yield Path(env.doc2path(docname))
    for path in env.dependencies.get(docname, ()):
        yield Path(env.srcdir, path)


def _naming(
    env: BuildEnvironment, pages: Iterable[str], others: Iterable[str]
) -> Iterator[str]:
    """Yield the pages whose text holds the name of another, as links and menus do."""
    names = {name.rpartition("/")[2] for name in others}
    names |= {quote(name, errors="surrogatepass") for name in names}
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names)))
    for page in pages:
        if pattern.search(_text(Path(env.doc2path(page)))):
            yield page


def _ids(env: BuildEnvironment, docname: str) -> Iterator[str]:
    """Yield what look like ids of needs on a page and in the files it includes."""
    source = Path(env.doc2path(docname))
    text = _text(source)
    yield from _ID.findall(text)
    for name in _INCLUDE.findall(text):
        folder = Path(env.srcdir) if name.startswith("/") else source.parent
        yield from _ID.findall(_text(folder / name.lstrip("/")))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return ""
