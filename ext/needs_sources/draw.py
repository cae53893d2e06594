"""Docutils nodes for every builder, in place of the placeholders of the directives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.dates import format_skeleton
from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.condition_faults import unmatched
from needs_core.dates import display_value, long_date
from needs_core.generated_pages import value_nodes
from needs_core.links import reference
from needs_core.messages import Problem, warn
from needs_core.nodes import Content, DiffWords, bullets, paragraph, table, table_body
from needs_core.page_views import ViewNode
from needs_core.progress_text import percent
from needs_core.reader import look, read_items, read_model, read_states
from needs_core.sphinx_internals import app_of
from needs_core.word_diff import Change
from needs_sources.draw_usage import draw_usage
from needs_sources.timeline import TimelineView, svg
from needs_sources.variants import VersionDifference, compare_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

    from needs_core.dates import DateSpan
    from needs_core.model import Label, Model
    from needs_core.states import States
    from needs_core.word_diff import DiffPiece
    from needs_sources.mentions import Mention, MentionMatrix, MentionMatrixView
    from needs_sources.quotes import QuoteCounts, QuotesOfSource, QuotesOfType
    from needs_sources.story import NeedStory, StoryEntry, StoryPart
    from needs_sources.timeline import TimelineEvents
    from needs_sources.usage import SourceUsage
    from needs_sources.variants import ComparedWording
    from needs_sources.word_counts import WordCounts, WordCountView

_ = get_translation("needs_sources")


class QuoteSummaryNode(ViewNode):
    """How many needs have a checked quote. ``view`` is the ``QuoteSummaryView``."""


class SourceUsageNode(ViewNode):
    """What becomes of the lines of a source. ``view`` is the ``UsageView``."""


class VariantsNode(ViewNode):
    """Wordings of versions. ``view`` is the ``VariantsView``."""


class MentionMatrixNode(ViewNode):
    """Who is named where: ``view`` (``MentionMatrixView``) and ``caption``."""


class WordCountsNode(ViewNode):
    """Words in the chapters of a source: ``view`` (``WordCountView``) and ``caption``."""


class MentionsNode(ViewNode):
    """Every quote that names a need. ``view`` is the ``MentionsView``."""


class TimelineNode(ViewNode):
    """Needs with dates: ``view`` (``TimelineView``) and ``caption``."""


class StoryNode(ViewNode):
    """Stories of needs. ``view`` is the ``StoriesView``."""


class TimelinePicture(nodes.General, nodes.Element):
    """A timeline drawn for HTML: ``svg``, and ``label`` for its scrollable frame."""


@dataclass(frozen=True, slots=True)
class _DrawingContext:
    """What a drawing needs to know: the page, its builder, the model and the states."""

    builder: Builder
    docname: str
    model: Model
    states: States

    @property
    def html(self) -> bool:
        return self.builder.format == "html"

    @property
    def language(self) -> str:
        return str(self.builder.config.language)

    def link(self, label: Label, text: str | None = None) -> nodes.Node:
        """Return a link to a need."""
        return reference(self.builder, self.docname, label, text)

    def fact(self, field: str, text: str) -> Content:
        """Return the value of a field, as a link where it has a page."""
        if not text:
            return str(_("not stated"))
        return value_nodes(self.builder, self.docname, field, text)


class DrawSources(SphinxPostTransform):
    """Replace every placeholder of a page, before references are resolved at 10."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        places = list(self.document.findall(ViewNode))  # once: looking through it costs
        if not places:
            return
        app, docname = app_of(self.env), self.env.current_document.docname
        model, states = read_model(self.config), read_states(self.config)
        page = _DrawingContext(app.builder, docname, model, states)
        number = 0
        for node_type, draw in _DRAWINGS.items():
            for place in (x for x in places if isinstance(x, node_type)):
                self._warn_of_unknown_needs(place)
                self._warn_of_unmatched_values(place, page)
                drawn = list(draw(look(app, place["view"]), place, page))
                # A table with a caption is asked for its id when tables are numbered.
                for captioned in (x for x in drawn if isinstance(x, nodes.table)):
                    number += 1
                    captioned["ids"].append(f"needs-sources-{number}")
                place.replace_self(drawn)

    def _warn_of_unmatched_values(self, place: ViewNode, page: _DrawingContext) -> None:
        """Warn at a timeline of values in its conditions that no need has."""
        view = place["view"]
        if not isinstance(view, TimelineView):
            return
        items = read_items(app_of(self.env))
        members = [item for name in view.types for item in items.of_type(name)]
        at = (self.env.current_document.docname, place.line, place["directive"])
        for fault, remedy in unmatched(view.where, members, page.model, page.states):
            warn(Problem(*at, fault, remedy, "needs_sources", "unmatched_value"))

    def _warn_of_unknown_needs(self, place: ViewNode) -> None:
        """Warn at the directive of needs that do not exist."""
        view = place["view"]
        ids = (*getattr(view, "ids", ()), getattr(view, "id", ""))
        known = read_items(app_of(self.env)).by_id
        for need_id in (*ids, getattr(view, "linked", "")):
            if need_id and need_id not in known:
                at = (self.env.current_document.docname, place.line, place["directive"])
                fault = _("There is no need with the id “%s”.") % need_id
                remedy = _("Correct the id, or write the need.")
                warn(Problem(*at, fault, remedy, "needs_sources", "unknown_need"))


def _table(
    head: Sequence[Content],
    rows: Iterable[Sequence[Content]],
    widths: Sequence[int],
    kind: str,
    caption: str = "",
) -> nodes.table:
    classes = [kind, "longtable", "colwidths-given"]
    return table(table_body(head, rows, widths), classes, caption)


def _strong(text: str) -> nodes.paragraph:
    return paragraph(nodes.strong("", text))


def _draw_summary(
    counts: QuoteCounts, _place: ViewNode, page: _DrawingContext
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
            yield _strong(heading)
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
    return _table(head, rows, (32, 15, 20, 15, 18), "quote-summary")


def _quotes_by_source(
    counts: Iterable[QuotesOfSource], page: _DrawingContext
) -> nodes.table:
    head = (_("Source"), _("File"), _("Quotes"), _("Checked"), _("Share"))
    rows = [
        (
            page.link(count.label),
            count.file,
            str(count.quotes),
            str(count.checked),
            _share(count.checked, count.quotes),
        )
        for count in counts
    ]
    return _table(head, rows, (38, 26, 12, 12, 12), "quote-summary")


def _share(checked: int, of: int) -> str:
    """Return a share of quotes."""
    if not of:
        return _("none")
    symbol = "●" if checked == of else "○"
    return f"{symbol} {percent(checked, of)} %"


def _draw_usage(
    usage: SourceUsage, place: ViewNode, page: _DrawingContext
) -> Iterator[nodes.Node]:
    reasons = dict(place["view"].settings.reasons)
    # Many needs in narrow cells: their ids, as in a matrix on paper.
    return draw_usage(usage, reasons, lambda x: page.link(x, x.id), page.docname)


def _draw_variants(
    found: tuple[VersionDifference, ...], place: ViewNode, page: _DrawingContext
) -> Iterator[nodes.Node]:
    own = place["view"].id
    named = any(difference.label.id != own for difference in found)
    return _differences(found, page, named=named)


def _differences(
    found: Iterable[VersionDifference], page: _DrawingContext, *, named: bool
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


def _difference(difference: VersionDifference, page: _DrawingContext) -> nodes.table:
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
    return _table(head, rows, (24, 44, 32), "variants")


def _wording_place(compared: ComparedWording, model: Model) -> list[nodes.Node]:
    wording = compared.wording
    name = model.fields.get(wording.version, wording.version)
    lines = _("lines") if "-" in wording.lines else _("line")
    place = f"{lines} {wording.lines}" + (f", {wording.where}" if wording.where else "")
    return [nodes.Text(f"{name} "), nodes.inline("", place, classes=["variants-place"])]


_QUOTATION_MARKS = "”“„«»\"'"
"""A wording that begins with one of these brings its own."""


def _marked_wording(compared: ComparedWording, *, html: bool) -> list[nodes.Node]:
    pieces = compared.pieces
    quoted = pieces[0].text[:1] in _QUOTATION_MARKS if pieces else True
    parts: list[nodes.Node] = [] if quoted else [nodes.Text("”")]
    for number, piece in enumerate(pieces):
        if number:
            parts.append(nodes.Text(" "))
        parts.append(_diff_words(piece, html=html))
    return parts if quoted else [*parts, nodes.Text("”")]


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


def _draw_matrix(
    matrix: MentionMatrix, place: ViewNode, page: _DrawingContext
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
    yield _table(head, rows, widths, "mentions", place["caption"])
    yield from _unmentioned(matrix, view, page)


def _unmentioned(
    matrix: MentionMatrix, view: MentionMatrixView, page: _DrawingContext
) -> Iterator[nodes.Node]:
    names = ", ".join(page.model.types[name].lower() for name in view.within)
    absent = [row.label for row in matrix.rows if row.empty]
    at = {"count": len(absent), "of": len(matrix.rows), "types": names}
    if not absent:
        yield paragraph(_("● Each of the %(of)d is named in a quote (%(types)s).") % at)
        return
    yield _strong(_("○ Named in no quote (%(types)s): %(count)d of %(of)d") % at)
    yield bullets(page.link(label) for label in absent)


def _mention_count(labels: Sequence[Label], page: _DrawingContext) -> Content:
    """Return the count, and the ids that link to the needs."""
    if not labels:
        return "○ 0"
    parts: list[nodes.Node] = [nodes.strong("", str(len(labels))), nodes.Text(": ")]
    for number, label in enumerate(labels):
        if number:
            parts.append(nodes.Text(", "))
        parts.append(page.link(label, label.id))
    return parts


def _draw_word_counts(
    counts: WordCounts, place: ViewNode, page: _DrawingContext
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
    yield _table(head, rows, widths, "word-counts", place["caption"])


def _draw_mentions(
    found: Iterable[tuple[str, tuple[Mention, ...]]],
    _place: ViewNode,
    page: _DrawingContext,
) -> Iterator[nodes.Node]:
    """Yield a heading and a list for each type, with the words in bold."""
    for name, mentions in found:
        symbol = "●" if mentions else "○"
        at = {"symbol": symbol, "type": page.model.types[name], "count": len(mentions)}
        yield _strong(_("%(symbol)s %(type)s: %(count)d") % at)
        if mentions:
            yield bullets((_mention(x, page) for x in mentions), ["mentions-list"])


def _mention(mention: Mention, page: _DrawingContext) -> list[nodes.Node]:
    quoted = [
        nodes.strong("", text) if is_word else nodes.Text(text)
        for text, is_word in mention.pieces
    ]
    return [page.link(mention.label), nodes.Text(": ”"), *quoted, nodes.Text("”")]


def _draw_timeline(
    found: TimelineEvents, place: ViewNode, page: _DrawingContext
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
        yield _table(head, rows, widths, "timeline", caption)
    if found.undated:
        yield _strong(_("Without a date"))
        yield bullets(page.link(label) for label in found.undated)


def _span_text(span: DateSpan, language: str) -> str:
    """Return a date for readers, as exactly as it is known."""
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


def _draw_stories(
    stories: Sequence[NeedStory], _place: ViewNode, page: _DrawingContext
) -> Iterator[nodes.Node]:
    """Yield a named list a story; HTML draws the line beside it."""
    if not stories:
        yield paragraph(_("There is no need to tell of."))
    for story in stories:
        name = nodes.strong("", "", page.link(story.label))
        yield paragraph(name, classes=["story-name"])
        steps = [nodes.list_item("", *_story_part(part, page)) for part in story.parts]
        yield nodes.enumerated_list("", *steps, classes=["story"], enumtype="arabic")


def _story_part(part: StoryPart, page: _DrawingContext) -> Iterator[nodes.Node]:
    yield _strong(part.step.title)
    if part.quote:
        place = f" ({part.place})" if part.place else ""
        yield paragraph(f"”{part.quote}”{place}")
    elif part.differences:
        yield from _differences(part.differences, page, named=True)
    elif part.entries:
        yield bullets(_story_entry(entry, page) for entry in part.entries)
    else:
        yield paragraph(part.step.empty or _("none"), classes=["story-empty"])


def _story_entry(entry: StoryEntry, page: _DrawingContext) -> list[nodes.Node]:
    parts: list[nodes.Node] = [page.link(entry.label)]
    if entry.label.status:
        symbol = page.states.get(entry.label.status).symbol
        parts.append(nodes.Text(f" – {symbol} {entry.label.status}"))
    if entry.date:
        parts.append(nodes.Text(f", {display_value(entry.date, page.language)}"))
    return parts


_DRAWINGS: dict[
    type[ViewNode], Callable[[Any, ViewNode, _DrawingContext], Iterator[nodes.Node]]
] = {
    QuoteSummaryNode: _draw_summary,
    SourceUsageNode: _draw_usage,
    VariantsNode: _draw_variants,
    MentionMatrixNode: _draw_matrix,
    WordCountsNode: _draw_word_counts,
    MentionsNode: _draw_mentions,
    TimelineNode: _draw_timeline,
    StoryNode: _draw_stories,
}


def _visit_picture(self: HTML5Translator, node: TimelinePicture) -> None:
    # Inline, so that the picture has the colours of the theme.
    label = self.attval(node["label"])
    frame = f'class="timeline-frame" role="region" tabindex="0" aria-label="{label}"'
    self.body.append(f"<div {frame}>{node['svg']}</div>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the nodes and the transform that replaces the placeholders."""
    for node_type in _DRAWINGS:
        app.add_node(node_type)
    app.add_node(TimelinePicture, html=(_visit_picture, None))
    app.add_post_transform(DrawSources)
