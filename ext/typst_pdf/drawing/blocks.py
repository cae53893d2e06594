"""Pages, headings, paragraphs, quotations, code, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from typst_pdf.drawing.base import DEEPEST
from typst_pdf.drawing.headings import Headings
from typst_pdf.drawing.visitors import blocked, left_out, through
from typst_pdf.strings import call

if TYPE_CHECKING:
    from docutils.nodes import Element

_ITEMS = (
    nodes.list_item,
    nodes.definition,
    nodes.field_body,
    nodes.description,
    nodes.entry,
)
LOWEST = 6
"""PDF knows six levels of headings."""


BRIEF = 60
"""Characters below which a line under a heading stays with what follows, too."""


def _before(node: Element) -> nodes.Node | None:
    at = node.parent.index(node)
    return node.parent[at - 1] if at else None


class Blocks(Headings):
    """What stands on a page from top to bottom."""

    level = 0
    """How many sections the node being drawn stands in."""

    visit_document, depart_document = through()
    visit_compound, depart_compound = through()
    visit_decoration, depart_decoration = through()
    visit_only, depart_only = through()
    visit_glossary, depart_glossary = through()
    visit_legend, depart_legend = through()
    visit_acks, depart_acks = through()
    visit_highlightlang = left_out
    visit_toctree = left_out
    visit_tabular_col_spec = left_out
    visit_system_message = left_out
    visit_docinfo = left_out

    def visit_start_of_file(self, node: Element) -> None:
        """Begin a page; those of the start page's toctrees are chapters."""
        self.docnames.append(node["docname"])
        if not self.level:
            self.begin_chapter()
        if not any(isinstance(one, nodes.section) for one in node):
            self.anchors(node, [""])

    def depart_start_of_file(self, node: Element) -> None:
        """End a page."""
        self.docnames.pop()

    def visit_section(self, node: Element) -> None:
        """Go a level down."""
        self.level += 1

    def depart_section(self, node: Element) -> None:
        """Go a level up."""
        self.level -= 1

    def visit_title(self, node: Element) -> None:
        """Begin a heading."""
        self.quiet += 1
        self.open()

    def depart_title(self, node: Element) -> None:
        """Put the heading: that of a section with its number, else in bold."""
        self.quiet -= 1
        inner, parent = self.close(), node.parent
        if not isinstance(parent, nodes.section):
            self.put_block(node, call("box-title", inner))
            return
        numbers = self._number(parent)
        if numbers:
            inner = call("numbered", self.text(f"{numbers} "), inner)
        level = max(1, min(self.level, LOWEST))
        self.add_heading(level, f"{numbers} {node.astext()}".strip())
        key = self.own_key(parent)
        self.put_heading(
            self.stemming(node, call("section-heading", str(level), inner, key=key))
        )
        self.anchors(parent)
        self.anchors(node)

    def _number(self, section: Element) -> str:
        numbers = self.builder.env.toc_secnumbers.get(self.docname, {})
        first = section.parent
        top = isinstance(first, (nodes.document, addnodes.start_of_file))
        found = (
            numbers.get("" if top else f"#{section['ids'][0]}") if section["ids"] else None
        )
        if found is None and section["ids"]:
            found = numbers.get(f"#{section['ids'][0]}")
        return ".".join(map(str, found or ()))

    visit_subtitle, depart_subtitle = blocked("rubric")

    def visit_rubric(self, node: Element) -> None:
        """Begin a heading that is not in the contents."""
        self.open()
        self.anchors(node)

    def depart_rubric(self, node: Element) -> None:
        """Put it, as large as its level asks for."""
        level = str(node.get("heading-level", "") or "") or None
        self.put_block(node, call("rubric", self.close(), level=level))

    visit_centered, depart_centered = blocked("centered")

    def visit_paragraph(self, node: Element) -> None:
        """Begin a paragraph."""
        if node.get("drawn"):
            raise nodes.SkipNode
        self.open()
        self.anchors(node)

    def depart_paragraph(self, node: Element) -> None:
        """Put the paragraph; one that is alone in an item or a cell is only its words."""
        parent = node.parent
        alone = isinstance(parent, _ITEMS) and len(parent) == 1
        inner = self.close()
        lead = isinstance(_before(node), nodes.title) and len(node.astext()) < BRIEF
        self.put_block(
            node, inner if alone else call("lead-line" if lead else "par", inner)
        )

    def visit_compact_paragraph(self, node: Element) -> None:
        """Begin a paragraph of a toctree."""
        self.visit_paragraph(node)

    def depart_compact_paragraph(self, node: Element) -> None:
        """Put it."""
        self.depart_paragraph(node)

    visit_block_quote, depart_block_quote = blocked("quoted")
    visit_attribution, depart_attribution = blocked("attributed")
    visit_header, depart_header = blocked("notice")
    visit_footer, depart_footer = blocked("notice")
    visit_topic, depart_topic = blocked("notice")
    visit_sidebar, depart_sidebar = blocked("notice")
    visit_admonition, depart_admonition = blocked("notice")
    visit_versionmodified, depart_versionmodified = blocked("changed")

    def visit_transition(self, node: Element) -> None:
        """Put a short line."""
        self.put("transition()")
        raise nodes.SkipNode

    def visit_line_block(self, node: Element) -> None:
        """Begin lines that stay as they are."""
        self.open()

    def depart_line_block(self, node: Element) -> None:
        """Put them; a block within is set in."""
        inner = self.close()
        nested = isinstance(node.parent, nodes.line_block) and self.deep < DEEPEST
        self.put_block(node, call("line-block", inner, nested="true" if nested else None))

    def visit_line(self, node: Element) -> None:
        """Begin a line."""
        self.open()

    def depart_line(self, node: Element) -> None:
        """Put it."""
        self.put(call("line-of-verse", self.close()))

    # Notices

    def visit_Admonition(self, node: Element) -> None:
        """Begin a notice of a kind, as a note or a warning."""
        self.open()
        self.deep += 1
        self.anchors(node)
        kind = type(node).__name__
        if kind in admonitionlabels:
            self.put(call("box-title", self.text(str(admonitionlabels[kind]))))

    def depart_Admonition(self, node: Element) -> None:
        """Put it."""
        self.deep -= 1
        inner = self.close()
        if self.deep >= DEEPEST:
            self.put_block(node, inner)
            return
        kind = self.exact(type(node).__name__)
        self.put_block(node, call("notice", inner, kind=kind))
