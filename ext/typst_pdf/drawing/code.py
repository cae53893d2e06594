"""Code in blocks, and Typst as authors write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from typst_pdf.drawing.base import Base
from typst_pdf.strings import array, call

if TYPE_CHECKING:
    from docutils.nodes import Element


class Code(Base):
    """Blocks of code, highlighted by Typst."""

    def visit_literal_block(self, node: Element) -> None:
        """Put code, highlighted and numbered as on the site."""
        self.open()
        self.anchors(node)
        linenos = node.get("linenos", False)
        options: dict[str, Any] = node.get("highlight_args", {})
        start = options.get("linenostart", 1) if linenos else 0
        marked = options.get("hl_lines") or []
        language = node.get("language", "")
        known = language not in {"", "default", "none", "text", "python3"}
        spoken = {"python3": "python", "ipython3": "python", "console": "bash"}
        self.put(
            call(
                "code-block",
                self.lines(node.astext()),
                lang=self.exact(spoken.get(language, language))
                if known or language in spoken
                else None,
                first=str(start) if start else None,
                marked=array(str(line) for line in marked) if marked else None,
            )
        )
        self.put_block(node, self.close())
        raise nodes.SkipNode

    def visit_doctest_block(self, node: Element) -> None:
        """Put code with its output."""
        self.visit_literal_block(node)

    def visit_raw(self, node: Element) -> None:
        """Put what was written as Typst, shut in so that it cannot reach further."""
        if "typst" in node.get("format", "").split():
            self.put_block(node, call("eval", self.exact(node.astext()), mode='"markup"'))
        raise nodes.SkipNode
