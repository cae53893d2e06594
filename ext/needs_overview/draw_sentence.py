"""Sentences and counts within a text, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from needs_overview.nodes import ALTERNATIVES

if TYPE_CHECKING:
    from needs_core.page_views import ViewNode
    from needs_overview.overview_page import OverviewPage
    from needs_overview.sentence import Counted


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
