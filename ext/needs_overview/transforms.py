"""Puts the drawings in place of the placeholders of the directives, in every builder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.page_views import ViewNode
from needs_core.reader import look, read_model
from needs_core.sphinx_internals import app_of
from needs_overview.nodes import (
    PLACEHOLDERS,
    BarsNode,
    BarsTableNode,
    CountNode,
    MapNode,
    OutlineNode,
    PosterNode,
    ProfileNode,
    SentenceNode,
    StepNode,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

    from needs_overview.overview_page import OverviewPage

    Drawing = Callable[[Any, ViewNode, OverviewPage], None]


class DrawOverviews(SphinxPostTransform):
    """Replace every placeholder of a page, before references are resolved at 10."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        places = [x for x in self.document.findall(ViewNode) if isinstance(x, PLACEHOLDERS)]
        if not places:
            return
        from needs_overview.overview_page import OverviewPage

        docname = self.env.current_document.docname
        page = OverviewPage(self.env, docname, read_model(self.config))
        for node_type, draw in _drawings().items():
            for place in (x for x in places if isinstance(x, node_type)):
                draw(look(app_of(self.env), place["view"]), place, page)


def _drawings() -> dict[type[ViewNode], Drawing]:
    """Return what draws each placeholder; imported by builds that draw one."""
    from needs_overview.draw_lists import draw_bars_table, draw_outline
    from needs_overview.draw_pictures import draw_bars, draw_map
    from needs_overview.draw_poster import draw_poster
    from needs_overview.draw_profile import draw_profile
    from needs_overview.draw_sentence import draw_count, draw_sentence, draw_step

    return {
        MapNode: draw_map,
        BarsNode: draw_bars,
        OutlineNode: draw_outline,
        BarsTableNode: draw_bars_table,
        PosterNode: draw_poster,
        ProfileNode: draw_profile,
        SentenceNode: draw_sentence,
        CountNode: draw_count,
        StepNode: draw_step,
    }


def setup(app: Sphinx) -> None:
    """Register the transform that replaces the placeholders."""
    app.add_post_transform(DrawOverviews)
