"""How often words stand in the chapters of a source, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.nodes import paragraph
from needs_sources.drawing_context import quote_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes

    from needs_core.nodes import Content
    from needs_core.page_views import ViewNode
    from needs_sources.drawing_context import SourceContext
    from needs_sources.word_counts import WordCounts, WordCountView

_ = get_translation("needs_sources")


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
