"""Puts the drawings in place of the placeholders of the directives, in every builder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.lint.condition_faults import unmatched
from needs_core.model_reader import read_model, read_states
from needs_core.nodes import warn_at
from needs_core.page_views import ViewNode
from needs_core.reader import look, read_items
from needs_core.sphinx_internals import app_of
from needs_sources.nodes import (
    PLACEHOLDERS,
    MentionMatrixNode,
    MentionsNode,
    QuoteSummaryNode,
    SourceReferenceNode,
    SourceUsageNode,
    StoryNode,
    TimelineNode,
    VariantsNode,
    WordCountsNode,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx

    from needs_sources.drawing_context import SourceContext

    Drawing = Callable[[Any, ViewNode, SourceContext], Iterator[nodes.Node]]

_ = get_translation("needs_sources")


class DrawSources(SphinxPostTransform):
    """Replace every placeholder of a page, before references are resolved at 10."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        places = [x for x in self.document.findall(ViewNode) if isinstance(x, PLACEHOLDERS)]
        if not places:
            return
        from needs_sources.drawing_context import SourceContext

        app, docname = app_of(self.env), self.env.current_document.docname
        model, states = read_model(self.config), read_states(self.config)
        page = SourceContext(app.builder, docname, model, states)
        number = 0
        for node_type, draw in _drawings().items():
            for place in (x for x in places if isinstance(x, node_type)):
                self._warn_of_unknown_needs(place)
                self._warn_of_unmatched_values(place, page)
                drawn = list(draw(look(app, place["view"]), place, page))
                # A table with a caption is asked for its id when tables are numbered.
                for captioned in (x for x in drawn if isinstance(x, nodes.table)):
                    number += 1
                    captioned["ids"].append(f"needs-sources-{number}")
                place.replace_self(drawn)

    def _warn_of_unmatched_values(self, place: ViewNode, page: SourceContext) -> None:
        """Warn at a timeline of values in its conditions that no need has."""
        if not isinstance(place, TimelineNode):
            return
        view = place["view"]
        items = read_items(app_of(self.env))
        members = [item for name in view.types for item in items.of_type(name)]
        for told in unmatched(view.where, members, page.model, page.states):
            kind = {"type_": "needs_sources", "subtype": "unmatched_value"}
            warn_at(self.env, place, place["directive"], *told, **kind, option="where")

    def _warn_of_unknown_needs(self, place: ViewNode) -> None:
        """Warn at the directive of needs that do not exist."""
        view = place["view"]
        ids = (*getattr(view, "ids", ()), getattr(view, "id", ""))
        known = read_items(app_of(self.env)).by_id
        for need_id in (*ids, getattr(view, "linked", "")):
            if need_id and need_id not in known:
                fault = _("There is no need with the id “%s”.") % need_id
                remedy = _("Correct the id, or write the need.")
                kind = {"type_": "needs_sources", "subtype": "unknown_need"}
                warn_at(self.env, place, place["directive"], fault, remedy, **kind)


def _drawings() -> dict[type[ViewNode], Drawing]:
    """Return what draws each placeholder; imported by builds that draw one."""
    from needs_sources.draw_quotes import (
        draw_matrix,
        draw_mentions,
        draw_summary,
        draw_usage,
        draw_word_counts,
    )
    from needs_sources.draw_story import (
        draw_reference,
        draw_stories,
        draw_timeline,
        draw_variants,
    )

    return {
        QuoteSummaryNode: draw_summary,
        SourceUsageNode: draw_usage,
        VariantsNode: draw_variants,
        MentionMatrixNode: draw_matrix,
        WordCountsNode: draw_word_counts,
        MentionsNode: draw_mentions,
        TimelineNode: draw_timeline,
        StoryNode: draw_stories,
        SourceReferenceNode: draw_reference,
    }


def setup(app: Sphinx) -> None:
    """Register the transform that replaces the placeholders."""
    app.add_post_transform(DrawSources)
