"""What all drawings stand on: statements on a stack, anchors, places, links."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from typst_pdf import places
from typst_pdf.strings import block, call, exact, lines, running
from typst_pdf.targets import Targets
from typst_pdf.volumes import Chapter, Heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder

    from typst_pdf.grids import Grid


_ = get_translation("typst_pdf")
_logger = logging.getLogger("typst_pdf")

DEEPEST = 12
"""How many lists and frames are drawn inside each other; deeper ones lose their frame.

The compiler ends at some 40 nested elements, and no page is wide enough before that.
"""


class Base(SphinxTranslator):
    """Collects code.

    A visitor of another extension uses ``put``, ``open``, ``close`` and ``text``.
    """

    def __init__(self, document: nodes.document, builder: Builder, start: str) -> None:
        super().__init__(document, builder)
        self.targets = Targets(document, start)
        self.linked: set[int] = set()
        self.places: list[places.Place] = []
        self.grids: list[Grid] = []
        self.docnames = [start]
        self.missing: dict[int, str] = {}
        self.quiet = 0
        """Above nought where no link may stand: in headings and repeated rows."""
        self.deep = 0
        self.narrow = 0
        """Above nought where a line is short."""
        self._stack: list[list[str]] = [[]]
        self._anchored: set[int] = set()
        self._headings: list[Heading] = []
        self._chapters = [self._ends()]

    # Code

    def put(self, code: str) -> None:
        """Add a statement, an expression that shows something."""
        self._stack[-1].append(code)

    def put_block(self, node: nodes.Element, code: str) -> None:
        """Add a statement, and note which line of which page it stems from."""
        self.put(self.stemming(node, code))

    def stemming(self, node: nodes.Element, code: str) -> str:
        """Note which line of which page a statement stems from, and return it marked."""
        if node.line is not None and node.source:
            mark = places.stem(len(self.places))
            self.places.append(places.Place(node.source, node.line))
            return f"{mark}{code}"
        return code

    def open(self) -> None:
        """Begin to collect statements apart."""
        self._stack.append([])

    def close(self) -> str:
        """Return what was collected since ``open`` as one expression."""
        return block(self._stack.pop())

    def inside(self, children: Iterable[nodes.Node]) -> str:
        """Return children as one expression."""
        self.open()
        for child in children:
            child.walkabout(self)
        return self.close()

    def text(self, text: str) -> str:
        """Return running text as a literal, without what no face can show."""
        shown = text.translate(self.missing) if self.missing else text
        return running(shown, narrow=self.narrow > 0)

    def lines(self, text: str) -> str:
        """Return code as a literal, with every space and line as it is."""
        shown = text.translate(self.missing) if self.missing else text
        return lines(shown, narrow=self.narrow > 0)

    def exact(self, text: str) -> str:
        """Return text as a literal, with every space and line as it is."""
        return exact(text.translate(self.missing) if self.missing else text)

    def begin_chapter(self) -> None:
        """Note that what follows may begin a volume of its own."""
        self._chapters.append(self._ends())

    def add_heading(self, level: int, words: str) -> None:
        """Note a heading, for the contents."""
        self._headings.append(Heading(level, words))

    def _ends(self) -> tuple[int, int, int]:
        return len(self._stack[0]), len(self.grids), len(self._headings)

    @property
    def chapters(self) -> list[Chapter]:
        """Everything that was put, by chapter."""
        return [
            Chapter(
                "\n".join(self._stack[0][start[0] : end[0]]),
                tuple(self.grids[start[1] : end[1]]),
                tuple(self._headings[start[2] : end[2]]),
            )
            for start, end in pairwise([*self._chapters, self._ends()])
        ]

    # Places

    @property
    def docname(self) -> str:
        """The page that is drawn."""
        return self.docnames[-1]

    def anchors(self, node: nodes.Element, names: list[str] | None = None) -> None:
        """Make a node's ids places to link to, each once."""
        for number in self.targets.numbers(self.docname, names or node["ids"]):
            if number not in self._anchored:
                self._anchored.add(number)
                self.put(places.anchor(number))

    def own_key(self, node: nodes.Element) -> str:
        """Return the name of a node that can carry one; its other ids stay for later."""
        for number in self.targets.numbers(self.docname, node["ids"]):
            if number not in self._anchored:
                self._anchored.add(number)
                return places.key(number)
        return "none"

    # Links

    def link(self, node: nodes.Element, uri: str, shown: str) -> str:
        """Return a link, or only what it shows where it cannot lead anywhere."""
        if self.quiet or not uri:
            return shown
        if not uri.startswith(("%", "#")):
            return call("link", exact(uri), shown)
        number = self.targets.find(uri, self.docname)
        if number is None:
            self.lost(node, uri)
            return shown
        self.linked.add(number)
        return f"{places.lead(number)}{shown})"

    def lost(self, node: nodes.Element, uri: str) -> None:
        """Say that a link leads nowhere, unless it leads to another document of ours."""
        page, _hash, name = uri.removeprefix("%").partition("#")
        known = self.builder.env.found_docs
        generated = page in {"search", "genindex"} or page.endswith("-modindex")
        if uri.startswith("%") and (page in known or generated):
            return
        message = _("The link leads to nothing in this document: %s")
        self.warn(node, message % (name or page), "link")

    def warn(self, node: nodes.Node, message: str, subtype: str) -> None:
        """Warn at the place of a node."""
        _logger.warning("%s", message, location=node, type="typst_pdf", subtype=subtype)

    # The rest

    def unknown_visit(self, node: nodes.Node) -> None:
        """Say once that a kind of node has no drawing, and show its text."""
        kind = type(node).__name__
        told: set[str] = self.builder.told  # type: ignore[attr-defined]
        if kind not in told:
            told.add(kind)
            message = _("There is no drawing for %s in PDF; its text is shown.")
            self.warn(node, message % kind, "unknown_node")
        if isinstance(node, nodes.Element):
            self.anchors(node)
            if not node.children and node.rawsource:
                self.put(call("par", self.text(node.rawsource)))

    def unknown_departure(self, node: nodes.Node) -> None:
        """Leave a node that has no drawing."""
