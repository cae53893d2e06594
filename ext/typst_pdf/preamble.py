"""What the Typst source of a volume begins with: imports and the document's settings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from babel.dates import format_date
from sphinx.locale import get_translation

from needs_core import design
from needs_core.settings import value
from typst_pdf.typst_code import array, call, dictionary, literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.config import Config

    from typst_pdf.config import PdfDocument
    from typst_pdf.volumes import Heading, Volume

_ = get_translation("typst_pdf")

_DEPTH = 2
"""Levels of headings in the contents."""


def wrap(
    volume: Volume,
    document: PdfDocument,
    config: Config,
    timestamp: int,
    groups: Iterable[int],
) -> str:
    """Return the code of a volume as a whole source.

    ``timestamp`` is the date where the configuration says none, seconds since 1970;
    ``groups`` are the numbers of the groups whose colours the title page has.
    """
    title = document.title
    if volume.count > 1:
        number = _("volume %d of %d") % (volume.number, volume.count)
        title = f"{title}, {number}"
    language, _sep, region = (config.language or "en").replace("-", "_").partition("_")
    day = datetime.fromtimestamp(timestamp, UTC)
    words = {
        "page": literal(_("page %(page)s of %(pages)s")),
        "contents": literal(_("Contents")),
    }
    same = {
        "title": literal(title),
        "author": literal(document.author or ""),
        "status": literal(document.status),
        "note": literal(document.note),
        "date": literal(config.today or format_date(day, format="long", locale=language)),
        "lang": literal(language),
        "region": literal(region) if region else None,
        "paper": literal(document.paper),
        "landscape": "true" if document.landscape else "false",
    }
    if document.sheet:
        shown = call("sheet-of.with", **same)
    else:
        shown = call(
            "document-of.with",
            subtitle=literal(document.subtitle),
            words=dictionary(words),
            cover="true" if document.cover else "false",
            contents=_contents(volume.content.headings) if document.contents else None,
            size=f"{document.text_size:g}pt",
            groups=array(map(str, groups)),
            **same,
        )
    in_volume = literal(_("volume %s"))
    functions = [
        f"#let {name} = {name}.with({in_volume})" for name in ("in-volume", "index-entry")
    ]
    if document.sheet:
        functions += [
            "#let rubric = sheet-rubric",
            "#let side-by-side = columns-of-sheet",
            "#let panel = sheet-panel",
        ]
    # Half of the pages would be those of other volumes, and a sheet has but one.
    elif value(config, "typst_page_references") and volume.count == 1:
        # Kept on one line, page and number.
        on_page = _("p. %s").replace(" ", "\N{NO-BREAK SPACE}")
        functions.append(f"#let ref-to = ref-to-page.with({literal(f' ({on_page})')})")
    return "\n".join(
        [
            '#import "book.typ": *',
            *functions,
            f"#show: {shown}",
            f"#{{\n{volume.content.code}\n}}\n",
        ]
    )


def design_module() -> str:
    """Return the module ``design.typ``: the design tokens that the template uses."""
    colours = {
        "ink": design.HEAD,
        "tint": design.PAPER_TINT,
        "warning-ink": design.WARNING_INK,
        "warning-tint": design.WARNING_TINT,
        "mark-tint": design.MARK.light,
    }
    groups = array(call("rgb", literal(colour)) for colour in design.HUES[1:])
    named = (f"#let {n} = {call('rgb', literal(c))}\n" for n, c in colours.items())
    return f"{''.join(named)}#let hues = {groups}\n"


def _contents(headings: Iterable[Heading]) -> str:
    shown = (one for one in headings if one.level <= _DEPTH)
    return array(f"({one.level}, {literal(one.text)})" for one in shown)
