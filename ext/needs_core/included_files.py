"""Needs in included files: sphinx-needs knows the line, and takes the page for the file."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_ID = re.compile(r"^[\s>|]*:?id:\s*[\"']?(\S+?)[\"']?\s*$", re.MULTILINE)
_LARGEST = 5_000_000
"""Bytes of an included file that is looked into."""


def included_file(env: BuildEnvironment, docname: str | None, id_: str) -> str | None:
    """Return the path of the file a need of a page stands in; ``None``: on the page."""
    included = env.dependencies.get(docname or "", ())
    if not included or docname is None or id_ in _ids(env.doc2path(docname)):
        return None
    files = (Path(env.srcdir, name) for name in sorted(map(str, included)))
    return next((str(file) for file in files if id_ in _ids(file)), None)


def other_source(env: BuildEnvironment, source: str | None) -> str | None:
    """Return the source of what stands on the page being read; ``None``: the page itself.

    It is the path of a file that the page includes.
    """
    page = str(env.doc2path(env.current_document.docname))
    is_other = bool(source) and source != page and Path(source or "").is_file()
    return source if is_other else None


def written_ids(text: str) -> list[str]:
    """Return the ids that needs in a text are given.

    >>> written_ids(":::{act} Walk" + chr(10) + ":id: A_1")
    ['A_1']
    """
    return [str(id_) for id_ in _ID.findall(text)]


def _ids(file: Path) -> frozenset[str]:
    """Return the ids that are written in a file; none in a picture."""
    try:
        state = file.stat()
    except OSError:
        return frozenset()
    return _read_ids(file, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _read_ids(file: Path, _changed: int, size: int) -> frozenset[str]:
    if size > _LARGEST:
        return frozenset()
    try:
        return frozenset(_ID.findall(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        return frozenset()
