"""Differences as tables: the words marked, and said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_sources.nodes import marked_words
from needs_sources.tables import Cell, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from needs_core.model import Model
    from needs_sources.tables import Lead
    from needs_sources.variants.comparing import Piece
    from needs_sources.variants.view import Difference, Wording

_ = get_translation("needs_sources")

_QUOTES = "”“„«»\"'"
"""A wording that begins with one of these brings its own."""


def variants(
    found: Iterable[Difference], model: Model, lead: Lead, *, named: bool, html: bool
) -> Iterator[nodes.Element]:
    """Yield a table a difference, under a link to the need that holds it if ``named``."""
    differences = list(found)
    if not differences:
        yield nodes.paragraph("", _("No difference of wording is known."))
    for difference in differences:
        if named:
            link = nodes.strong("", "", lead(difference.label))
            yield nodes.paragraph("", "", link, classes=["variants-name"])
        yield _table(difference, model, html=html)


def _table(difference: Difference, model: Model, *, html: bool) -> nodes.table:
    base = model.fields.get(difference.base, difference.base)
    head = (_("Version"), _("Wording"), _("Compared with “%s”") % base)
    rows: list[tuple[Cell, Cell, Cell]] = [
        (
            _place(wording, model),
            _marked(wording, is_base=wording.version == difference.base, html=html),
            _said(wording, is_base=wording.version == difference.base),
        )
        for wording in difference.wordings
    ]
    rows += [
        (model.fields.get(name, name), nodes.emphasis("", _("does not have it")), "–")
        for name in difference.absent
    ]
    return table(head, rows, (24, 44, 32), "variants")


def _place(wording: Wording, model: Model) -> Cell:
    name = model.fields.get(wording.version, wording.version)
    lines = _("lines") if "-" in wording.lines else _("line")
    place = f"{lines} {wording.lines}" + (f", {wording.where}" if wording.where else "")
    return [nodes.Text(f"{name} "), nodes.inline("", place, classes=["variants-place"])]


def _marked(wording: Wording, *, is_base: bool, html: bool) -> list[nodes.Node]:
    """Mark what differs: in the base what another lacks, in the others what is new."""
    kind = "del" if is_base else "ins"
    quoted = wording.pieces[0].text[:1] in _QUOTES if wording.pieces else True
    parts: list[nodes.Node] = [] if quoted else [nodes.Text("”")]
    for number, piece in enumerate(wording.pieces):
        if number:
            parts.append(nodes.Text(" "))
        parts.append(_piece(piece, kind, html=html))
    return parts if quoted else [*parts, nodes.Text("”")]


def _piece(piece: Piece, kind: str, *, html: bool) -> nodes.Node:
    if not piece.differs:
        return nodes.Text(piece.text)
    if html:
        return marked_words("", piece.text, kind=kind)
    return nodes.strong("", piece.text)


def _said(wording: Wording, *, is_base: bool) -> str:
    """Say the difference in words."""
    if is_base or wording.compared is None:
        return _("What the others are compared with")
    if wording.compared.same:
        return _("The same words")
    said = []
    if wording.compared.only_here:
        said.append(_("Only here: %s.") % _listed(wording.compared.only_here))
    if wording.compared.only_there:
        said.append(_("Not here: %s.") % _listed(wording.compared.only_there))
    return " ".join(said)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(_("“%s”") % text for text in texts)
