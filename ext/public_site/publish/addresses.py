"""Where a site is published: its address, its map, and links that hold in any folder.

Knows no Sphinx.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from public_site.publish.site_files import NOT_FOUND, pages_of

if TYPE_CHECKING:
    from collections.abc import Mapping

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
            page = _whole(changed.pop(name).decode(), root + name)
            changed[place] = page.encode()
    return changed


def _whole(page: str, here: str) -> str:
    """Return a page with the links of a place as seen from anywhere on the server.

    >>> _whole('<a href="index.html"><a href="#up"><a href="mailto:x">', "/p/404.html")
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
