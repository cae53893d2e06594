"""The index at the back of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from typst_pdf import places
from typst_pdf.strings import call
from typst_pdf.volumes import Chapter, Heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typst_pdf.translator import TypstTranslator

_ = get_translation("typst_pdf")


def index_chapter(entries: list[tuple[str, Any]], drawn: TypstTranslator) -> Chapter:
    """Return the index, with no code when no entry leads into the document."""
    letters = []
    for letter, names in entries:
        lines = list(_lines(names, drawn))
        if lines:
            letters.append(call("index-letter", drawn.text(letter)))
            letters += lines
    if not letters:
        return Chapter("")
    title = _("Index")
    heading = call("section-heading", "1", drawn.text(title), key='"genindex"')
    inner = "\n".join(letters)
    code = f"\n{heading}\ncolumns(2, {{\n{inner}\n}})"
    return Chapter(code, headings=(Heading(1, title),))


def _lines(names: list[Any], drawn: TypstTranslator) -> Iterator[str]:
    for name, (links, below, _key) in names:
        inner = [line for sub, found in below for line in _line(1, sub, found, drawn)]
        own = list(_line(0, name, links, drawn))
        if own or inner:
            yield from own or [call("index-entry", "0", drawn.text(name))]
            yield from inner


def _line(
    depth: int, name: str, links: list[tuple[str, str]], drawn: TypstTranslator
) -> Iterator[str]:
    numbers = [drawn.targets.find(uri, "") for _main, uri in links]
    found = [number for number in dict.fromkeys(numbers) if number is not None]
    drawn.linked |= set(found)
    if found:
        keys = (places.listed(number) for number in found)
        yield call("index-entry", str(depth), drawn.text(name), *keys)
