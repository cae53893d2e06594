"""A timeline as picture, table and list, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_skeleton
from sphinx.locale import get_translation

from needs_core.dates import HalfYear, babel_locale, long_date
from needs_core.nodes import bullets, paragraph
from needs_core.period_text import half_year_text
from needs_sources.drawing_context import quote_table, strong_line
from needs_sources.nodes import TimelinePicture
from needs_sources.timeline import svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes

    from needs_core.dates import DateSpan
    from needs_core.nodes import Content
    from needs_core.page_views import ViewNode
    from needs_sources.drawing_context import SourceContext
    from needs_sources.timeline import TimelineEvents

_ = get_translation("needs_sources")


def draw_timeline(
    found: TimelineEvents, place: ViewNode, page: SourceContext
) -> Iterator[nodes.Node]:
    """Yield the picture in HTML, the table, and what has no date."""
    caption, fields = place["caption"], place["view"].fields
    if not found.events:
        yield paragraph(_("No need with a date is known."))
    else:
        if page.html:
            alt = _("Timeline: %s. The table below says the same.") % caption
            yield TimelinePicture("", svg=svg(found.events, alt), label=caption)
        titles = (page.model.fields.get(name, name) for name in fields)
        rows: list[tuple[Content, ...]] = [
            (
                str(event.number),
                _span_text(event.span, page.language),
                page.link(event.label),
                *map(page.fact, fields, event.facts),
            )
            for event in found.events
        ]
        head = (_("No."), _("When"), _("What"), *titles)
        widths = (8, 20, 36, *([18] * len(fields)))
        yield quote_table(head, rows, widths, "timeline", caption)
    if found.undated:
        yield strong_line(_("Without a date"))
        yield bullets(page.link(label) for label in found.undated)


def _span_text(span: DateSpan, language: str) -> str:
    """Return a date for readers, as exactly as it is known."""
    day = span.start
    if span.kind == "day":
        return long_date(day, language)
    if span.kind == "month":
        return str(format_skeleton("yMMMM", day, locale=babel_locale(language)))
    if span.kind == "half-year":
        return half_year_text(HalfYear.containing(day))
    if span.kind == "years":
        return f"{day.year}–{span.end.year}"
    return str(day.year)
