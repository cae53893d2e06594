"""Formulas: pictures that read as their source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from typst_pdf.drawing.base import Base
from typst_pdf.formulas import drawn
from typst_pdf.strings import call

if TYPE_CHECKING:
    from docutils.nodes import Element

_ = get_translation("typst_pdf")

SIZE = 11
"""Points, so that a formula is as large as the text."""


class Formulas(Base):
    """Formulas in a line and of their own."""

    def visit_math(self, node: Element) -> None:
        """Put a formula in the line."""
        self.put(self._formula(node, block=False))
        raise nodes.SkipNode

    def visit_math_block(self, node: Element) -> None:
        """Put a formula of its own."""
        self.open()
        self.anchors(node)
        self.put(self._formula(node, block=True))
        self.put_block(node, self.close())
        raise nodes.SkipNode

    def _formula(self, node: Element, *, block: bool) -> str:
        latex = node.astext().strip()
        found = drawn(latex, block=block, size=SIZE)
        if found is None:
            message = _("The formula cannot be set; its source is shown: %s")
            self.warn(node, message % " ".join(latex.split()), "formula")
            return call("code-block" if block else "code-text", self.exact(latex))
        number = self.text(f"({node['number']})") if node.get("number") else None
        # As bytes within the code: a formula needs no file of its own.
        data = f"image(bytes({self.exact(found.svg)}), alt: {self.exact(latex)})"
        drop = None if block else f"{found.drop:.2f}pt"
        return call("formula", data, drop=drop, number=number)
