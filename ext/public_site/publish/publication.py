"""A built site as it is published: what each kind of server needs, and one file.

Every server gets the same headers, kinds of files and page for what is not there.
Knows no Sphinx.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from public_site.publish.site_files import (
    NOT_FOUND,
    robots,
    root_path,
    site_address,
    sitemap,
    with_whole_not_found,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'self';"
        " form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # A browser asks whether a page has changed: nobody reads the plan of last week.
    "Cache-Control": "no-cache",
}
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
_UNKNOWN = "application/octet-stream"


def kinds(names: Iterable[str]) -> dict[str, str]:
    """Return the media type of each suffix there is.

    >>> kinds(["a.html", "b/c.ics", "d"])
    {'.html': 'text/html; charset=utf-8', '.ics': 'text/calendar; charset=utf-8'}
    """
    suffixes = sorted({PurePosixPath(name).suffix for name in names} - {""})
    return {suffix: _KINDS.get(suffix, _UNKNOWN) for suffix in suffixes}


def iis(names: Iterable[str]) -> str:
    """Return ``web.config``. IIS refuses a file whose kind it has not been told."""
    maps = "".join(
        f'      <remove fileExtension="{escape(suffix)}" />\n'
        f'      <mimeMap fileExtension="{escape(suffix)}" mimeType="{escape(kind)}" />\n'
        for suffix, kind in kinds(names).items()
    )
    headers = "".join(
        f'        <remove name="{name}" />\n'
        f'        <add name="{name}" value="{escape(value, quote=False)}" />\n'
        for name, value in HEADERS.items()
    )
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <system.webServer>
    <defaultDocument enabled="true">
      <files>
        <clear />
        <add value="index.html" />
      </files>
    </defaultDocument>
    <directoryBrowse enabled="false" />
    <staticContent>
{maps}    </staticContent>
    <httpProtocol>
      <customHeaders>
        <remove name="X-Powered-By" />
{headers}      </customHeaders>
    </httpProtocol>
    <httpErrors errorMode="Custom" existingResponse="Auto">
      <remove statusCode="404" />
      <error statusCode="404" path="{NOT_FOUND}" responseMode="File" />
    </httpErrors>
  </system.webServer>
</configuration>
"""


def apache(names: Iterable[str], root: str) -> str:
    """Return ``.htaccess``. It needs ``AllowOverride FileInfo`` and ``mod_headers``."""
    headers = "".join(f'Header always set {x} "{y}"\n' for x, y in HEADERS.items())
    types = "".join(f'AddType "{kind}" {suffix}\n' for suffix, kind in kinds(names).items())
    return f"ErrorDocument 404 {root}{NOT_FOUND}\n{headers}{types}"


def nginx(names: Iterable[str], root: str) -> str:
    """Return lines for the ``server`` block of nginx."""
    headers = "".join(f'add_header {x} "{y}" always;\n' for x, y in HEADERS.items())
    types = "".join(
        f'    "{kind}" {suffix.removeprefix(".")};\n'
        for suffix, kind in kinds(names).items()
    )
    return (
        f"index index.html;\nerror_page 404 {root}{NOT_FOUND};\n{headers}"
        f"types {{\n{types}}}\n"
    )


def static_host() -> str:
    """Return ``_headers``, as Netlify and Cloudflare Pages read it."""
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in HEADERS.items())


_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first date there is in a ZIP: the same site is the same file on every machine."""
_UNIX = 3
_READABLE = 0o100644 << 16


def archive(site: Mapping[str, bytes], folder: str) -> bytes:
    """Return a ZIP with a site in one folder.

    >>> archive({"a": b"", "b": b""}, "plan") == archive({"b": b"", "a": b""}, "plan")
    True
    """
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for name, data in sorted(site.items()):
            entry = ZipInfo(f"{folder}/{name}", _LONG_AGO)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, data)
    return buffer.getvalue()


SITE = "site"
NGINX = "nginx.conf"
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be written."""

    site: Mapping[str, bytes]
    """The folder that is put on a server."""
    beside: Mapping[str, bytes]
    """What lies beside it, for whoever runs the server or wants one file."""
    address: str


def publication(built: Mapping[str, bytes], name: str) -> Publication:
    """Return what is published of a site; ``name`` is the folder in the archive."""
    address = site_address(built)
    root = root_path(address)
    site = with_whole_not_found(built, root)
    names = {*site, ROBOTS, SITEMAP}
    texts = {
        "web.config": iis(names),
        ".htaccess": apache(names, root),
        "_headers": static_host(),
        ROBOTS: robots(address),
        # GitHub Pages leaves folders that begin with _ out without it.
        ".nojekyll": "",
    }
    if address:
        texts[SITEMAP] = sitemap(site, address)
    beside = {
        NGINX: nginx(names, root).encode(),
        f"{name}.zip": archive(built, name),
    }
    added = {file: text.encode() for file, text in texts.items()}
    return Publication({**site, **added}, beside, address)


def write_publication(made: Publication, folder: Path) -> None:
    """Write a publication in place of the last one. Raises ``OSError``.

    All is written before the last one goes: what fails half-way leaves that as it was.
    A program may hold one of the files open, and a system then moves no folder.
    """
    fresh = folder.with_name(f"{folder.name}.new")
    last = folder.with_name(f"{folder.name}.old")
    for rest in (fresh, last):
        shutil.rmtree(rest, ignore_errors=True)
    files = {f"{SITE}/{name}": data for name, data in made.site.items()}
    for name, data in {**files, **made.beside}.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if folder.exists():
        folder.rename(last)
    try:
        fresh.rename(folder)
    except OSError:
        if last.exists():
            last.rename(folder)
        raise
    shutil.rmtree(last, ignore_errors=True)
