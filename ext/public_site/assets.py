"""A page loads the scripts and styles it has a use for, and no others.

Extensions add their files to every page. ``public_site_assets`` says which of them a
page only needs when its text holds a certain mark.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.messages import Problem, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

_ = get_translation("public_site")


def needed(name: str, body: str, marks: Mapping[str, Iterable[str]]) -> bool:
    """Tell whether a page with this body has a use for a file.

    ``marks`` maps a pattern of file names to the texts that call for them; no text at
    all calls for a file that has none. The first pattern that fits decides.

    >>> marks = {"*/tabs.js": ["tab-set"], "*/jquery.js": []}
    >>> needed("_static/tabs.js", '<div class="tab-set">', marks)
    True
    >>> needed("_static/jquery.js", "", marks), needed("_static/site.css", "", marks)
    (False, True)
    """
    for pattern, texts in marks.items():
        if fnmatchcase(name, pattern):
            return any(text in body for text in texts)
    return True


def drop_unused(
    app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Leave out what the page has no use for (``html-page-context``)."""
    marks, body = app.config.public_site_assets, context.get("body") or ""
    for kind in ("css_files", "script_files"):
        context[kind] = [
            file
            for file in context.get(kind, ())
            if needed(str(getattr(file, "filename", file) or ""), body, marks)
        ]


def check(_app: Sphinx, config: Config) -> None:
    """Warn of a mark that is no list, and go on without it (``config-inited``)."""
    marks = config.public_site_assets
    for pattern, texts in list(marks.items()):
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
            continue
        fault = _("What calls for the file is no list of texts, and the file is loaded.")
        remedy = _("Write a list, as in: %s") % f'"{pattern}": ["text"]'
        at = (None, None, f"public_site_assets: {pattern}")
        warn(Problem(*at, fault, remedy, "public_site", "assets"))
        del marks[pattern]


def setup(app: Sphinx) -> None:
    """Add the configuration and the handlers."""
    app.add_config_value("public_site_assets", {}, "html", types=frozenset({dict}))
    app.connect("config-inited", check)
    # After every extension that adds files for a page.
    app.connect("html-page-context", drop_unused, priority=990)
