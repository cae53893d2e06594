"""Lines of sources within a sentence, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from needs_core.nodes import in_quotation_marks
from needs_sources.place_text import place_text
from needs_sources.references import QUOTE_ROLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.page_views import ViewNode
    from needs_sources.drawing_context import SourceContext
    from needs_sources.source_names import NamedPlace


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
