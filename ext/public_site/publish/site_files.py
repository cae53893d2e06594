"""The files of a built site that are to be seen, and their addresses.

A site is a mapping of names, with ``/``, to contents. Knows no Sphinx.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit
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


_TAG = re.compile(r"<link\b[^>]*>")
_CANONICAL = re.compile(r'\brel="canonical"')
_HREF = re.compile(r'\bhref="([^"]*)"')
_LINK = re.compile(r'(?P<name>\s(?:href|src|action|data-content_root))="(?P<to>[^"]*)"')
_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)
_DAY = re.compile(
    r'<footer class="page-facts">.*?<time datetime="(\d{4}-\d\d-\d\d)"', re.DOTALL
)
_NO_CONTENT = {"genindex.html", "search.html", NOT_FOUND}
_BUILT_NOT_FOUND = {NOT_FOUND: NOT_FOUND, "404/index.html": NOT_FOUND}
"""How builders name the page that a server shows where there is none."""


def site_address(site: Mapping[str, bytes]) -> str:
    """Return the address of the site, as its front page tells it; ``""`` for none."""
    for tag in _TAG.findall(site.get("index.html", b"").decode()):
        if _CANONICAL.search(tag) and (found := _HREF.search(tag)):
            return unescape(found[1]).removesuffix("index.html")
    return ""


def root_path(address: str) -> str:
    """Return the folder of a site on its server.

    >>> root_path("https://kommune.example/plan/"), root_path("")
    ('/plan/', '/')
    """
    return urlsplit(address).path.rstrip("/") + "/"


def with_whole_not_found(site: Mapping[str, bytes], root: str) -> dict[str, bytes]:
    """Return the site with ``404.html`` whose links hold wherever a server shows it."""
    changed = dict(site)
    for name, place in _BUILT_NOT_FOUND.items():
        if name in site:
            page = _absolute(changed.pop(name).decode(), root + name)
            changed[place] = page.encode()
    return changed


def _absolute(page: str, here: str) -> str:
    """Return a page with the links of a place as seen from anywhere on the server.

    >>> _absolute('<a href="index.html"><a href="#up"><a href="mailto:x">', "/p/404.html")
    '<a href="/p/index.html"><a href="#up"><a href="mailto:x">'
    """

    def change(link: re.Match[str]) -> str:
        to = unescape(link["to"])
        if _WHOLE.match(to) or not to:
            return link[0]
        return f'{link["name"]}="{escape(urljoin(here, to))}"'

    return _LINK.sub(change, page)


_MOVED = '<meta http-equiv="refresh"'
"""What only a page has that leads on to where it has moved."""


def sitemap(site: Mapping[str, bytes], address: str) -> str:
    """Return the pages with content, and when each was last changed, as a sitemap."""
    entries = []
    for name in sorted(pages_of(site)):
        if name in _NO_CONTENT or name.removesuffix("/index.html") + ".html" in _NO_CONTENT:
            continue
        page = site[name].decode()
        if _MOVED in page:
            continue
        place = urljoin(address, quote(name.removesuffix("index.html")))
        day = _DAY.search(page)
        changed = f"<lastmod>{day[1]}</lastmod>" if day else ""
        entries.append(f"  <url><loc>{escape(place)}</loc>{changed}</url>\n")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(entries)}</urlset>\n"
    )


def robots(address: str) -> str:
    """Return what search engines may read: all of it, and where its map is."""
    found = f"\nSitemap: {urljoin(address, 'sitemap.xml')}\n" if address else ""
    return f"User-agent: *\nDisallow:\n{found}"
