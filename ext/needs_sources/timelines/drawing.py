"""A timeline as a table in words, and for HTML a picture before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_skeleton
from docutils import nodes
from sphinx.locale import get_translation

from needs_core.dates import display_value, long_date
from needs_sources.nodes import timeline_picture
from needs_sources.tables import Cell, bullets, table
from needs_sources.timelines.picture import svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.model import Model
    from needs_sources.tables import Lead
    from needs_sources.timelines.dates import Span
    from needs_sources.timelines.view import Timeline, TimelineView

_ = get_translation("needs_sources")


def timeline(
    found: Timeline,
    view: TimelineView,
    model: Model,
    lead: Lead,
    look: tuple[str, str, bool],
) -> Iterator[nodes.Element]:
    """Yield picture, table and what has no date.

    ``look`` is the language, the caption, and whether a picture can be shown.
    """
    language, caption, pictured = look
    if not found.events:
        yield nodes.paragraph("", _("No need with a date is known."))
    else:
        if pictured:
            words = _("Timeline: %s. The table below says the same.") % caption
            yield timeline_picture("", svg=svg(found.events, words), label=caption)
        head = (
            _("No."),
            _("When"),
            _("What"),
            *(model.fields.get(name, name) for name in view.fields),
        )
        rows: list[tuple[Cell, ...]] = [
            (
                str(event.number),
                in_words(event.span, language),
                lead(event.label),
                *(display_value(fact, language) or _("not stated") for fact in event.facts),
            )
            for event in found.events
        ]
        widths = (8, 20, 36, *([18] * len(view.fields)))
        yield table(head, rows, widths, "timeline", caption)
    if found.undated:
        yield nodes.paragraph("", "", nodes.strong("", _("Without a date")))
        yield bullets([lead(label) for label in found.undated])


def in_words(span: Span, language: str) -> str:
    """Return a date as a reader says it, as exactly as it is known."""
    day = span.start
    if span.kind == "day":
        return long_date(day, language)
    if span.kind == "month":
        return str(format_skeleton("yMMMM", day, locale=language))
    if span.kind == "half-year":
        at = {"half": 1 if day.month == 1 else 2, "year": day.year}
        return _("half-year %(half)d of %(year)d") % at
    if span.kind == "years":
        return f"{day.year}–{span.end.year}"
    return str(day.year)
