"""Headings that stand with what they are the headings of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from typst_pdf.drawing.base import Base

if TYPE_CHECKING:
    from collections.abc import Iterable

FEW, SHORT = 3, 1500
"""Paragraphs, and characters of code, that go with a heading to a table's page."""


def _shown(codes: Iterable[str]) -> list[str]:
    """Return what is more than a place to link to."""
    return [code for code in codes if not code.startswith("\0a")]


class Headings(Base):
    """Knows where the last heading stands, as long as little stands below it."""

    _heading = (0, 0, 0)
    """How deep it stands, where it begins, and where it ends."""

    def begin_chapter(self) -> None:
        """Note that what follows may begin a volume of its own."""
        super().begin_chapter()
        self._heading = (0, 0, 0)

    def put_heading(self, code: str) -> None:
        """Add a heading; those that follow each other stay together (``lead_in``)."""
        depth, first, end = self._heading
        at = self._stack[-1]
        follows = depth == len(self._stack) and not _shown(at[end:])
        first = first if follows else len(at)
        self.put(code)
        self._heading = (len(self._stack), first, len(at))

    def lead_in(self) -> list[str]:
        """Take back the heading above, with the few words below it, to stand elsewhere.

        A table on a page of its own would leave them alone on the page before.
        """
        depth, first, end = self._heading
        at = self._stack[-1]
        words = _shown(at[end:])
        if depth != len(self._stack) or len(words) > FEW or len("".join(words)) > SHORT:
            return []
        self._heading = (0, 0, 0)
        taken = at[first:]
        del at[first:]
        return taken

    def note_below(self, node: nodes.Element) -> str:
        """Draw the paragraph of the class ``table-note`` that follows a table, if any."""
        note = node.next_node(nodes.Element, descend=False, siblings=True)
        if not isinstance(note, nodes.paragraph) or "table-note" not in note["classes"]:
            return ""
        code = self.inside([note])
        note["drawn"] = True
        return code
