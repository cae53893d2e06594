"""Mentions as a table with counts that lead to the places, and as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_sources.tables import Cell, bullets, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from needs_core.model import Label, Model
    from needs_sources.mentions.view import Matrix, MatrixView, Mention
    from needs_sources.tables import Lead, LeadBy

_ = get_translation("needs_sources")


def matrix(
    found: Matrix,
    view: MatrixView,
    model: Model,
    leads: tuple[Lead, LeadBy],
    caption: str,
) -> Iterator[nodes.Element]:
    """Yield the table, and in words who is named nowhere."""
    lead, lead_by = leads
    if not found.rows or not found.columns:
        yield nodes.paragraph("", _("There is nobody, or nothing, to look for."))
        return
    others = any(row.outside for row in found.rows)
    head: list[Cell] = [model.types[view.rows]]
    head += [lead_by(label, label.title) for label in found.columns]
    head += [_("Elsewhere")] if others else []
    rows = []
    for row in found.rows:
        cells: list[Cell] = [lead_by(row.label, row.label.title)]
        cells += [_cell(labels, lead_by) for labels in row.cells]
        cells += [_cell(row.outside, lead_by)] if others else []
        rows.append(cells)
    widths = [30, *([18] * (len(head) - 1))]
    yield table(head, rows, widths, "mentions", caption)
    yield from _missing(found, view, model, lead)


def _missing(
    found: Matrix, view: MatrixView, model: Model, lead: Lead
) -> Iterator[nodes.Element]:
    names = ", ".join(model.types[name].lower() for name in view.within)
    absent = [row.label for row in found.rows if row.empty]
    at = {"count": len(absent), "of": len(found.rows), "types": names}
    if not absent:
        said = _("● Each of the %(of)d is named in a quote (%(types)s).") % at
        yield nodes.paragraph("", said)
        return
    said = _("○ Named in no quote (%(types)s): %(count)d of %(of)d") % at
    yield nodes.paragraph("", "", nodes.strong("", said))
    yield bullets([lead(label) for label in absent])


def _cell(labels: Sequence[Label], lead_by: LeadBy) -> Cell:
    """Return the count, and the ids that lead to the places."""
    if not labels:
        return "○ 0"
    parts: list[nodes.Node] = [nodes.strong("", str(len(labels))), nodes.Text(": ")]
    for number, label in enumerate(labels):
        if number:
            parts.append(nodes.Text(", "))
        parts.append(lead_by(label, label.id))
    return parts


def mentions(
    found: Iterable[tuple[str, tuple[Mention, ...]]], model: Model, lead: Lead
) -> Iterator[nodes.Element]:
    """Yield a heading and a list for each type, with the words in bold."""
    for name, places in found:
        symbol = "●" if places else "○"
        at = {"symbol": symbol, "type": model.types[name], "count": len(places)}
        heading = _("%(symbol)s %(type)s: %(count)d") % at
        yield nodes.paragraph("", "", nodes.strong("", heading))
        if places:
            yield bullets([_mention(place, lead) for place in places], "mentions-list")


def _mention(place: Mention, lead: Lead) -> list[nodes.Node]:
    quoted = [
        nodes.strong("", t) if is_word else nodes.Text(t) for t, is_word in place.pieces
    ]
    return [lead(place.label), nodes.Text(": ”"), *quoted, nodes.Text("”")]
