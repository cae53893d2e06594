"""Sentences, counts and steps within a text, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.model import plural_title
from needs_core.progress_text import state_text
from needs_overview.nodes import ALTERNATIVES
from needs_overview.overview_page import warn_if_empty

if TYPE_CHECKING:
    from needs_core.page_views import ViewNode
    from needs_core.steps import StepOf, Steps
    from needs_overview.overview_page import OverviewPage
    from needs_overview.sentence import Counted

_ = get_translation("needs_overview")


def draw_sentence(counted: Counted, place: ViewNode, page: OverviewPage) -> None:
    """Draw the sentence for the number counted, with its placeholders filled."""
    chosen = place["sentences"][ALTERNATIVES[min(len(counted.labels), 2)]].deepcopy()
    for text in list(chosen.findall(nodes.Text)):
        text.parent.replace(text, _filled(str(text), counted, page))
    place.replace_self(chosen)


def _filled(text: str, counted: Counted, page: OverviewPage) -> list[nodes.Node]:
    """Return a text with what its placeholders stand for."""
    text = text.replace("{count}", str(len(counted.labels)))
    text = text.replace("{total}", str(counted.total))
    drawn: list[nodes.Node] = []
    for number, part in enumerate(text.split("{list}")):
        for place, label in enumerate(counted.labels if number else ()):
            drawn += [nodes.Text(", ")] if place else []
            drawn.append(page.link(label, label.id))
        drawn.append(nodes.Text(part))
    return drawn


def draw_count(counted: Counted, place: ViewNode, _page: OverviewPage) -> None:
    """Draw the number alone."""
    place.replace_self(nodes.Text(str(len(counted.labels))))


def draw_step(found: StepOf | None, place: ViewNode, page: OverviewPage) -> None:
    """Draw the step with its symbol; of what goals stand below, how many of them cover."""
    view = place["view"]
    warn_if_empty([found] if found else [], place, page, view.id)
    if found is None:
        place.replace_self([])
        return
    classes = ["needs-step", "needs-step-covers"] if found.step.covers else ["needs-step"]
    drawn: list[nodes.Node] = [nodes.inline("", state_text(found.step), classes=classes)]
    if any(state in view.steps.all for state, _count in found.distribution.counts):
        text = _covering_goals(found, view.steps, page)
        drawn += [nodes.Text(" "), nodes.inline("", text, classes=["needs-step-goals"])]
    place.replace_self(drawn)


def _covering_goals(found: StepOf, steps: Steps, page: OverviewPage) -> str:
    goals, total = page.model.types[steps.goals], found.distribution.total
    name = goals if total == 1 else plural_title(page.model, steps.goals)
    words = {
        "step": steps.first_covering.name,
        "part": found.distribution.covering,
        "whole": total,
        "name": name[:1].lower() + name[1:],
    }
    return _("At least %(step)s: %(part)d of %(whole)d %(name)s") % words
