"""What a page or a sheet holds inline, as files of their own. Knows no Sphinx.

A site that is sent with ``Content-Security-Policy: default-src 'self'`` may run no script
and apply no style that stands in a page, and show no picture of a ``data:`` address. Here
they are taken out and the page refers to them. A file is named by its content, so that
pages with the same script share one, and no cache holds an older one.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b64decode
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote_to_bytes

_REST = r"""(?:[^"'>]|"[^"]*"|'[^']*')*"""
"""The attributes of a tag: what is quoted may hold a ``>``."""

_TOKEN = re.compile(
    r"<!--.*?-->"
    rf"|<(?P<element>script|style)\b(?P<attributes>{_REST})>(?P<code>.*?)</(?P=element)\s*>"
    rf"|<(?P<tag>[a-z][^\s/>]*)(?={_REST}?\s(?:style|on[a-z]+|[a-z:]+\s*=\s*[\"']?\s*data:))"
    rf"(?P<rest>{_REST})>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""\s+(?P<name>[^\s=>"'/]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'>]+))?"""
)
_URL = re.compile(
    r"""url\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^"'()\s]+))\s*\)""",
    re.DOTALL | re.IGNORECASE,
)
_STRING = r"""(?:"[^"\\\n]*"|'[^'\\\n]*')"""
_DECLARATIONS = re.compile(
    rf"""(?!(?s:.)*/\*)(?:\s*-{{0,2}}[a-z][\w-]*\s*:(?:[^;{{}}()"'\\<@]|{_STRING}"""
    rf"""|\((?:[^(){{}}"'\\]|{_STRING}|\([^(){{}}"'\\]*\))*\))+(?:;|$)|\s|;)*""",
    re.IGNORECASE,
)
"""Declarations that end where they end: a rule around them holds nothing else."""
_DATA = re.compile(
    r"data:([^;,]*)(?:;(?!base64)[^;,]*)*(;base64)?,(.*)", re.DOTALL | re.IGNORECASE
)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|\?", re.IGNORECASE)
_PROGRAMS = {"", "text/javascript", "application/javascript", "module"}
_LOADING = {"src", "xlink:href", "href", "poster", "data"}
_LOADED = {"img", "image", "source", "link", "video", "audio", "object", "embed", "input"}
_SUFFIXES = {
    "image/svg+xml": ".svg",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/x-icon": ".ico",
    "image/vnd.microsoft.icon": ".ico",
    "font/woff": ".woff",
    "application/font-woff": ".woff",
    "font/woff2": ".woff2",
    "application/font-woff2": ".woff2",
    "text/css": ".css",
}
"""The kinds of ``data:`` that become files; a server knows a file's kind by its suffix."""

_STRONGER = ":not(#_#_#_)"
"""An attribute goes before any rule of a sheet: here, as one with three ids."""

_PLURAL_BY_EVAL = re.compile(
    r'new Function\(\s*"n",\s*`return \(\$\{catalog\.plural_expr\}\)`,?\s*\)'
)
_PLURAL_AS_TEXT = re.compile(r'("plural_expr": )"([n\d\s()!=<>%&|?:+-]*)"')


@dataclass(slots=True)
class InlineCode:
    """Takes out what one page, or one sheet, holds inline.

    Args:
        folder: The address of the folder of the files, seen from the page or sheet.
        home: The address of the page's own folder, seen from that of the files.

    """

    folder: str
    home: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    """The files to be written, by name."""
    handlers: list[str] = field(default_factory=list)
    """Attributes with a script, as ``onclick``: these stay, and the policy blocks them."""
    _rules: dict[str, str] = field(default_factory=dict)
    _sheets: list[str] = field(default_factory=list)

    def page(self, text: str) -> str:
        r"""Return a page that refers to files for what it held inline.

        >>> code = InlineCode("inline/")
        >>> code.page("<a style='color: red'>")
        '<link rel="stylesheet" href="inline/3537a788a55c4dfb.css" /><a class="s-8fa76588">'
        >>> code.files
        {'3537a788a55c4dfb.css': b'.s-8fa76588:not(#_#_#_) { color: red }\n'}
        """
        text = _TOKEN.sub(lambda match: self._token(match, text), text)
        rules = (f".{name}{_STRONGER} {{ {css} }}\n" for name, css in self._rules.items())
        if sheet := "".join([*self._sheets, *sorted(rules)]):
            link = f'<link rel="stylesheet" href="{self._file(sheet.encode(), ".css")}" />'
            head, end, body = text.partition("</head>")
            text = f"{head}{link}{end}{body}" if end else f"{link}{text}"
        return text

    def sheet(self, text: str) -> str:
        """Return a sheet that refers to files for the ``data:`` it held."""
        return _URL.sub(self._url, text) if "data:" in text else text

    def _token(self, match: re.Match[str], page: str) -> str:
        """Return what stands for a script, a style or a tag."""
        if tag := match["tag"]:
            return self._tag(tag, match["rest"])
        if not (element := (match["element"] or "").lower()):
            return match[0]  # a comment
        values = {m["name"].lower(): _plain(m) for m in _found(match["attributes"])}
        if element == "script":
            return self._script(match, values)
        sheet = self._css(match["code"])
        before = page[: match.start()].lower()
        if before.rfind("<svg") > before.rfind("</svg"):  # a link there is none
            self._sheets.append(f"{sheet}\n")
            return ""
        media = f' media="{escape(values["media"])}"' if values.get("media") else ""
        place = self._file(sheet.encode(), ".css")
        return f'<link rel="stylesheet"{media} href="{place}" />'

    def _script(self, match: re.Match[str], values: dict[str, str]) -> str:
        """Return a script that is loaded, if it is one that runs."""
        kind = values.get("type", "").strip().lower()
        if "src" in values or kind not in _PROGRAMS or not match["code"].strip():
            return match[0]
        place = self._file(match["code"].encode(), ".js")
        # What has no address of its own is neither put off nor asynchronous.
        kept = "".join(
            one[0]
            for one in _found(match["attributes"])
            if kind == "module" or one["name"].lower() not in {"async", "defer"}
        )
        return f'<script{kept} src="{place}"></script>'

    def _tag(self, tag: str, rest: str) -> str:
        """Return a start tag without style, and with addresses of files for ``data:``."""
        added = list[str]()

        def change(one: re.Match[str]) -> str:
            name, value = one["name"].lower(), _plain(one)
            if name == "style":
                added.extend(self._rule(value))
                return ""
            if name.startswith("on"):
                self.handlers.append(name)
            elif name in _LOADING and tag.lower() in _LOADED and value.startswith("data:"):
                return f' {one["name"]}="{escape(self._place(value) or value)}"'
            return one[0]

        rest = _ATTRIBUTE.sub(change, rest)
        for one in _found(rest) if added else ():
            if one["name"].lower() == "class":
                names = escape(" ".join([*_plain(one).split(), *added]))
                return f'<{tag}{rest[: one.start()]} class="{names}"{rest[one.end() :]}>'
        new = f' class="{" ".join(added)}"' if added else ""
        body, slash = (rest[:-1], "/") if rest.endswith("/") else (rest, "")
        return f"<{tag}{body.rstrip()}{new}{' /' if slash else ''}>"

    def _rule(self, style: str) -> list[str]:
        """Return the class that stands for a style; none for one that is none."""
        if not (style := style.strip().rstrip(";")) or not _DECLARATIONS.fullmatch(style):
            return []
        css = self._css(style)
        name = f"s-{_digest(css.encode(), 4)}"
        self._rules[name] = css
        return [name]

    def _css(self, text: str) -> str:
        """Return styles of the page as they read in the folder of the files."""
        return _URL.sub(self._moved_url, text)

    def _moved_url(self, match: re.Match[str]) -> str:
        address = _address(match)
        if not _ABSOLUTE.match(address):
            return f'url("{self.home}{address}")'
        place = self._place(address)
        return f'url("{place.removeprefix(self.folder)}")' if place else match[0]

    def _url(self, match: re.Match[str]) -> str:
        place = self._place(_address(match))
        return f'url("{place}")' if place else match[0]

    def _place(self, address: str) -> str:
        """Return the address of a file with what a ``data:`` address holds."""
        address, hash_, part = address.partition("#")
        match = _DATA.fullmatch(address)
        suffix = _SUFFIXES.get(match[1].strip().lower()) if match else None
        if match is None or suffix is None:
            return ""
        data = unquote_to_bytes(match[3])
        try:
            data = b64decode(data) if match[2] else data
        except (binascii.Error, ValueError):
            return ""
        return f"{self._file(data, suffix)}{hash_}{part}"

    def _file(self, data: bytes, suffix: str) -> str:
        """Keep a file; return its address as seen from the page or sheet."""
        name = f"{_digest(data, 8)}{suffix}"
        self.files[name] = data
        return f"{self.folder}{name}"


def without_eval(text: str) -> str:
    """Return ``doctools.js`` or ``translations.js`` of Sphinx without a text as a program.

    Sphinx makes a function of the plural rule of each language but English; a page under
    the policy may not. Here the rule is that function from the start.

    >>> without_eval('"plural_expr": "(n != 1)"')
    '"plural_expr": (n) => (n != 1)'
    """
    text = _PLURAL_BY_EVAL.sub("catalog.plural_expr", text)
    return _PLURAL_AS_TEXT.sub(r"\1(n) => \2", text)


def _found(attributes: str) -> list[re.Match[str]]:
    return list(_ATTRIBUTE.finditer(attributes))


def _plain(attribute: re.Match[str]) -> str:
    """Return the value of an attribute."""
    value: str = attribute["value"] or ""
    return unescape(value[1:-1] if value[:1] in {'"', "'"} else value)


def _address(url: re.Match[str]) -> str:
    """Return the address in a ``url(...)`` of a sheet."""
    text = url[1] or url[2] or url[3] or ""
    return re.sub(r"\\(\n|.)", lambda m: "" if m[1] == "\n" else m[1], text)


def _digest(data: bytes, size: int) -> str:
    return hashlib.blake2b(data, digest_size=size).hexdigest()
