"""Pages, headings, paragraphs, quotations, notices; the frames of sphinx-design."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels, get_translation

from typst_pdf import markers
from typst_pdf.assembly import LIFTED
from typst_pdf.translator.base import (
    DEEPEST,
    TranslatorBase,
    block_visitors,
    part,
    skip_node,
    transparent_visitors,
)
from typst_pdf.typst_code import block, call, literal

if TYPE_CHECKING:
    from docutils.nodes import Element

_ = get_translation("typst_pdf")

_ITEMS = (
    nodes.list_item,
    nodes.definition,
    nodes.field_body,
    nodes.description,
    nodes.entry,
)
_LOWEST = 6
"""PDF knows six levels of headings."""
_PART = 2
"""The level on which a section with a colour of its own begins as a chapter does."""
_BRIEF = 60
"""Characters below which a line under a heading stays with what follows, too."""

_WIDE = 9
"""Columns, its stub with them, above which a table may lie across a sheet of its own."""

_LED_TO = (nodes.table, nodes.bullet_list, nodes.enumerated_list, nodes.literal_block)
_LEADING = 120
"""Characters below which a line stays with the table or list that it leads to."""

# Parts of sphinx-design, known by name, and the Typst function that draws each.
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
# Frames whose children stand in them one by one.
_SPREAD = {"grid-row": "card-grid"}
# Classes on containers, and on paragraphs.
_CLASSES = {"paper-panel": "panel", "paper-page": "new-page"}
_SPREAD_CLASSES = {
    "side-by-side": "side-by-side",
    "paper-figures": "key-figures",
    "paper-part": "numbered-part",
}
_LINES = {"paper-lead": "lead", "table-note": "table-note"}


class BlockVisitors(TranslatorBase):
    """What stands on a page from top to bottom."""

    level = 0
    """How many sections the node stands in."""
    _parts = 0

    visit_document, depart_document = transparent_visitors()
    visit_compound, depart_compound = transparent_visitors()
    visit_decoration, depart_decoration = transparent_visitors()
    visit_only, depart_only = transparent_visitors()
    visit_glossary, depart_glossary = transparent_visitors()
    visit_legend, depart_legend = transparent_visitors()
    visit_acks, depart_acks = transparent_visitors()
    visit_highlightlang = skip_node
    visit_toctree = skip_node
    visit_tabular_col_spec = skip_node
    visit_system_message = skip_node
    visit_docinfo = skip_node
    visit_article_info = skip_node

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

    # Headings

    def visit_section(self, node: Element) -> None:
        """Go a level down."""
        self.level += 1
        self.enter_hue(node)
        if self._is_part(node):
            self.open()

    def depart_section(self, node: Element) -> None:
        """Go a level up."""
        if self._is_part(node):
            self._parts += 1
            self.put(part(f"part-{self._parts}", self.close_list()))
        own = self.hue
        if (around := self.leave_hue()) != own:
            over = "part-over" if self.level == _PART else "hue-to"
            self.put(call(over, str(around)))
        self.level -= 1

    def _is_part(self, section: Element) -> bool:
        """Tell whether a section of a group begins as a chapter does, and is none."""
        return _has_hue(section) and (self.level == _PART or bool(section.get(LIFTED)))

    def visit_title(self, node: Element) -> None:
        """Begin a heading."""
        self.no_links += 1
        self.open()

    def depart_title(self, node: Element) -> None:
        """Put the heading: that of a section with its number, else in bold."""
        self.no_links -= 1
        inner, parent = self.close(), node.parent
        # sphinx-needs puts that of a diagram among the blocks of a section.
        if (
            not isinstance(parent, nodes.section)
            or parent.next_node(nodes.title) is not node
        ):
            self.put_block(node, call("box-title", inner))
            return
        words = _words(node)
        if not _has_text(node):
            # A heading needs text, for the contents and to be read aloud.
            inner = self.text(words)
        number = self._section_number(parent)
        if number:
            inner = call("numbered", self.text(f"{number} "), inner)
        level = max(1, min(self.level, _LOWEST))
        code = call(
            "section-heading",
            str(level),
            inner,
            key=self.own_key(parent),
            hue=str(self.hue) if _has_hue(parent) else None,
        )
        text = f"{number} {words}".strip()
        self.put_heading(level, text, self.with_origin(node, code))
        self.anchors(parent)
        self.anchors(node)

    def _section_number(self, section: Element) -> str:
        if not section["ids"]:
            return ""
        numbers = self.builder.env.toc_secnumbers.get(self.docname, {})
        own = f"#{section['ids'][0]}"
        top = isinstance(section.parent, (nodes.document, addnodes.start_of_file))
        found = numbers.get("" if top else own) or numbers.get(own)
        return ".".join(map(str, found or ()))

    visit_subtitle, depart_subtitle = block_visitors("rubric")

    def visit_rubric(self, node: Element) -> None:
        """Begin a heading that is not in the contents."""
        self.open()
        self.anchors(node)

    def depart_rubric(self, node: Element) -> None:
        """Write its code, as large as its level asks for."""
        level = str(node.get("heading-level", "") or "") or None
        self.put_block(node, call("rubric", self.close(), level=level))

    # Paragraphs

    visit_centered, depart_centered = block_visitors("centered")

    def visit_paragraph(self, node: Element) -> None:
        """Begin a paragraph."""
        if node.get("drawn"):
            raise nodes.SkipNode
        if any(map(_is_block, node.children)):
            self._put_parts(node)
            raise nodes.SkipNode
        self.open()
        self.anchors(node)

    def _put_parts(self, node: Element) -> None:
        """Put a paragraph with blocks in it: what is between them is paragraphs."""
        self.anchors(node)
        for is_block, children in groupby(node.children, _is_block):
            inner = self.inside(children)
            self.put_block(node, inner if is_block else call("par", inner))

    def depart_paragraph(self, node: Element) -> None:
        """Put the paragraph; one that is alone in an item or a cell is only its words."""
        parent = node.parent
        inner = self.close()
        if isinstance(parent, _ITEMS) and len(parent) == 1:
            self.put_block(node, inner)
            return
        kind = next((_LINES[x] for x in node["classes"] if x in _LINES), None)
        if kind:
            self.put_block(node, call(kind, inner))
            return
        leads = self._leads(node, node.next_node(descend=False, siblings=True))
        self.put_block(node, call("lead-line" if leads else "par", inner))

    def _leads(self, line: Element, below: nodes.Node | None) -> bool:
        """Tell whether a line stays on the page of what it leads to."""
        text = line.astext()
        if self.is_below_heading() and len(text) < _BRIEF:
            return True
        leads = isinstance(below, _LED_TO) or (below is not None and text.endswith(":"))
        return leads and len(text) < _LEADING

    visit_compact_paragraph = visit_paragraph
    depart_compact_paragraph = depart_paragraph

    visit_block_quote, depart_block_quote = block_visitors("quoted")
    visit_attribution, depart_attribution = block_visitors("attributed")
    visit_versionmodified, depart_versionmodified = block_visitors("changed")

    def visit_transition(self, node: Element) -> None:
        """Put a short line."""
        self.put("transition()")
        raise nodes.SkipNode

    def visit_line_block(self, node: Element) -> None:
        """Begin lines that stay as they are."""
        self.open()

    def depart_line_block(self, node: Element) -> None:
        """Put them; a block within is indented."""
        inner = self.close()
        nested = isinstance(node.parent, nodes.line_block) and self.depth < DEEPEST
        self.put_block(node, call("line-block", inner, nested="true" if nested else None))

    def visit_line(self, node: Element) -> None:
        """Begin a line."""
        self.open()

    def depart_line(self, node: Element) -> None:
        """Write its code."""
        self.put(call("line-of-verse", self.close()))

    # Notices

    visit_header, depart_header = block_visitors("notice")
    visit_footer, depart_footer = block_visitors("notice")
    visit_topic, depart_topic = block_visitors("notice")
    visit_sidebar, depart_sidebar = block_visitors("notice")
    visit_admonition, depart_admonition = block_visitors("notice")

    def visit_Admonition(self, node: Element) -> None:
        """Begin a notice of a kind, such as a note or a warning."""
        self.open()
        self.depth += 1
        self.anchors(node)
        kind = type(node).__name__
        if kind in admonitionlabels:
            self.put(call("box-title", self.text(str(admonitionlabels[kind]))))

    def depart_Admonition(self, node: Element) -> None:
        """Write its code."""
        self.depth -= 1
        inner = self.close()
        if self.depth < DEEPEST:
            inner = call("notice", inner, kind=literal(type(node).__name__))
        self.put_block(node, inner)

    # Grids, cards, tabs and dropdowns: paper shows all that a screen folds away.

    def visit_container(self, node: Element) -> None:
        """Begin a container, or leave out one that is only there for the pointer."""
        if {"only-screen", "only-html"} & set(node["classes"]):
            raise nodes.SkipNode
        if _is_fold_of_wide_table(node):
            self.anchors(node)
            return
        self.open()
        self.enter_hue(node)
        self.anchors(node)
        if _frame(node):
            self.depth += 1

    def depart_container(self, node: Element) -> None:
        """Write its code in its frame, and in its colour."""
        if _is_fold_of_wide_table(node):
            return
        own = self.hue
        code = self._framed(_frame(node))
        if (around := self.leave_hue()) != own:
            code = call("in-hue", str(own), str(around), code)
        self.put_block(node, code)

    def _framed(self, frame: str | None) -> str:
        """Return what was collected in a container."""
        if frame is None:
            return self.close()
        self.depth -= 1
        if frame in {*_SPREAD.values(), *_SPREAD_CLASSES.values()}:
            statements = self.close_list()
            anchors = [one for one in statements if markers.is_anchor(one)]
            items = [one for one in statements if not markers.is_anchor(one)]
            made = call(frame, *(f"\n{item}" for item in items))
            return block([*anchors, made]) if anchors else made
        inner = self.close()
        return call(frame, inner) if self.depth < DEEPEST else inner


def _is_fold_of_wide_table(node: Element) -> bool:
    """Tell whether a fold of a page is about a table that takes a sheet of its own."""
    is_fold = node.get("design_component") == "dropdown"
    wide = (x for x in node.findall(nodes.tgroup) if x["cols"] > _WIDE)
    return is_fold and isinstance(node.parent, nodes.section) and any(wide)


def _has_hue(section: Element) -> bool:
    return any(name.startswith("hue-") for name in section["classes"])


def _is_block(node: nodes.Node) -> bool:
    """Tell whether a node cannot stand in a line, as a formula of its own."""
    return isinstance(node, nodes.Body) and not isinstance(node, nodes.Inline)


def _has_text(title: Element) -> bool:
    """Tell whether a heading has text of its own, beside pictures and formulas."""
    return any(
        text.strip() and not isinstance(text.parent, (nodes.raw, nodes.math))
        for text in title.findall(nodes.Text)
    )


def _words(title: Element) -> str:
    """Return the text of a heading; else the words of its pictures and formulas."""
    if _has_text(title):
        return title.astext()
    words = (
        one.get("alt", "") if isinstance(one, nodes.image) else one.astext()
        for one in title.findall(nodes.Element)
        if isinstance(one, (nodes.image, nodes.math))
    )
    return " ".join(filter(None, (word.strip() for word in words)))


def _frame(node: Element) -> str | None:
    """Return the Typst function that draws a container, or ``None``."""
    named = _CLASSES | _SPREAD_CLASSES
    if found := next((named[x] for x in node["classes"] if x in named), None):
        return found
    part = node.get("design_component", "")
    return _SPREAD.get(part) or _FRAMES.get(part)
