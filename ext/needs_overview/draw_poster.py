"""The poster: a column a group, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.nodes import paragraph
from needs_core.progress_text import distribution_text, gathered_text, state_text
from needs_core.steps import Distribution, gathered_remarks
from needs_overview.overview_page import warn_if_empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needs_core.page_views import ViewNode
    from needs_overview.overview_page import OverviewPage
    from needs_overview.poster import PosterColumn, PosterEntry

_ = get_translation("needs_overview")


def draw_poster(
    columns: Sequence[PosterColumn], place: ViewNode, page: OverviewPage
) -> None:
    """Draw a heading, then a container a column.

    The first list of a column is numbered, the others have bullets: goals are referred
    to by number.
    """
    warn_if_empty(columns, place, page, place["view"].groups)
    drawn = [
        _poster_column(number, column, place, page)
        for number, column in enumerate(columns, start=1)
    ]
    heading = _heading(2, nodes.Text(place["title"]), classes=["needs-poster-title"])
    inner = nodes.container("", *drawn, classes=["needs-poster-columns", "side-by-side"])
    place.replace_self(nodes.container("", heading, inner, classes=["needs-poster"]))


def _poster_column(
    number: int, column: PosterColumn, place: ViewNode, page: OverviewPage
) -> nodes.container:
    parts: list[nodes.Node] = [_heading(3, page.link(column.label, column.label.title))]
    if place["view"].sentence:
        sentence = _("“%s”") % column.sentence if column.sentence else _("not stated")
        kinds = ["needs-poster-sentence"] + ([] if column.sentence else ["needs-unknown"])
        parts.append(paragraph(sentence, classes=kinds))
    lists = zip(place["headings"], column.lists, strict=True)
    for index, (name, entries) in enumerate(lists):
        numbered = index == 0
        parts += [
            _heading(4, nodes.Text(name)),
            *_poster_steps(entries, page),
            _poster_list(entries, page, numbered=numbered),
        ]
    classes = [
        "needs-poster-column",
        f"needs-poster-{number}",
        "paper-panel",
        f"hue-{number}",
    ]
    return nodes.container("", *parts, classes=classes)


def _poster_list(
    entries: Sequence[PosterEntry], page: OverviewPage, *, numbered: bool
) -> nodes.Element:
    if not entries:
        return paragraph(_("none"), classes=["needs-unknown"])
    items = [nodes.list_item("", _poster_entry(x, page)) for x in entries]
    if numbered:
        style = {"enumtype": "arabic", "prefix": "", "suffix": "."}
        return nodes.enumerated_list("", *items, **style)
    return nodes.bullet_list("", *items, bullet="-")


def _poster_entry(entry: PosterEntry, page: OverviewPage) -> nodes.paragraph:
    """Return a need as a line; the step of a goal is set apart from its words."""
    line = paragraph(page.link(entry.label, entry.label.title))
    if entry.step:
        step = state_text(entry.step.step)
        # Symbol and word stay together.
        step = step.replace(" ", "\N{NO-BREAK SPACE}")
        line += [
            nodes.Text(" "),
            nodes.inline("", step, classes=["needs-poster-step", "paper-badge"]),
        ]
    return line


def _poster_steps(
    entries: Sequence[PosterEntry], page: OverviewPage
) -> list[nodes.paragraph]:
    """Return how far the goals of a list are; nothing for other needs.

    It stands apart from them: their words are those of the strategy, and no others.
    """
    found = [(x.label.id, x.step) for x in entries if x.step]
    if not found:
        return []
    words = distribution_text(Distribution.of(step.step for _id, step in found))
    remarks = gathered_text(gathered_remarks(found), page.model)
    text = f"{words} · {remarks}" if remarks else words
    return [paragraph(text, classes=["needs-poster-step"])]


def _heading(level: int, content: nodes.Node, classes: Sequence[str] = ()) -> nodes.rubric:
    rubric = nodes.rubric("", "", content, classes=list(classes))
    rubric["heading-level"] = level
    return rubric
