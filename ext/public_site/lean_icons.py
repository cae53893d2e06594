"""Sheets that hold no more of an icon font than the pages name.

Font Awesome gives each of its two thousand icons a rule with its sign, a third of the
sheet of a theme that brings it along. With ``public_site_lean_icons`` the rules of icons
that no page and no script of the output names are taken out when the build is finished.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from needs_core.output_files import has_site_files, write_if_changed
from needs_core.settings import flag, register_value, setting, value

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_NAME = re.compile(rb"\bfa-[a-z0-9-]+")
_RULE = re.compile(rb'(?:\.fa-[a-z0-9-]+\s*,?\s*)+\{\s*--fa:\s*"[^"]*";?\s*\}')


def without_icons(sheet: bytes, named: set[bytes]) -> bytes:
    r"""Return a sheet without the signs of icons that are not named.

    >>> sheet = b'.fa-sun{--fa:"\\f185"}.fa-gear,.fa-cog{--fa:"\\f013"}.fa{color:red}'
    >>> without_icons(sheet, {b"fa-cog"})
    b'.fa-gear,.fa-cog{--fa:"\\f013"}.fa{color:red}'
    """

    def kept(rule: re.Match[bytes]) -> bytes:
        return b"" if named.isdisjoint(_NAME.findall(rule[0])) else rule[0]

    return _RULE.sub(kept, sheet)


class LeanIcons:
    """Changes the sheets of an output; the methods are event handlers."""

    def __init__(self) -> None:
        self._writing = False

    def setup(self, app: Sphinx) -> None:
        """Connect to the build."""
        app.connect("write-started", self.start)
        # After every extension that copies sheets, and when every page is written.
        app.connect("build-finished", self.close, priority=940)

    def start(self, app: Sphinx, _builder: Builder) -> None:
        """Note that Sphinx copies the sheets again (``write-started``)."""
        wanted = bool(value(app.config, "public_site_lean_icons"))
        self._writing = wanted and has_site_files(app.builder)

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Take the rules of icons out of the sheets (``build-finished``)."""
        if exception is not None or not self._writing:
            return
        self._writing = False
        static = Path(app.outdir / "_static")
        sheets = {path: path.read_bytes() for path in static.rglob("*.css")}
        sheets = {path: data for path, data in sheets.items() if _RULE.search(data)}
        if not sheets:
            return
        named = set[bytes]()
        for pattern in ("*.html", "*.js"):
            for path in Path(app.outdir).rglob(pattern):
                named.update(_NAME.findall(path.read_bytes()))
        for path, data in sheets.items():
            write_if_changed(path, without_icons(data, named))


def setup(app: Sphinx) -> None:
    """Register the setting and connect the handlers."""
    lean = setting(
        False,
        "Whether the sheets lose the signs of those icons of Font Awesome that no page"
        " and no script names: a third of a theme's sheet.",
        flag,
    )
    register_value(app, "public_site_lean_icons", lean, "html")
    LeanIcons().setup(app)
