"""Pages of a PDF whose text no program can read: scanned, drawn, or of nameless letters.

A page that was scanned is one picture. Text that was made into outlines is a drawing. The
letters of a font without a table of characters can be seen, and not searched. No Sphinx
here.
"""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from needs_core.lint.internal_mentions import LARGEST, UnreadFileError, drawn_text

if TYPE_CHECKING:
    from pathlib import Path

_FEW = 200
"""The letters of a page that may be the head or the stamp of one that was scanned."""
_HALF = 0.5
"""So much of a page is a picture that is the page."""
_SOME = 0.02
_OUTLINES = 40
"""The shapes of a drawing that may be letters."""
_INVISIBLE = 3
"""How text is drawn over the picture of it, by a program that has recognised it."""
_SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_UNIT = (1.0, 0.0, 0.0, 1.0)


def unread_pages(file: Path) -> list[int]:
    """Return the numbers of the pages whose text cannot be read, from 1; of a PDF only.

    Raises ``UnreadFileError``, or ``OSError``.
    """
    with file.open("rb") as opened:
        if opened.read(1024).lstrip()[:5] != b"%PDF-":
            return []
    if file.stat().st_size > LARGEST or not find_spec("pikepdf"):
        raise UnreadFileError
    import pikepdf

    try:
        with pikepdf.open(BytesIO(file.read_bytes())) as pdf:
            return [n for n, page in enumerate(pdf.pages, 1) if _is_unread(page)]
    except (pikepdf.PdfError, ValueError, RuntimeError, ZeroDivisionError) as error:
        raise UnreadFileError from error


def _is_unread(page: Any) -> bool:
    seen = _Seen()
    seen.look(page, page.resources, _UNIT)
    left, bottom, right, top = (float(x) for x in page.mediabox)
    covered = seen.pictures / abs((right - left) * (top - bottom))
    if seen.nameless:
        return True
    if seen.recognised:
        return False
    if not seen.letters:
        return covered > _SOME or seen.shapes > _OUTLINES
    return seen.letters < _FEW and covered > _HALF


class _Seen:
    """What a page shows, with the drawings it is made of."""

    def __init__(self) -> None:
        self.letters = 0
        self.pictures = 0.0
        """The area of its pictures."""
        self.shapes = 0
        self.recognised = False
        self.nameless = False
        """Whether letters have no name."""
        self._depth = 0

    def look(self, drawing: Any, resources: Any, scale: tuple[float, ...]) -> None:
        """Look at a page, or a part of one, drawn at a scale."""
        import pikepdf

        self.letters += sum(map(str.isalnum, drawn_text(drawing, resources)))
        fonts, parts = (resources.get(x) or {} for x in ("/Font", "/XObject"))
        font, kept = None, list[tuple[float, ...]]()
        instructions: Any = pikepdf.parse_content_stream(drawing)
        for operands, operator in instructions:
            word = str(operator)
            self.shapes += word in _FILLS
            if word == "q":
                kept.append(scale)
            elif word == "Q" and kept:
                scale = kept.pop()
            elif word == "cm":
                scale = _times(tuple(float(x) for x in [*operands][:4]), scale)
            elif word == "Tf":
                font = fonts.get(str(operands[0]))
            elif word in _SHOWS_TEXT:
                self.nameless |= _is_nameless(font)
            elif word == "Tr":
                self.recognised |= int(operands[0]) == _INVISIBLE
            elif word == "INLINE IMAGE":
                self.pictures += _area(scale)
            elif word == "Do" and str(operands[0]) in parts:
                self._part(parts[str(operands[0])], resources, scale)

    def _part(self, part: Any, resources: Any, scale: tuple[float, ...]) -> None:
        if part.get("/Subtype") == "/Image":
            self.pictures += _area(scale)
        elif part.get("/Subtype") == "/Form" and self._depth < 8:  # noqa: PLR2004
            self._depth += 1
            matrix = tuple(float(x) for x in part.get("/Matrix", _UNIT))[:4]
            self.look(part, part.get("/Resources", resources), _times(matrix, scale))
            self._depth -= 1


def _is_nameless(font: Any) -> bool:
    """Tell whether a font numbers its letters as it likes, and says no more of them."""
    if font is None or "/ToUnicode" in font:
        return False
    return str(font.get("/Subtype")) in {"/Type0", "/Type3"}


def _times(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    (a, b, c, d), (e, f, g, h) = inner, outer
    return (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)


def _area(scale: tuple[float, ...]) -> float:
    return abs(scale[0] * scale[3] - scale[1] * scale[2])
