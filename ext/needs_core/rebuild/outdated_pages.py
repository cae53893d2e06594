"""Have pages read again for which Sphinx sees no reason, though a clean build would.

Sphinx reads a page again when its file is newer than the last reading. That misses a file
that was replaced by an older one, a page that names another which has come or gone, a page
with an id, a label or a term that stands on another page as well, what a build that was
killed left half done, and that a library has come or gone whose files pages link to.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from needs_core.extras import installed_endings
from needs_core.sphinx_internals import mend_build_info, newer_doctrees

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Stamp = tuple[int, int]
"""When a file was changed, in nanoseconds, and its size."""

_STAMPS, _NAMES = "needs_core_stamps", "needs_core_names"
_ENDINGS = "needs_core_endings"
_DEFINED = re.compile(
    r"^[ \t>]*(?::?id:|:name:|:label:|\((?=[^()\n]+\)=)|\.\. [_[])"
    r"[ \t]*[\"']?([^\"')\]\n]+)",
    re.MULTILINE,
)
"""Ids of needs, names, labels and citations, in Markdown and reStructuredText."""
_GLOSSARY = re.compile(r"\{glossary\}|\.\. glossary::")
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
        app.connect("builder-inited", mend_build_info)
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
        if env.__dict__.get(_ENDINGS) != installed_endings():
            return sorted(known)
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
        """Read pages that define one name together, one after another, in their order.

        The first has it, and the others are told of it. Workers would hand in their pages
        in any order.
        """
        known = _names(env)
        gone = (page for page in known if page in docnames or page not in env.found_docs)
        touched = {name for page in gone for name in known[page]}
        for page in docnames:
            known[page] = frozenset(_defined(env, page))
            touched |= known[page]
        for page in known.keys() - env.found_docs:
            del known[page]
        docnames[:] = sorted(
            {*docnames, *(page for page, names in known.items() if names & touched)}
        )
        count = Counter(name for page in docnames for name in known[page])
        self._reading, self._jobs = docnames, app.parallel
        if max(count.values(), default=0) > 1:
            app.parallel = 1
        _stamps(env).update((str(x), _stamp(x)) for x in map(env.doc2path, docnames))

    def end(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Note what the pages were read from (``env-updated``)."""
        app.parallel = self._jobs or app.parallel
        stamps = _stamps(env)
        for docname in self._reading:
            # Of the source as it was before; of a file that was found in it as it is.
            _source, *found = _files(env, docname)
            stamps.update((str(path), _stamp(path)) for path in found)
        env.__dict__[_ENDINGS] = installed_endings()
        used = {str(path) for page in env.all_docs for path in _files(env, page)}
        for path in set(stamps) - used:
            del stamps[path]


def _stamps(env: BuildEnvironment) -> dict[str, Stamp]:
    stamps: dict[str, Stamp] = env.__dict__.setdefault(_STAMPS, {})
    return stamps


def _names(env: BuildEnvironment) -> dict[str, frozenset[str]]:
    """Return the names that each page defines, and perhaps a few that it does not."""
    names: dict[str, frozenset[str]] = env.__dict__.setdefault(_NAMES, {})
    return names


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
        if pattern.search(_read_text(Path(env.doc2path(page)))):
            yield page


def _defined(env: BuildEnvironment, docname: str) -> Iterator[str]:
    """Yield what look like names of something on a page and in the files it includes."""
    source = Path(env.doc2path(docname))
    folders, texts = {True: Path(env.srcdir), False: source.parent}, [_read_text(source)]
    included = _INCLUDE.findall(texts[0])
    texts += (_read_text(folders[x.startswith("/")] / x.lstrip("/")) for x in included)
    for text in texts:
        yield from (" ".join(name.lower().split()) for name in _DEFINED.findall(text))
        if _GLOSSARY.search(text):  # its terms are lines like others
            yield from (line.strip().lower() for line in text.split("\n") if line.strip())


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return ""
