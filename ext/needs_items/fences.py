"""A block that never ends: MyST closes it silently at the end of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_items.messages import Problem, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ = get_translation("needs_items")

_FENCE = re.compile(r"^ {0,3}(?P<marks>:{3,}|`{3,}|~{3,})(?P<rest>.*)$")


@dataclass(frozen=True, slots=True)
class Fence:
    """An opening line: its number (from 1), its marks, and what it opens."""

    line: int
    marks: str
    name: str


def unclosed(text: str) -> Fence | None:
    """Return the block that is still open at the end of a page, if there is one.

    Follows CommonMark: a block ends at the first line of at least as many of the same
    marks and nothing else; what stands between is its own affair.

    >>> unclosed(":::{tiltag} A" + chr(10) + ":id: TI_101" + chr(10) + "Tekst")
    Fence(line=1, marks=':::', name='TI_101')
    """
    fence: Fence | None = None
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        found = _FENCE.match(line)
        if found is None:
            continue
        marks, rest = found["marks"], found["rest"].strip()
        if fence is None:
            fence = Fence(number, marks, _name(rest, lines[number : number + 30]))
        elif not rest and marks.startswith(fence.marks):
            fence = None
    return fence


def _name(rest: str, following: list[str]) -> str:
    """Return the id of the need that opens here, or else what it says it is."""
    for line in following:
        if not line.startswith(":"):
            break
        if line.startswith(":id:"):
            return line.removeprefix(":id:").strip() or rest
    return rest


def check(app: Sphinx, docname: str, source: list[str]) -> None:
    """Warn of a block that never ends (``source-read``); Markdown pages only."""
    suffix = app.env.doc2path(docname).suffix
    if app.config.source_suffix.get(suffix) != "markdown":
        return
    fence = unclosed(source[0])
    if fence is None:
        return
    warn(
        Problem(
            docname,
            fence.line,
            fence.name or fence.marks,
            _("The block never ends, and the rest of the page is read as a part of it."),
            _("Write %s on a line of its own where it is to end.") % fence.marks,
            "needs_items",
            "unclosed",
        )
    )
