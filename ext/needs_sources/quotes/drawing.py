"""``quote-summary`` as plain docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_sources.tables import bullets, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.model import Model
    from needs_sources.quotes.judging import Share, SourceShare
    from needs_sources.quotes.view import Summary
    from needs_sources.tables import Lead

_ = get_translation("needs_sources")


def summary(found: Summary, model: Model, lead: Lead) -> Iterator[nodes.Element]:
    """Yield the table, and below it what lacks a checked quote."""
    if found.sources:
        yield _by_source(found.sources, lead)
        return
    if not found.types:
        yield nodes.paragraph("", _("No need has a quote."), classes=["quote-summary"])
        return
    yield _by_type(found.types, model)
    for share in found.types:
        if share.lacking:
            kind = model.types.get(share.name, share.name)
            heading = _("○ %(type)s without a checked quote: %(count)d of %(needs)d") % {
                "type": kind,
                "count": len(share.lacking),
                "needs": share.needs,
            }
            yield nodes.paragraph("", "", nodes.strong("", heading))
            yield bullets([lead(label) for label in share.lacking])


def _by_type(shares: tuple[Share, ...], model: Model) -> nodes.table:
    head = (_("Type"), _("Needs"), _("With a quote"), _("Checked"), _("Share"))
    rows = [
        (
            model.types.get(share.name, share.name),
            str(share.needs),
            str(share.quoted),
            str(share.checked),
            _share(share.checked, share.needs),
        )
        for share in shares
    ]
    return table(head, rows, (32, 15, 20, 15, 18), "quote-summary")


def _by_source(shares: tuple[SourceShare, ...], lead: Lead) -> nodes.table:
    head = (_("Source"), _("File"), _("Quotes"), _("Checked"), _("Share"))
    rows = [
        (
            lead(share.label),
            share.file,
            str(share.quotes),
            str(share.checked),
            _share(share.checked, share.quotes),
        )
        for share in shares
    ]
    return table(head, rows, (38, 26, 12, 12, 12), "quote-summary")


def _share(checked: int, of: int) -> str:
    """Return a share that never rounds up to all, or down to none."""
    if not of:
        return _("none")
    symbol = "●" if checked == of else "○"
    percent = 100 * checked // of if checked else 0
    return f"{symbol} {percent or (1 if checked else 0)} %"
