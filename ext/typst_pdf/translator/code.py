"""Blocks of code, raw Typst, and descriptions of code by ``autodoc`` and the domains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from typst_pdf.glyphs import location_of
from typst_pdf.translator.base import (
    TranslatorBase,
    block_visitors,
    inline_visitors,
    transparent_visitors,
)
from typst_pdf.typst_code import array, call, literal

if TYPE_CHECKING:
    from docutils.nodes import Element

_LANGUAGES = {"python3": "python", "ipython3": "python", "console": "bash"}
"""Typst's names of languages that Pygments calls otherwise."""
_TASK, _DONE = "task-list-item-checkbox", "checked"
"""What MyST writes, as HTML alone, where a task of a list is done or not."""
_PLAIN = {"", "default", "none", "text"}


class CodeVisitors(TranslatorBase):
    """Code, highlighted by Typst; signatures and the text below them."""

    def visit_literal_block(self, node: Element) -> None:
        """Put code, highlighted and numbered as on the site."""
        self.open()
        self.anchors(node)
        options: dict[str, Any] = node.get("highlight_args", {})
        first = options.get("linenostart", 1) if node.get("linenos", False) else 0
        marked = options.get("hl_lines") or []
        language = node.get("language", "")
        language = _LANGUAGES.get(language, language)
        self.put(
            call(
                "code-block",
                self.code_text(node.astext()),
                lang=None if language in _PLAIN else literal(language),
                first=str(first) if first else None,
                marked=array(str(line) for line in marked) if marked else None,
            )
        )
        self.put_block(node, self.close())
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    def visit_raw(self, node: Element) -> None:
        """Put what was written as Typst, evaluated apart; of HTML, the box of a task."""
        if _TASK in node.astext():
            self.put(self.text("☑ " if _DONE in node.astext() else "☐ "))
        if "typst" in node.get("format", "").split():
            self.grids.append(location_of(node))
            code = call("eval", literal(node.astext()), mode='"markup"')
            self.put_block(node, code)
        raise nodes.SkipNode

    # Descriptions

    visit_desc, depart_desc = block_visitors("described")
    visit_desc_content, depart_desc_content = block_visitors("set-in")
    visit_desc_inline, depart_desc_inline = inline_visitors("code-words")
    visit_desc_name, depart_desc_name = inline_visitors("strong")
    visit_desc_addname, depart_desc_addname = transparent_visitors()
    visit_desc_type, depart_desc_type = transparent_visitors()
    visit_desc_annotation, depart_desc_annotation = inline_visitors("emph")
    visit_desc_parameter, depart_desc_parameter = transparent_visitors()
    visit_desc_type_parameter, depart_desc_type_parameter = transparent_visitors()

    def visit_desc_signature(self, node: Element) -> None:
        """Begin a signature."""
        self.open()
        self.anchors(node)

    def depart_desc_signature(self, node: Element) -> None:
        """Write its code."""
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
        raise nodes.SkipNode

    def visit_desc_type_parameter_list(self, node: Element) -> None:
        """Put the type parameters."""
        self._put_parameters(node, "[", "]")
        raise nodes.SkipNode

    def _put_parameters(self, node: Element, first: str, last: str) -> None:
        """Put them; what may be left out stands with its comma in brackets: ``a[, b]``."""
        self.put(self.text(first))
        for number, child in enumerate(node.children):
            if isinstance(child, addnodes.desc_optional):
                self._put_parameters(child, "[, " if number else "[", "]")
                continue
            if number:
                self.put('", "')
            self.put(self.inside([child]))
        self.put(self.text(last))
