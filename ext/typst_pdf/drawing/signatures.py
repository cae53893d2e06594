"""Descriptions of code: what ``autodoc`` and the domains make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from typst_pdf.drawing.base import Base
from typst_pdf.drawing.visitors import blocked, through, wrapped
from typst_pdf.strings import call

if TYPE_CHECKING:
    from docutils.nodes import Element


class Signatures(Base):
    """Signatures and what is said below them."""

    visit_desc, depart_desc = blocked("described")
    visit_desc_content, depart_desc_content = blocked("set-in")
    visit_desc_inline, depart_desc_inline = wrapped("code-words")
    visit_desc_name, depart_desc_name = wrapped("strong")
    visit_desc_addname, depart_desc_addname = through()
    visit_desc_type, depart_desc_type = through()
    visit_desc_annotation, depart_desc_annotation = wrapped("emph")
    visit_desc_parameter, depart_desc_parameter = through()
    visit_desc_type_parameter, depart_desc_type_parameter = through()

    def visit_desc_signature(self, node: Element) -> None:
        """Begin a signature."""
        self.open()
        self.anchors(node)

    def depart_desc_signature(self, node: Element) -> None:
        """Put it."""
        self.put_block(node, call("signature", self.close()))

    def visit_desc_signature_line(self, node: Element) -> None:
        """Begin a line of a signature of several."""
        if node.parent.index(node):
            self.put("linebreak()")

    def depart_desc_signature_line(self, node: Element) -> None:
        """Leave it."""

    def visit_desc_returns(self, node: Element) -> None:
        """Begin the type that is returned."""
        self.put('" → "')

    def depart_desc_returns(self, node: Element) -> None:
        """Leave it."""

    def visit_desc_parameterlist(self, node: Element) -> None:
        """Put the parameters."""
        self._put_parameters(node, "(", ")")

    def visit_desc_type_parameter_list(self, node: Element) -> None:
        """Put the type parameters."""
        self._put_parameters(node, "[", "]")

    def visit_desc_optional(self, node: Element) -> None:
        """Put what may be left out."""
        self._put_parameters(node, "[", "]")

    def _put_parameters(self, node: Element, first: str, last: str) -> None:
        self.put(self.text(first))
        for number, child in enumerate(node.children):
            if number:
                self.put('", "')
            self.put(self.inside([child]))
        self.put(self.text(last))
        raise nodes.SkipNode
