"""A tagged PDF read back: its structure by pikepdf, its text by PDFium."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


MARGIN = 40
"""Points at the left and right of every page, where nothing stands."""
LETTER = 4
"""Points below which a text is a sign that may touch another."""


@dataclass(eq=False)
class Element:
    """One element of the structure, with what hangs below it."""

    role: str
    raw: Any
    texts: list[str | Element] = field(default_factory=list)
    reads: str = ""
    """What is read in place of its text."""

    @property
    def children(self) -> list[Element]:
        """The elements directly below."""
        return [one for one in self.texts if isinstance(one, Element)]

    @property
    def text(self) -> str:
        """All text below, in reading order, or what is read in its place."""
        if self.reads:
            return self.reads
        parts = (one if isinstance(one, str) else one.text for one in self.texts)
        return "".join(parts)

    def walk(self) -> Iterator[Element]:
        """Yield this and everything below, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def attribute(self, name: str) -> Any:
        """Return an attribute of a table's cell, or ``None``."""
        given = self.raw.get("/A")
        for one in given if isinstance(given, Array) else [given]:
            if one is not None and name in one:
                return one[name]
        return None


class Pdf:
    """A PDF with its structure, its text and its tables."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.raw = pikepdf.open(path)

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page."""
        with pypdfium2.PdfDocument(self.path) as pdf:
            return [page.get_textpage().get_text_range() for page in pdf]

    @cached_property
    def _marked(self) -> list[dict[int, str]]:
        """For each page, the text of each piece of marked content."""
        with pypdfium2.PdfDocument(self.path) as pdf:
            return [_texts(page) for page in pdf]

    @cached_property
    def roots(self) -> list[Element]:
        """What stands at the top of the structure."""
        tree = self.raw.Root.get("/StructTreeRoot")
        if tree is None:
            return []
        self._numbers = {page.obj.objgen: n for n, page in enumerate(self.raw.pages)}
        kids = tree.get("/K")
        return [self._element(kid, None) for kid in _listed(kids)]

    def walk(self) -> Iterator[Element]:
        """Yield every element, in reading order."""
        for root in self.roots:
            yield from root.walk()

    def tables(self) -> list[list[list[Element]]]:
        """Return the cells of every table, row by row."""
        return [
            [row.children for row in table.walk() if row.role == "TR"]
            for table in self.walk()
            if table.role == "Table"
        ]

    def outside(self) -> Iterator[str]:
        """Yield every text that reaches beyond the margin of its page."""
        with pypdfium2.PdfDocument(self.path) as pdf:
            for number, page in enumerate(pdf, 1):
                wide = page.get_width() - MARGIN
                textpage = page.get_textpage()
                for at in range(textpage.count_rects()):
                    left, bottom, right, top = textpage.get_rect(at)
                    if left < MARGIN or right > wide:
                        text = textpage.get_text_bounded(left, bottom, right, top)
                        yield f"page {number}: {text}"

    def overlapping(self) -> Iterator[str]:
        """Yield every text that lies over another one."""
        with pypdfium2.PdfDocument(self.path) as pdf:
            for number, page in enumerate(pdf, 1):
                textpage = page.get_textpage()
                boxes = [textpage.get_rect(at) for at in range(textpage.count_rects())]
                for one, other in combinations(boxes, 2):
                    low, high = max(one[1], other[1]), min(one[3], other[3])
                    lower = min(one[3] - one[1], other[3] - other[1])
                    wide = min(one[2], other[2]) - max(one[0], other[0])
                    if wide > LETTER and lower > LETTER and high - low > lower / 3:
                        text = textpage.get_text_bounded(*one)
                        yield f"page {number}: {text} | {textpage.get_text_bounded(*other)}"

    def empty(self) -> Iterator[int]:
        """Yield the number of every page that has a head and a foot, and nothing else."""
        with pypdfium2.PdfDocument(self.path) as pdf:
            for number, page in enumerate(pdf, 1):
                foot, head = 64, page.get_height() - 76
                if page.get_width() > page.get_height():
                    foot, head = 38, page.get_height() - 50
                textpage = page.get_textpage()
                boxes = [textpage.get_rect(at) for at in range(textpage.count_rects())]
                if not any(foot < bottom and top < head for _, bottom, _, top in boxes):
                    yield number

    def lowest(self) -> Iterator[tuple[int, float, str]]:
        """Yield for every page the size and the words of the lowest line above its foot."""
        with pypdfium2.PdfDocument(self.path) as pdf:
            for number, page in enumerate(pdf, 1):
                # A page that lies down has a narrower foot.
                foot = 38 if page.get_width() > page.get_height() else 64
                textpage = page.get_textpage()
                boxes = [textpage.get_rect(at) for at in range(textpage.count_rects())]
                above = [box for box in boxes if box[1] > foot]
                if above:
                    box = min(above, key=lambda box: box[1])
                    words = textpage.get_text_bounded(*box)
                    at = textpage.get_index((box[0] + box[2]) / 2, box[1] + 3, 400, 9)
                    size = pdfium.FPDFText_GetFontSize(textpage.raw, at or 0)
                    yield number, round(size, 1), words

    def place_of(self, text: str) -> tuple[int, int]:
        """Return left and top of a text on the first page, in points from below."""
        with pypdfium2.PdfDocument(self.path) as pdf:
            textpage = pdf[0].get_textpage()
            found = textpage.search(text, match_case=True).get_next()
            assert found, text
            left, _bottom, _right, top = textpage.get_charbox(found[0], loose=True)
            return round(left), round(top)

    def _element(self, raw: Any, page: Any) -> Element:
        page = raw.get("/Pg", page)
        made = Element(str(raw.S)[1:], raw, reads=str(raw.get("/ActualText", "")))
        for kid in _listed(raw.get("/K")):
            if isinstance(kid, Dictionary) and "/S" in kid:
                made.texts.append(self._element(kid, page))
            elif isinstance(kid, Dictionary):
                if "/MCID" in kid:
                    made.texts.append(self._text(kid.get("/Pg", page), int(kid.MCID)))
            else:
                made.texts.append(self._text(page, int(kid)))
        return made

    def _text(self, page: Any, number: int) -> str:
        return self._marked[self._numbers[page.objgen]].get(number, "")


def _listed(given: Any) -> list[Any]:
    return [] if given is None else list(given) if isinstance(given, Array) else [given]


def _texts(page: pypdfium2.PdfPage) -> dict[int, str]:
    found: dict[int, str] = {}
    textpage = page.get_textpage()
    for one in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
        number = pdfium.FPDFPageObj_GetMarkedContentID(one.raw)
        size = pdfium.FPDFTextObj_GetText(one.raw, textpage.raw, None, 0)
        buffer = (pdfium.FPDF_WCHAR * size)()
        pdfium.FPDFTextObj_GetText(one.raw, textpage.raw, buffer, size)
        text = bytes(buffer).decode("utf-16-le").rstrip("\0")
        found[number] = found.get(number, "") + text
    return found
