"""What a document begins with: its settings, as code."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from babel.dates import format_date
from sphinx.locale import get_translation

from typst_pdf.strings import array, call, exact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.config import Config

    from typst_pdf.settings import Document
    from typst_pdf.volumes import Heading

_ = get_translation("typst_pdf")

DEPTH = 2
"""Levels of headings in the contents."""


def opening(
    document: Document,
    config: Config,
    when: int,
    volume: tuple[int, int] = (1, 1),
    headings: Iterable[Heading] = (),
) -> str:
    """Return the code before the body; the body and ``}`` follow.

    ``volume`` is its number and how many there are, ``headings`` are those of the body.
    """
    day = datetime.fromtimestamp(when, UTC)
    language, _sep, region = (config.language or "en").replace("-", "_").partition("_")
    shown = config.today or format_date(day, format="long", locale=language)
    words = {
        "page": _("page %(page)s of %(pages)s"),
        "contents": _("Contents"),
    }
    told = ", ".join(f"{key}: {exact(word)}" for key, word in words.items())
    show = call(
        "document-of.with",
        title=exact(_title(document, volume)),
        subtitle=exact(document.subtitle),
        author=exact(document.author),
        status=exact(document.status),
        note=exact(document.note),
        date=exact(shown),
        words=f"({told})",
        lang=exact(language),
        region=exact(region) if region else None,
        paper=exact(document.paper),
        landscape="true" if document.landscape else "false",
        cover="true" if document.cover else "false",
        contents=_contents(headings) if document.contents else None,
        size=f"{document.text_size:g}pt",
    )
    said = exact(_("volume %s"))
    worded = ("in-volume", "index-entry")
    lead = "".join(f"#let {name} = {name}.with({said})\n" for name in worded)
    # Half of the pages would be those of other volumes.
    if config.typst_page_references and volume[1] == 1:
        # Kept on one line, page and number.
        said = _("p. %s").replace(" ", "\N{NO-BREAK SPACE}")
        pages = exact(f" ({said})")
        lead += f"#let ref-to = ref-to-page.with({pages})\n"
    return f'#import "book.typ": *\n{lead}#show: {show}\n#{{\n'


def _contents(headings: Iterable[Heading]) -> str:
    shown = (one for one in headings if one.level <= DEPTH)
    return array(f"({one.level}, {exact(one.words)})" for one in shown)


def _title(document: Document, volume: tuple[int, int]) -> str:
    if volume[1] == 1:
        return document.title
    return "{}, {}".format(document.title, _("volume %d of %d") % volume)
