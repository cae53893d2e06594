"""The files of a built site that are to be seen, and what must not be in them.

A site is a mapping of names, with ``/``, to contents. Knows no Sphinx.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from public_site.inline_code import InlineCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

NOT_FOUND = "404.html"
_SOURCES = "_sources"
_NOT_SEEN = (".doctree", ".pickle", ".map")
"""The environment of the build, and what only those who make a theme look at."""
_TELLING = 3
"""The parts of a path that no text has by chance: the root and two folders."""
_PACKED = (".xlsx", ".docx", ".zip")


def read_site(folder: Path) -> dict[str, bytes]:
    """Return the files of a built site that its readers see. Raises ``OSError``.

    Left out are hidden files, the environment of the build, the maps of packed scripts, and
    the sources of the pages where no page links to them. A link out of the folder is not
    followed.
    """
    names = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not _is_link(path, folder)
    )
    site = {name: (folder / name).read_bytes() for name in names if _is_seen(name)}
    pages = (data for name, data in site.items() if name.endswith(".html"))
    if not any(b"_sources/" in data for data in pages):
        site = {name: x for name, x in site.items() if not name.startswith(f"{_SOURCES}/")}
    return site


def _is_link(path: Path, folder: Path) -> bool:
    return not path.resolve().is_relative_to(folder.resolve())


def _is_seen(name: str) -> bool:
    """Tell whether a file is one of the site.

    >>> [x for x in (".buildinfo", "a/.b/c.html", "c.pickle", "d.html") if _is_seen(x)]
    ['d.html']
    """
    path = PurePosixPath(name)
    return path.suffix not in _NOT_SEEN and not any(x[0] == "." for x in path.parts)


def pages_of(site: Mapping[str, bytes]) -> list[str]:
    """Return the names of the pages: HTML that is not a part of the theme."""
    return [x for x in site if x.endswith(".html") and not x.startswith("_static/")]


def naming_folder(site: Mapping[str, bytes], folder: Path) -> list[str]:
    """Return the files that hold the path of a folder of this machine.

    The path of a folder at the root, as ``/app``, may be a word of a page.
    """
    if len(folder.parts) < _TELLING:
        return []
    plain = {str(folder), folder.as_posix(), json.dumps(str(folder))[1:-1]}
    marks = [text.encode() for text in plain]
    return [
        name
        for name, data in site.items()
        if any(mark in part for part in _parts(name, data) for mark in marks)
    ]


def _parts(name: str, data: bytes) -> Iterable[bytes]:
    """Yield a file, and the files that are packed in it."""
    yield data
    if name.endswith(_PACKED):
        yield from _unpacked(data)


def _unpacked(data: bytes) -> Iterator[bytes]:
    try:
        with ZipFile(BytesIO(data)) as packed:
            for name in packed.namelist():
                yield packed.read(name)
    except BadZipFile:
        return


def with_inline_code(site: Mapping[str, bytes]) -> list[str]:
    """Return the pages that hold code which the policy of the headers blocks."""
    return [name for name in pages_of(site) if _has_code(site[name].decode())]


def _has_code(page: str) -> bool:
    code = InlineCode("")
    return code.page(page) != page or bool(code.handlers)
