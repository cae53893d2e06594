"""Wordings of versions beside each other, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.nodes import DiffWords, folded, in_quotation_marks, paragraph
from needs_core.word_diff import Change
from needs_sources.drawing_context import quote_table
from needs_sources.place_text import lines_text
from needs_sources.source_text import parse_ranges
from needs_sources.variants import compare_versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from needs_core.model import Model
    from needs_core.nodes import Content
    from needs_core.page_views import ViewNode
    from needs_core.word_diff import DiffPiece
    from needs_sources.drawing_context import SourceContext
    from needs_sources.variants import ComparedWording, VersionDifference

_ = get_translation("needs_sources")


def draw_variants(
    found: tuple[VersionDifference, ...], place: ViewNode, page: SourceContext
) -> Iterator[nodes.Node]:
    """Yield the differences, with the names of the needs unless it is the one asked for.

    Those of one need are folded away: who reads what it says is spared them.
    """
    own = place["view"].id
    named = any(difference.label.id != own for difference in found)
    drawn = list(differences(found, page, named=named))
    if not own:
        yield from drawn
        return
    many = _("Show the differences (%d)") % len(found)
    summary = many if named else str(_("Show the wordings"))
    content = folded(drawn, summary, html=page.html)
    yield from content if isinstance(content, list) else [content]


def differences(
    found: Iterable[VersionDifference], page: SourceContext, *, named: bool
) -> Iterator[nodes.Node]:
    """Yield a table a difference, under a link to the need that holds it if ``named``."""
    differences = list(found)
    if not differences:
        yield paragraph(_("No difference of wording is known."))
    for difference in differences:
        if named:
            link = nodes.strong("", "", page.link(difference.label))
            yield paragraph(link, classes=["variants-name"])
        yield _difference(difference, page)


def _difference(difference: VersionDifference, page: SourceContext) -> nodes.table:
    fields = page.model.fields
    base = fields.get(difference.base, difference.base)
    head = (_("Version"), _("Wording"), _("Compared with “%s”") % base)
    rows: list[tuple[Content, Content, Content]] = [
        (
            _wording_place(compared, page.model),
            _marked_wording(compared, html=page.html),
            _comparison_text(compared),
        )
        for compared in compare_versions(difference)
    ]
    rows += [
        (fields.get(name, name), nodes.emphasis("", _("does not have it")), "–")
        for name in difference.absent
    ]
    return quote_table(head, rows, (24, 44, 32), "variants")


def _wording_place(compared: ComparedWording, model: Model) -> list[nodes.Node]:
    wording = compared.wording
    name = model.fields.get(wording.version, wording.version)
    lines = lines_text(parse_ranges(wording.lines) or ())
    place = lines + (f", {wording.where}" if wording.where else "")
    return [nodes.Text(f"{name} "), nodes.inline("", place, classes=["variants-place"])]


_QUOTATION_MARKS = "”“„«»\"'"
"""A wording that begins with one of these brings its own."""


def _marked_wording(compared: ComparedWording, *, html: bool) -> list[nodes.Node]:
    pieces = compared.pieces
    quoted = pieces[0].text[:1] in _QUOTATION_MARKS if pieces else True
    parts: list[nodes.Node] = []
    for number, piece in enumerate(pieces):
        if number:
            parts.append(nodes.Text(" "))
        parts.append(_diff_words(piece, html=html))
    return parts if quoted else in_quotation_marks(*parts)


def _diff_words(piece: DiffPiece, *, html: bool) -> nodes.Node:
    if piece.change is Change.SAME:
        return nodes.Text(piece.text)
    if html:
        tag = "del" if piece.change is Change.DELETED else "ins"
        return DiffWords("", piece.text, tag=tag, label="")
    return nodes.strong("", piece.text)


def _comparison_text(compared: ComparedWording) -> str:
    """Return the difference in words."""
    diff = compared.diff
    if diff is None:
        return _("What the others are compared with")
    if diff.same:
        return _("The same words")
    sentences = []
    if diff.only_here:
        sentences.append(_("Only here: %s.") % _quoted_list(diff.only_here))
    if diff.only_there:
        sentences.append(_("Not here: %s.") % _quoted_list(diff.only_there))
    return " ".join(sentences)


def _quoted_list(texts: Iterable[str]) -> str:
    return ", ".join(_("“%s”") % text for text in texts)
