"""Words within a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from typst_pdf.translator.base import (
    TranslatorBase,
    inline_visitors,
    skip_node,
    transparent_visitors,
)
from typst_pdf.typst_code import call

if TYPE_CHECKING:
    from docutils.nodes import Element

_CARD_LINK = "sd-hide-link-text"
"""The class of a link that covers a whole card of sphinx-design."""


class InlineVisitors(TranslatorBase):
    """Text, emphasis, links, footnotes, citations."""

    def visit_Text(self, node: nodes.Text) -> None:
        """Put the text."""
        if text := node.astext():
            self.put(self.text(text))

    def depart_Text(self, node: nodes.Text) -> None:
        """Leave."""

    visit_emphasis, depart_emphasis = inline_visitors("emph")
    visit_title_reference, depart_title_reference = inline_visitors("emph")
    visit_literal_emphasis, depart_literal_emphasis = inline_visitors("emph")
    visit_strong, depart_strong = inline_visitors("strong")
    visit_literal_strong, depart_literal_strong = inline_visitors("strong")
    visit_subscript, depart_subscript = inline_visitors("sub")
    visit_superscript, depart_superscript = inline_visitors("super")
    visit_sd_badge, depart_sd_badge = inline_visitors("badge")
    visit_generated, depart_generated = transparent_visitors()
    visit_NeedPart, depart_NeedPart = transparent_visitors()
    visit_acronym, depart_acronym = transparent_visitors()
    visit_manpage, depart_manpage = inline_visitors("emph")
    visit_PassthroughTextElement, depart_PassthroughTextElement = transparent_visitors()
    visit_pending_xref, depart_pending_xref = transparent_visitors()
    visit_substitution_definition = skip_node
    visit_comment = skip_node
    visit_meta = skip_node
    visit_pending = skip_node
    visit_sd_icon = skip_node
    visit_fontawesome = skip_node

    def visit_inline(self, node: Element) -> None:
        """Begin words; those of the class ``paper-badge`` stand in a frame."""
        self.open()
        self.anchors(node)

    def depart_inline(self, node: Element) -> None:
        """Put them."""
        if "paper-badge" in node["classes"]:
            self.put(call("badge", self.close()))
            return
        for statement in self.close_list():
            self.put(statement)

    def visit_abbreviation(self, node: Element) -> None:
        """Begin an abbreviation."""
        self.anchors(node)

    def depart_abbreviation(self, node: Element) -> None:
        """Say what it is short for: paper shows no hint under the pointer.

        Of a sign in a signature, as ``*`` before what must be named, it is no part.
        """
        is_sign = isinstance(node.parent, addnodes.desc_sig_operator)
        if (meaning := node.get("explanation")) and not is_sign:
            self.put(self.text(f" ({meaning})"))

    def visit_literal(self, node: Element) -> None:
        """Put code within a line."""
        self.anchors(node)
        self.put(call("code-text", self.text(node.astext())))
        raise nodes.SkipNode

    visit_problematic = visit_literal

    def visit_reference(self, node: Element) -> None:
        """Begin a link."""
        self.open()

    def depart_reference(self, node: Element) -> None:
        """Put the link, with the page number when it leads within the document."""
        shown = self.close()
        self.anchors(node)
        uri = f"#{node['refid']}" if node.get("refid") else node.get("refuri", "")
        if _CARD_LINK in node["classes"]:
            shown = call("card-link", self.text(node.astext()))
        self.put(self.link(node, uri, shown))

    visit_number_reference = visit_reference
    depart_number_reference = depart_reference

    def visit_download_reference(self, node: Element) -> None:
        """Show the name of a file: there is none beside the PDF."""
        self.open()

    def depart_download_reference(self, node: Element) -> None:
        """Link it only where it lies on the net."""
        self.put(self.link(node, node.get("refuri", ""), self.close()))

    def visit_target(self, node: Element) -> None:
        """Make a place to link to."""
        self.anchors(node, [*node["ids"], *([node["refid"]] if "refid" in node else [])])

    def depart_target(self, node: Element) -> None:
        """Leave."""

    def visit_index(self, node: Element) -> None:
        """Make the places the index leads to."""
        self.anchors(node, [entry[2] for entry in node["entries"]])
        raise nodes.SkipNode

    # Footnotes

    def visit_footnote_reference(self, node: Element) -> None:
        """Put the footnote itself, which is set at the foot of this page."""
        name = (self.docname, node.get("refid", ""))
        note = self.targets.footnotes.get(name)
        self.anchors(node)
        if note is None or self.no_links:
            self.put(call("super", self.text(node.astext())))
            raise nodes.SkipNode
        label = f'label("n{list(self.targets.footnotes).index(name)}")'
        if note.get("drawn"):
            self.put(call("footnote", label))
            raise nodes.SkipNode
        note["drawn"] = True
        self.no_links += 1  # a footnote within a footnote has no foot to stand at
        body = self.inside(one for one in note if not isinstance(one, nodes.label))
        self.no_links -= 1
        self.put(call("noted", label, body))
        raise nodes.SkipNode

    def visit_footnote(self, node: Element) -> None:
        """Put a footnote that nothing refers to where it stands."""
        if node.get("drawn") or node.get("backrefs"):
            raise nodes.SkipNode
        self.visit_citation(node)

    def depart_footnote(self, node: Element) -> None:
        """Write its code."""
        self.depart_citation(node)

    def visit_citation(self, node: Element) -> None:
        """Begin a source that is cited."""
        self.open()
        self.anchors(node)

    def depart_citation(self, node: Element) -> None:
        """Write its code, with its label in the margin."""
        inner = self.close()
        label = node.next_node(nodes.label)
        name = self.text(f"[{label.astext()}]" if label is not None else "")
        self.put_block(node, call("entry", name, inner))

    visit_label = skip_node

    def visit_citation_reference(self, node: Element) -> None:
        """Put a citation that led nowhere."""
        self.put(self.text(f"[{node.astext()}]"))
        raise nodes.SkipNode
