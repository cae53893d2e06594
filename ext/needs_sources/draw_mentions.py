"""Who is named in which quotes, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.nodes import bullets, in_quotation_marks, paragraph
from needs_sources.drawing_context import quote_table, strong_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from needs_core.model import Label
    from needs_core.nodes import Content
    from needs_core.page_views import ViewNode
    from needs_sources.drawing_context import SourceContext
    from needs_sources.mentions import Mention, MentionMatrix, MentionMatrixView

_ = get_translation("needs_sources")


def draw_matrix(
    matrix: MentionMatrix, place: ViewNode, page: SourceContext
) -> Iterator[nodes.Node]:
    """Yield the table of counts that link to the needs, and who is named nowhere."""
    if not matrix.rows or not matrix.columns:
        yield paragraph(_("There is nobody, or nothing, to look for."))
        return
    view: MentionMatrixView = place["view"]
    others = any(row.outside for row in matrix.rows)
    head: list[Content] = [page.model.types[view.rows]]
    head += [page.link(label, label.title) for label in matrix.columns]
    head += [_("Elsewhere")] if others else []
    rows = []
    for row in matrix.rows:
        cells: list[Content] = [page.link(row.label, row.label.title)]
        cells += [_mention_count(labels, page) for labels in row.cells]
        cells += [_mention_count(row.outside, page)] if others else []
        rows.append(cells)
    widths = [30, *([18] * (len(head) - 1))]
    yield quote_table(head, rows, widths, "mentions", place["caption"])
    yield from _unmentioned(matrix, view, page)


def _unmentioned(
    matrix: MentionMatrix, view: MentionMatrixView, page: SourceContext
) -> Iterator[nodes.Node]:
    names = ", ".join(page.model.types[name].lower() for name in view.within)
    absent = [row.label for row in matrix.rows if row.empty]
    at = {"count": len(absent), "of": len(matrix.rows), "types": names}
    if not absent:
        yield paragraph(_("● Each of the %(of)d is named in a quote (%(types)s).") % at)
        return
    yield strong_line(_("○ Named in no quote (%(types)s): %(count)d of %(of)d") % at)
    yield bullets(page.link(label) for label in absent)


def _mention_count(labels: Sequence[Label], page: SourceContext) -> Content:
    """Return the count, and the ids that link to the needs."""
    if not labels:
        return "○ 0"
    parts: list[nodes.Node] = [nodes.strong("", str(len(labels))), nodes.Text(": ")]
    for number, label in enumerate(labels):
        if number:
            parts.append(nodes.Text(", "))
        parts.append(page.link(label, label.id))
    return parts


def draw_mentions(
    found: Iterable[tuple[str, tuple[Mention, ...]]],
    _place: ViewNode,
    page: SourceContext,
) -> Iterator[nodes.Node]:
    """Yield a heading and a list for each type, the words in bold; then what has none."""
    without: list[str] = []
    for name, mentions in found:
        if not mentions:
            without.append(page.model.types[name])
            continue
        at = {"type": page.model.types[name], "count": len(mentions)}
        yield strong_line(_("● %(type)s: %(count)d") % at)
        yield bullets((_mention(x, page) for x in mentions), ["mentions-list"])
    if without:
        yield strong_line(_("○ In no quote of: %s") % ", ".join(without))


def _mention(mention: Mention, page: SourceContext) -> list[nodes.Node]:
    quoted = [
        nodes.strong("", text) if is_word else nodes.Text(text)
        for text, is_word in mention.pieces
    ]
    return [page.link(mention.label), nodes.Text(": "), *in_quotation_marks(*quoted)]
