"""The picture of a site in the tabs and bookmarks of a browser, drawn of the design tokens.

A project that has one of its own (``html_favicon``) keeps it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from needs_core.design import HEAD, HEAD_INK, TONES
from needs_core.output_files import OutputFile, OutputFiles, has_site_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

FOLDER, NAME = "icon", "site.svg"
_CELLS = ((7, 7, "done"), (18, 7, "rank-2"), (7, 18, "rank-1"))
"""Where the cells of a small matrix that are covered stand, and their tones."""


def icon_svg() -> str:
    """Return the picture: a matrix of four cells, one of them a gap."""
    cells = "".join(
        f'<rect x="{x}" y="{y}" width="7" height="7" rx="1.5" fill="{TONES[tone].solid}"/>'
        for x, y, tone in _CELLS
    )
    gap = (
        f'<rect x="18.75" y="18.75" width="5.5" height="5.5" rx="1" fill="none"'
        f' stroke="{HEAD_INK}" stroke-width="1.5"/>'
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="6" fill="{HEAD}"/>{cells}{gap}</svg>\n'
    )


def setup(app: Sphinx) -> None:
    """Connect to the build."""
    OutputFiles("public_site", FOLDER, _files).setup(app)
    # After Sphinx has found the path of a picture that the project names.
    app.connect("html-page-context", _add_icon, priority=900)


def _is_wanted(app: Sphinx) -> bool:
    return has_site_files(app.builder) and not app.config.html_favicon


def _files(app: Sphinx) -> Iterator[OutputFile]:
    if _is_wanted(app):
        made = icon_svg().encode()
        yield OutputFile(NAME, hashlib.sha256(made).hexdigest(), lambda: made)


def _add_icon(
    app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Give the page the address of the picture (``html-page-context``)."""
    if _is_wanted(app):
        context["favicon_url"] = context["pathto"](f"{FOLDER}/{NAME}", resource=True)
