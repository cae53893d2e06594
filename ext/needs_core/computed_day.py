"""The day that a page was computed on, stated once, where anything on it depends on it.

A view depends on the day when computing it asked for the day (``needs_core.dates``): a
deadline was compared, a follow-up is still to come. A page of a model without dates says
nothing.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.model_reader import read_steps
from needs_core.nodes import paragraph
from needs_core.page_views import ViewNode
from needs_core.progress_text import COMPUTED_DAY, computed_text
from needs_core.reader import read_items
from needs_core.sphinx_internals import app_of
from needs_core.sphinx_needs_internals import NeedNode
from needs_core.steps import day_of_step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sphinx.application import Sphinx


class AddComputedDay(SphinxPostTransform):
    """Add the day below the title of a page, before its views are drawn."""

    default_priority = 3

    def run(self, **_kwargs: Any) -> None:
        """Add it to this page; in a book, once for each page that it is made of."""
        said = set[nodes.Node]()
        for place, day in list(self._dated()):
            top = _top_of(place)
            if top.parent not in said:
                said.add(top.parent)
                text = computed_text(day, self.config.language)
                _insert_below_title(paragraph(text, classes=[COMPUTED_DAY]), top)

    def _dated(self) -> Iterator[tuple[nodes.Element, date]]:
        """Yield what on the page depends on the day, in order."""
        places = [x for x in self.document.findall(nodes.Element) if _is_view(x)]
        if not places:
            return
        items, steps = read_items(app_of(self.env)), read_steps(self.config)
        for place in places:
            day = (
                day_of_step(place["refid"], steps, items)
                if isinstance(place, NeedNode)
                else items.day_of(place["view"])
            )
            if day:
                yield place, day


def computed_html(day: date | None, language: str) -> str:
    """Return the day for a page without a source; "" for what depends on none."""
    if day is None:
        return ""
    return f'<p class="{COMPUTED_DAY}">{escape(computed_text(day, language))}</p>\n'


def _is_view(node: nodes.Element) -> bool:
    return isinstance(node, ViewNode | NeedNode)


def _top_of(place: nodes.Element) -> nodes.Element:
    """Return the section of a page that a place is in, or its block on one without."""
    top = place
    while not isinstance(top.parent, nodes.document | addnodes.start_of_file):
        top = top.parent
    return top


def _insert_below_title(said: nodes.Node, top: nodes.Element) -> None:
    """Insert the paragraph below the title of a section, or else before a block."""
    title = top.first_child_matching_class(nodes.title)
    if title is None:
        top.parent.insert(top.parent.index(top), said)
    else:
        top.insert(title + 1, said)


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(AddComputedDay)
