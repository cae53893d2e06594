"""The parts of sphinx-design, known by name: nothing of it is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from typst_pdf.drawing.base import DEEPEST, Base
from typst_pdf.drawing.visitors import left_out
from typst_pdf.strings import call

if TYPE_CHECKING:
    from docutils.nodes import Element

_FRAMES = {
    "card": "card",
    "card-header": "card-edge",
    "card-footer": "card-edge",
    "card-title": "card-title",
    "dropdown": "card",
    "tab-item": "card",
    "tab-label": "card-title",
    "aside": "notice",
}
# Frames whose children stand in them one by one, and what draws them.
_SPREAD = {"grid-row": "card-grid", "side-by-side": "side-by-side"}


class Design(Base):
    """Grids, cards, tabs and dropdowns; paper shows all that a screen folds away."""

    def visit_container(self, node: Element) -> None:
        """Begin a container, or leave out one that is only there for the pointer."""
        if {"only-screen", "only-html"} & set(node["classes"]):
            raise nodes.SkipNode
        self.open()
        self.anchors(node)
        if self._frame(node):
            self.deep += 1

    def depart_container(self, node: Element) -> None:
        """Put it in its frame."""
        frame = self._frame(node)
        if frame is None:
            self.put_block(node, self.close())
            return
        self.deep -= 1
        if frame in _SPREAD.values():
            items = [item for item in self._stack.pop() if item]
            self.put_block(node, call(frame, *(f"\n{item}" for item in items)))
            return
        inner = self.close()
        self.put_block(node, call(frame, inner) if self.deep < DEEPEST else inner)

    def _frame(self, node: Element) -> str | None:
        part = node.get("design_component", "")
        if "side-by-side" in node["classes"]:
            part = "side-by-side"
        return _SPREAD.get(part) or _FRAMES.get(part)

    visit_article_info = left_out
