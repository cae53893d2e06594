"""Stories as lists, step by step; HTML draws the line beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.dates import display_value
from needs_sources.tables import bullets
from needs_sources.variants.drawing import variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from needs_core.model import Model
    from needs_core.states import States
    from needs_sources.stories.view import Entry, Story, Told
    from needs_sources.tables import Lead

_ = get_translation("needs_sources")


def stories(
    found: Iterable[Story],
    model: Model,
    states: States,
    lead: Lead,
    look: tuple[str, bool],
) -> Iterator[nodes.Element]:
    """Yield a named list a story. ``look`` is the language, and whether it is HTML."""
    told = list(found)
    if not told:
        yield nodes.paragraph("", _("There is no need to tell of."))
    for story in told:
        name = nodes.strong("", "", lead(story.label))
        yield nodes.paragraph("", "", name, classes=["story-name"])
        steps = [
            nodes.list_item("", *_step(step, model, states, lead, look))
            for step in story.steps
        ]
        yield nodes.enumerated_list("", *steps, classes=["story"], enumtype="arabic")


def _step(
    told: Told, model: Model, states: States, lead: Lead, look: tuple[str, bool]
) -> Iterator[nodes.Element]:
    language, html = look
    yield nodes.paragraph("", "", nodes.strong("", told.step.title))
    if told.quote:
        place = f" ({told.place})" if told.place else ""
        yield nodes.paragraph("", f"”{told.quote}”{place}")
    elif told.differences:
        yield from variants(told.differences, model, lead, named=True, html=html)
    elif told.entries:
        yield bullets([_entry(x, states, lead, language) for x in told.entries])
    else:
        empty = told.step.empty or _("none")
        yield nodes.paragraph("", empty, classes=["story-empty"])


def _entry(entry: Entry, states: States, lead: Lead, language: str) -> list[nodes.Node]:
    parts: list[nodes.Node] = [lead(entry.label)]
    if entry.label.status:
        symbol = states.get(entry.label.status).symbol
        parts.append(nodes.Text(f" – {symbol} {entry.label.status}"))
    if entry.date:
        parts.append(nodes.Text(f", {display_value(entry.date, language)}"))
    return parts
