"""How servers are told to send a site: the same headers, kinds and 404 page to each.

Knows no Sphinx.
"""

from __future__ import annotations

from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from public_site.publish.site_files import NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Iterable

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
