"""The tables of quotes as docutils nodes: checked, used, who is named, which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from needs_core.nodes import (
    bullets,
    folded,
    in_quotation_marks,
    paragraph,
    table,
    table_body,
)
from needs_core.progress_text import percent
from needs_sources.drawing_context import quote_table, strong_line
from needs_sources.source_text import format_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from needs_core.items import Label
    from needs_core.model import Model
    from needs_core.nodes import Content
    from needs_core.page_views import ViewNode
    from needs_sources.drawing_context import SourceContext
    from needs_sources.mentions import (
        Mention,
        MentionMatrix,
        MentionMatrixView,
        WordCounts,
        WordCountView,
    )
    from needs_sources.quotes import QuoteCounts, QuotesOfSource, QuotesOfType
    from needs_sources.usage import LineUse, SourceUsage

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
    return f"{symbol}\N{NO-BREAK SPACE}{percent(checked, of)}\N{NO-BREAK SPACE}%"


def draw_usage(
    usage: SourceUsage, place: ViewNode, page: SourceContext
) -> Iterator[nodes.Node]:
    """Yield the counts of lines, and the table."""
    if usage.label is None:
        return
    if not usage.rows:
        yield paragraph(_("The lines of this source have not been looked up."))
        return
    yield paragraph(_counts(usage))
    reasons = dict(place["view"].settings.reasons)
    head = (_("Lines"), _("What becomes of them"), _("Where"))
    rows = [
        (
            format_ranges([row.lines]),
            _kind(row.use, reasons),
            list(_where(row.use, page)),
        )
        for row in usage.rows
    ]
    body = table_body(head, [(a, b, c or "–") for a, b, c in rows], (14, 40, 46))
    drawn = table(body, ["source-usage", "longtable", "colwidths-given"])
    found = folded([drawn], _("Show every line (%d)") % usage.lines, html=page.html)
    yield from found if isinstance(found, list) else [found]


def _counts(usage: SourceUsage) -> str:
    count = usage.lines
    text = _(
        "%(lines)d lines hold text: %(quoted)d are quoted (%(partly)d of them in part),"
        " %(told)d are told in our words, and %(unused)d are not used."
    ) % {
        "lines": count,
        "quoted": usage.quoted,
        "partly": usage.partly,
        "told": usage.told,
        "unused": usage.unused,
    }
    left = sum(row.count for row in (*usage.unexplained, *usage.half_explained))
    if not left:
        return text + " " + _("No line is without an explanation.")
    return text + " " + _("○ %d are without an explanation.") % left


def _kind(use: LineUse, reasons: Mapping[str, str]) -> str:
    if use.part is not None and use.is_quoted:
        return _quoted_in_part(use, use.part, reasons)
    if use.is_quoted:
        return _("● quoted")
    if use.used:
        return _("● told in our words")
    if use.reasons:
        words = ", ".join(reasons.get(name, name) for name in use.reasons)
        return _("– not used: %s") % words
    return _("○ without an explanation")


def _quoted_in_part(use: LineUse, part: tuple[int, int], reasons: Mapping[str, str]) -> str:
    """Return how much is quoted, and what becomes of the rest."""
    quoted, whole = part
    text = _("◐ quoted in part (%(part)d of %(whole)d sentences)") % {
        "part": quoted,
        "whole": whole,
    }
    if not quoted:
        text = _("◐ some of the words are quoted")
    if use.told or use.pages:
        return _("%s; the rest is told in our words") % text
    if use.reasons:
        words = ", ".join(reasons.get(name, name) for name in use.reasons)
        return _("%(part)s; the rest is not used: %(reason)s") % {
            "part": text,
            "reason": words,
        }
    return _("%s; the rest is without an explanation") % text


def _where(use: LineUse, page: SourceContext) -> Iterator[nodes.Node]:
    # Many needs in narrow cells: their ids, as in a matrix on paper.
    labels = dict.fromkeys((*use.quoted, *use.told))
    links: Iterable[nodes.Node] = (
        *(page.link(label, label.id) for label in labels),
        *(_page(x, page.docname) for x in dict.fromkeys((*use.quoting, *use.pages))),
    )
    for number, node in enumerate(links):
        if number:
            yield nodes.Text(", ")
        yield node


def _page(name: str, docname: str) -> nodes.Node:
    """Return a link to a page by its title, resolved with the other references."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", f"/{name}"),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{name}",
        refexplicit=False,
        refwarn=True,
        refdoc=docname,
    )


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


def draw_word_counts(
    counts: WordCounts, place: ViewNode, page: SourceContext
) -> Iterator[nodes.Node]:
    """Yield the table of counts, and which words were not counted."""
    if counts.source is None or not counts.rows:
        yield paragraph(_("There is nobody, or nothing, to look for."))
        return
    view: WordCountView = place["view"]
    chapters = [page.link(label, label.title) for label in counts.chapters]
    rest = _("Elsewhere in the source") if chapters else _("In the whole source")
    head: list[Content] = [page.model.types[view.rows], *chapters, rest]
    rows: list[list[Content]] = [
        [
            page.link(row.label, row.label.title),
            *(
                [_("not counted")] * (len(head) - 1)
                if row.counts is None
                else [str(n) if n else "○ 0" for n in row.counts]
            ),
        ]
        for row in counts.rows
    ]
    widths = [30, *([18] * (len(head) - 1))]
    yield quote_table(head, rows, widths, "word-counts", place["caption"])
