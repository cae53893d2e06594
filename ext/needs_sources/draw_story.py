"""References, wordings of versions, stories and timelines as docutils nodes."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from babel.dates import format_skeleton
from docutils import nodes
from sphinx.locale import get_translation

from needs_core.dates import HalfYear, babel_locale, display_value, long_date
from needs_core.headings import level_of
from needs_core.html_tables import HtmlNode
from needs_core.nodes import DiffWords, bullets, folded, in_quotation_marks, paragraph
from needs_core.period_text import half_year_text
from needs_core.word_diff import Change
from needs_sources.drawing_context import quote_table, strong_line
from needs_sources.references import QUOTE_ROLE
from needs_sources.roles import lines_text, place_text
from needs_sources.source_text import parse_ranges
from needs_sources.timeline import svg
from needs_sources.variants import compare_versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from needs_core.dates import DateSpan
    from needs_core.model import Model
    from needs_core.nodes import Content
    from needs_core.page_views import ViewNode
    from needs_core.word_diff import DiffPiece
    from needs_sources.drawing_context import SourceContext
    from needs_sources.references import NamedPlace
    from needs_sources.story import NeedStory, StoryEntry, StoryPart
    from needs_sources.timeline import TimelineEvents
    from needs_sources.variants import ComparedWording, VersionDifference


def place_link(place: NamedPlace, page: SourceContext) -> nodes.Node:
    """Return a place under the name of its source, which it leads to."""
    text = place_text(place)
    return page.link(place.source.label, text) if place.source else nodes.Text(text)


def draw_reference(
    places: tuple[NamedPlace, ...], place: ViewNode, page: SourceContext
) -> Iterator[nodes.Node]:
    """Yield the words in quotation marks, if they are shown, and the places."""
    shown = place["view"].role == QUOTE_ROLE
    if shown:
        yield from in_quotation_marks(nodes.Text(place["view"].words))
        yield nodes.Text(" (")
    for number, named in enumerate(places):
        if number:
            yield nodes.Text("; ")
        yield place_link(named, page)
    if shown:
        yield nodes.Text(")")


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


def draw_stories(
    stories: Sequence[NeedStory], place: ViewNode, page: SourceContext
) -> Iterator[nodes.Node]:
    """Yield a named list a story; HTML draws the line beside it."""
    if not stories:
        yield paragraph(_("There is no need to tell of."))
    lacking, level = _empty_everywhere(stories), level_of(place) + 1
    for story in stories:
        yield _heading(level, page.link(story.label), page, "story-name")
        parts = [part for part in story.parts if part.step.title not in lacking]
        steps = [nodes.list_item("", *_story_part(part, page, level + 1)) for part in parts]
        listed = nodes.enumerated_list("", *steps, classes=["story"], enumtype="arabic")
        found = folded([listed], _("Show the way"), html=page.html)
        yield from found if isinstance(found, list) else [found]
    if lacking:
        yield strong_line(_("The same for all %d:") % len(stories))
        yield bullets([nodes.Text(f"{title}: {empty}")] for title, empty in lacking.items())


def _empty_everywhere(stories: Sequence[NeedStory]) -> dict[str, str]:
    """Return the steps that no story has anything for: told once, with their words."""
    steps = {part.step.title: part.step for story in stories for part in story.parts}
    told = {
        part.step.title
        for story in stories
        for part in story.parts
        if part.quote or part.differences or part.entries
    }
    if len(stories) == 1:
        return {}
    return {x: step.empty or _("none") for x, step in steps.items() if x not in told}


def _heading(level: int, shown: nodes.Node, page: SourceContext, kind: str) -> nodes.rubric:
    """Return a heading of a level, which other outputs than HTML draw as bold text."""
    made = nodes.rubric("", "", shown, classes=[kind])
    if page.html:
        made["heading-level"] = min(level, 6)
    return made


def _story_part(part: StoryPart, page: SourceContext, level: int) -> Iterator[nodes.Node]:
    yield _heading(level, nodes.Text(part.step.title), page, "story-step")
    if part.quote:
        quoted = in_quotation_marks(nodes.Text(part.quote))
        if part.place:
            quoted += [nodes.Text(" ("), place_link(part.place, page), nodes.Text(")")]
        yield paragraph(*quoted)
    elif part.differences:
        yield from differences(part.differences, page, named=True)
    elif part.entries:
        yield bullets(_story_entry(entry, page) for entry in part.entries)
    else:
        yield paragraph(part.step.empty or _("none"), classes=["story-empty"])


def _story_entry(entry: StoryEntry, page: SourceContext) -> list[nodes.Node]:
    parts: list[nodes.Node] = [page.link(entry.label)]
    if entry.label.status:
        symbol = page.states.get(entry.label.status).symbol
        parts.append(nodes.Text(f" – {symbol} {entry.label.status}"))
    if entry.date:
        parts.append(nodes.Text(f", {display_value(entry.date, page.language)}"))
    return parts


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
            # Inline, so that the picture has the colours of the theme.
            frame = f'class="timeline-frame" tabindex="0" aria-label="{escape(caption)}"'
            drawn = svg(found.events, alt)
            yield HtmlNode(html=f"<section {frame}>{drawn}</section>")
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
