"""The stories of needs, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.dates import display_value
from needs_core.headings import level_of
from needs_core.nodes import bullets, folded, in_quotation_marks, paragraph
from needs_sources.draw_references import place_link
from needs_sources.draw_variants import differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needs_core.page_views import ViewNode
    from needs_sources.drawing_context import SourceContext
    from needs_sources.story import NeedStory, StoryEntry, StoryPart

_ = get_translation("needs_sources")


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
    for title, empty in lacking.items():
        yield paragraph(nodes.strong("", f"{title}:"), f" {empty}", classes=["story-empty"])


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
