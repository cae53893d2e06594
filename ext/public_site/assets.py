"""A page loads the scripts and styles it has a use for, and no others.

Extensions add their files to every page. ``public_site_assets`` says which of them a
page only needs when its text holds a certain mark.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from needs_core.settings import register_value, setting, table, text, texts, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.application import Sphinx


def is_used(name: str, body: str, marks: Iterable[tuple[str, Iterable[str]]]) -> bool:
    """Tell whether a page with this body has a use for a file.

    ``marks`` are patterns of file names, each with the texts that call for such a file;
    where there are none, nothing does. The first pattern that fits decides.

    >>> marks = [("*/tabs.js", ["tab-set"]), ("*/jquery.js", [])]
    >>> is_used("_static/tabs.js", '<div class="tab-set">', marks)
    True
    >>> is_used("_static/jquery.js", "", marks), is_used("_static/site.css", "", marks)
    (False, True)
    """
    for pattern, wanted in marks:
        if fnmatchcase(name, pattern):
            return any(mark in body for mark in wanted)
    return True


def drop_unused(
    app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Leave out what the page has no use for (``html-page-context``)."""
    marks, body = value(app.config, "public_site_assets"), context.get("body") or ""
    for kind in ("css_files", "script_files"):
        context[kind] = [
            file for file in context.get(kind, ()) if is_used(_name(file), body, marks)
        ]


def _name(file: Any) -> str:
    """Return the file of a sheet or a script; of a script without one, its text."""
    attributes = getattr(file, "attributes", {})
    return str(getattr(file, "filename", file) or attributes.get("body") or "")


def setup(app: Sphinx) -> None:
    """Add the configuration and the handlers."""
    assets = setting(
        (),
        "Patterns of file names, and of scripts without a file; a page loads such a file"
        " when its text holds one of the marks, and never where there are none.",
        table(text, texts),
    )
    register_value(app, "public_site_assets", assets, "html")
    # After every extension that adds files for a page.
    app.connect("html-page-context", drop_unused, priority=990)
