"""The base of the translator: statements, link targets, origins, headings, warnings."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from typst_pdf import markers
from typst_pdf.assembly import LinkTargets, is_generated_page
from typst_pdf.typst_code import block, call, code_literal, literal, text_literal
from typst_pdf.volumes import Chapter, Heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder

    from typst_pdf.grid import Grid

_ = get_translation("typst_pdf")
_logger = logging.getLogger("typst_pdf")

DEEPEST = 12
"""How many lists and frames are drawn inside each other; deeper ones lose their frame.

The compiler ends at some 40 nested elements, and no page is wide enough before that.
"""
_FEW, _SHORT = 3, 1500
"""Paragraphs, and characters of code, that go with a heading to the page of a table."""

_HUE = re.compile("hue-([0-9]+)")
_UNSEEN = ("hue-to(", "part-over(")
"""How statements begin that show nothing."""

Visitors = tuple[Any, Any]
"""Two methods, to enter and to leave a node; typed by the class they are put in."""


class TranslatorBase(SphinxTranslator):
    """Collects Typst code.

    A visitor of another extension uses ``put``, ``open``, ``close`` and ``text``.
    """

    def __init__(
        self, document: nodes.document, builder: Builder, start: str, reported: set[str]
    ) -> None:
        """Begin with the page ``start``.

        ``reported`` holds the kinds of nodes that were warned of, and is added to.
        """
        super().__init__(document, builder)
        self.targets = LinkTargets(document, start)
        self.linked: set[int] = set()
        self.origins: list[markers.Origin] = []
        self.grids: list[Grid | str] = []
        """The tables so far, as in ``Chapter.grids``."""
        self.docnames = [start]
        self.no_links = 0
        """Above nought where no link may stand: in headings and repeated rows."""
        self.pageless = 0
        """Above nought where a link does not say its page."""
        self.depth = 0
        """How many lists and frames the node stands in."""
        self.narrow = 0
        """Above nought where a line is short."""
        self.groups: set[int] = set()
        """The numbers of the groups whose colours are used."""
        self._hues = [0]
        self._reported = reported
        self._stack: list[list[str]] = [[]]
        self._anchored: set[int] = set()
        self._headings: list[Heading] = []
        self._heading_at = (0, 0, 0)
        """The last heading: depth of the stack, where it begins, and where it ends."""
        self._opens_page = False
        """Whether it begins a chapter."""
        self._chapter_starts = [self._position()]

    # Code

    def put(self, code: str) -> None:
        """Add a statement, an expression that shows something."""
        self._stack[-1].append(code)

    def put_block(self, node: nodes.Element, code: str) -> None:
        """Add a statement, with the source line it stems from."""
        self.put(self.with_origin(node, code))

    def with_origin(self, node: nodes.Element, code: str) -> str:
        """Return a statement marked with the source line it stems from."""
        if node.line is None or not node.source:
            return code
        self.origins.append(markers.Origin(node.source, node.line))
        return f"{markers.origin(len(self.origins) - 1)}{code}"

    def open(self) -> None:
        """Begin to collect statements apart."""
        self._stack.append([])

    def close(self) -> str:
        """Return what was collected since ``open`` as one expression."""
        return block(self._stack.pop())

    def close_list(self) -> list[str]:
        """Return the statements collected since ``open``."""
        return self._stack.pop()

    def inside(self, children: Iterable[nodes.Node]) -> str:
        """Return nodes as one expression."""
        self.open()
        for child in children:
            child.walkabout(self)
        return self.close()

    def text(self, text: str) -> str:
        """Return running text as a literal."""
        return text_literal(text, narrow=self.narrow > 0)

    def code_text(self, text: str) -> str:
        """Return code as a literal, its lines as they are."""
        return code_literal(text, narrow=self.narrow > 0)

    # Colours of groups

    def enter_hue(self, node: nodes.Element) -> int | None:
        """Enter a node; return the group whose colour its class ``hue-N`` asks for."""
        found = next((x for x in map(_HUE.fullmatch, node["classes"]) if x), None)
        self._hues.append(int(found[1]) if found else self._hues[-1])
        if not found:
            return None
        self.groups.add(self._hues[-1])
        return self._hues[-1]

    def leave_hue(self) -> int:
        """Leave the node; return the group around it."""
        self._hues.pop()
        return self._hues[-1]

    @property
    def hue(self) -> int:
        """The group whose colour holds."""
        return self._hues[-1]

    # Chapters and headings

    def begin_chapter(self) -> None:
        """Note that what follows may begin a volume of its own."""
        self._chapter_starts.append(self._position())
        self._heading_at = (0, 0, 0)

    def _position(self) -> tuple[int, int, int]:
        return len(self._stack[0]), len(self.grids), len(self._headings)

    @property
    def chapters(self) -> list[Chapter]:
        """Everything that was put, by chapter."""
        return [
            Chapter(
                part(str(number), self._stack[0][start[0] : end[0]]),
                tuple(self.grids[start[1] : end[1]]),
                tuple(self._headings[start[2] : end[2]]),
            )
            for number, (start, end) in enumerate(
                pairwise([*self._chapter_starts, self._position()])
            )
        ]

    def put_heading(self, level: int, text: str, code: str) -> None:
        """Add a heading; those that follow each other stay together.

        So does the heading of a chapter, with the few words below it, with the first
        heading in it: alone, they would have the page to themselves.
        """
        self._headings.append(Heading(level, text))
        depth, first, end = self._heading_at
        statements = self._stack[-1]
        below = _visible(statements[end:])
        follows = depth == len(self._stack) and (
            not below or (self._opens_page and level > 1 and _are_few(below))
        )
        self._opens_page = level == 1
        first = first if follows else len(statements)
        self.put(code)
        self._heading_at = (len(self._stack), first, len(statements))

    def take_heading(self) -> list[str]:
        """Take back the last heading with the few words below it, to stand elsewhere.

        A table on a page of its own would leave them alone on the page before. Nothing
        is returned when there is more than a few words below the heading.
        """
        depth, first, end = self._heading_at
        statements = self._stack[-1]
        if depth != len(self._stack) or not _are_few(_visible(statements[end:])):
            return []
        self._heading_at = (0, 0, 0)
        taken = statements[first:]
        del statements[first:]
        return taken

    def is_below_heading(self) -> bool:
        """Tell whether what is put next stands directly below a heading."""
        depth, _first, end = self._heading_at
        return depth == len(self._stack) and not _visible(self._stack[-1][end:])

    def figure_number(self, node: nodes.Element, kind: str) -> str:
        """Return "Table 1" for what has a number, in the project's words; else nothing."""
        numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        found = next((numbers[name] for name in node["ids"] if name in numbers), None)
        if not found or not self.builder.config.numfig:
            return ""
        form = self.builder.config.numfig_format.get(kind, "%s")
        return str(form % ".".join(map(str, found)))

    # Link targets

    @property
    def docname(self) -> str:
        """The page that is translated."""
        return self.docnames[-1]

    def anchors(self, node: nodes.Element, names: list[str] | None = None) -> None:
        """Make a node's ids link targets, each once."""
        for number in self.targets.numbers(self.docname, names or node["ids"]):
            if number not in self._anchored:
                self._anchored.add(number)
                self.put(markers.anchor(number))

    def own_key(self, node: nodes.Element) -> str:
        """Return the name of a node that can carry one; its other ids stay for later."""
        for number in self.targets.numbers(self.docname, node["ids"]):
            if number not in self._anchored:
                self._anchored.add(number)
                return markers.key(number)
        return "none"

    # Links

    def link(self, node: nodes.Element, uri: str, shown: str) -> str:
        """Return a link, or only its content where it cannot lead anywhere."""
        if self.no_links or not uri:
            return shown
        if not uri.startswith(("%", "#")):
            return call("link", literal(uri), shown)
        number = self.targets.find(uri, self.docname)
        if number is None:
            self._warn_dead_link(node, uri)
            return shown
        self.linked.add(number)
        start = markers.link_start(number, with_page=not self.pageless)
        return f"{start}{shown})"

    def _warn_dead_link(self, node: nodes.Element, uri: str) -> None:
        """Warn of a dead link, unless it leads to another document of ours."""
        page, _hash, name = uri.removeprefix("%").partition("#")
        known = page in self.builder.env.found_docs or is_generated_page(page)
        if uri.startswith("%") and known:
            return
        message = _("The link leads to nothing in this document: %s")
        self.warn(node, message % (name or page), "link")

    # The rest

    def warn(self, node: nodes.Node, message: str, subtype: str) -> None:
        """Warn at the place of a node."""
        _logger.warning("%s", message, location=node, type="typst_pdf", subtype=subtype)

    def unknown_visit(self, node: nodes.Node) -> None:
        """Warn once of a kind of node that has no drawing, and show its text."""
        kind = type(node).__name__
        if kind not in self._reported:
            self._reported.add(kind)
            message = _("There is no drawing for %s in PDF; its text is shown.")
            self.warn(node, message % kind, "unknown_node")
        if isinstance(node, nodes.Element):
            self.anchors(node)
            if not node.children and node.rawsource:
                self.put(call("par", self.text(node.rawsource)))

    def unknown_departure(self, node: nodes.Node) -> None:
        """Leave a node that has no drawing."""


def part(name: str, statements: list[str]) -> str:
    """Return statements as a part of the document, which ends with a page of its own."""
    inner = block(statements)
    return call("part", literal(name), inner) if statements else ""


def _visible(statements: Iterable[str]) -> list[str]:
    """Return the statements that show something."""
    return [x for x in statements if not markers.is_anchor(x) and not x.startswith(_UNSEEN)]


def _are_few(statements: list[str]) -> bool:
    """Tell whether statements are a few words, which go with their heading."""
    return len(statements) <= _FEW and len("".join(statements)) <= _SHORT


def inline_visitors(function: str) -> Visitors:
    """Return visitors that show the children through a Typst function, in the line."""

    def visit(self: TranslatorBase, node: nodes.Element) -> None:
        self.open()
        self.anchors(node)

    def depart(self: TranslatorBase, node: nodes.Element) -> None:
        self.put(call(function, self.close()))

    return visit, depart


def block_visitors(function: str) -> Visitors:
    """Return visitors of a block, which may nest: as deep as there is room for."""

    def visit(self: TranslatorBase, node: nodes.Element) -> None:
        self.open()
        self.depth += 1
        self.anchors(node)

    def depart(self: TranslatorBase, node: nodes.Element) -> None:
        self.depth -= 1
        inner = self.close()
        self.put_block(node, call(function, inner) if self.depth < DEEPEST else inner)

    return visit, depart


def transparent_visitors() -> Visitors:
    """Return visitors that only show the children."""

    def visit(self: TranslatorBase, node: nodes.Element) -> None:
        self.anchors(node)

    def depart(self: TranslatorBase, node: nodes.Element) -> None:
        pass

    return visit, depart


def skip_node(self: TranslatorBase, node: nodes.Element) -> None:
    """Show nothing of a node, and visit nothing in it."""
    raise nodes.SkipNode
