"""The tables of how many needs have a checked quote, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.nodes import bullets, paragraph
from needs_core.progress_text import percent
from needs_sources.drawing_context import quote_table, strong_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes

    from needs_core.model import Model
    from needs_core.page_views import ViewNode
    from needs_sources.drawing_context import SourceContext
    from needs_sources.quotes import QuoteCounts, QuotesOfSource, QuotesOfType

_ = get_translation("needs_sources")


def draw_summary(
    counts: QuoteCounts, _place: ViewNode, page: SourceContext
) -> Iterator[nodes.Node]:
    """Yield the table, and below it what lacks a checked quote."""
    if counts.sources:
        yield _quotes_by_source(counts.sources, page)
        return
    if not counts.types:
        yield paragraph(_("No need has a quote."), classes=["quote-summary"])
        return
    yield _quotes_by_type(counts.types, page.model)
    for count in counts.types:
        if count.lacking:
            heading = _("○ %(type)s without a checked quote: %(count)d of %(needs)d") % {
                "type": page.model.types.get(count.type, count.type),
                "count": len(count.lacking),
                "needs": count.needs,
            }
            yield strong_line(heading)
            yield bullets(page.link(label) for label in count.lacking)


def _quotes_by_type(counts: Iterable[QuotesOfType], model: Model) -> nodes.table:
    head = (_("Type"), _("Needs"), _("With a quote"), _("Checked"), _("Share"))
    rows = [
        (
            model.types.get(count.type, count.type),
            str(count.needs),
            str(count.quoted),
            str(count.checked),
            _share(count.checked, count.needs),
        )
        for count in counts
    ]
    return quote_table(head, rows, (32, 15, 20, 15, 18), "quote-summary")


def _quotes_by_source(counts: Iterable[QuotesOfSource], page: SourceContext) -> nodes.table:
    head = (_("Source"), _("Quotes"), _("Checked"), _("Share"))
    rows = [
        (
            page.link(count.label),
            str(count.quotes),
            str(count.checked),
            _share(count.checked, count.quotes),
        )
        for count in counts
    ]
    return quote_table(head, rows, (52, 16, 16, 16), "quote-summary")


def _share(checked: int, of: int) -> str:
    """Return a share of quotes."""
    if not of:
        return _("none")
    symbol = "●" if checked == of else "○"
    return f"{symbol} {percent(checked, of)} %"
