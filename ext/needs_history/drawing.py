"""Puts the drawing that suits the builder in the place of each placeholder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.links import reference
from needs_core.reader import NeedNode, look, read_items, read_model, read_states
from needs_history import draw_changes, draw_counts, draw_need, draw_package, views
from needs_history.core.following import held
from needs_history.nodes import (
    history_body,
    history_picture,
    history_place,
    need_history,
)
from needs_history.packing import link_to_file
from needs_history.pens import Pen, half_year, paragraph, upper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

    from needs_core.views import View
    from needs_history.core.settings import Settings

_ = get_translation("needs_history")


class AddToNeeds(SphinxTransform):
    """Put a placeholder below the text of every need, when a page is read.

    So the page keeps it as one of its views, and is written again when it changes.
    """

    default_priority = 850

    def apply(self, **_kwargs: Any) -> None:
        """Add to the needs of this page."""
        if not self.config.needs_history_plan:
            return
        for need in self.document.findall(NeedNode):
            need.append(need_history(view=views.OfNeed(need["refid"])))


class DrawHistory(SphinxPostTransform):
    """Draw every placeholder, once the needs are known.

    Before the needs themselves are drawn, at 5: what stands in a need is drawn with it.
    """

    default_priority = 4

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        from needs_history.core.history import of

        app = self.env._app
        self._settings: Settings = of(read_items(app)).settings
        docname = self.env.current_document.docname
        lead = partial(reference, app.builder, docname)
        html = app.builder.format == "html"
        model, states = read_model(self.config), read_states(self.config)
        self._pen = Pen(lead, model, states, html, self.config.language)
        for place in list(self.document.findall(need_history)):
            view = place["view"]
            drawn = draw_need.of_need(view.id, look(app, view), self._pen)
            place.replace_self(list(drawn))
        for shown in list(self.document.findall(history_place)):
            shown.replace_self(list(self._place(shown["view"], shown["part"])))
        for body in list(self.document.findall(history_body)):
            self._fill(body)

    def _place(self, view: View, part: str) -> Iterator[nodes.Node]:
        found: Any = look(self.env._app, view)
        pen, plan = self._pen, self._settings.plan
        if part == "picture":
            if pen.html:
                from needs_history import pictures  # its library is slow to load

                draw = pictures.trend if isinstance(view, views.Trend) else pictures.pace
                svg = draw(found, pen)
                yield from [history_picture(svg=svg)] if svg else []
        elif isinstance(view, views.Packed):
            if part == "head":
                yield paragraph(upper(half_year(found.period)), kind="history-period")
                yield from link_to_file(self.env, found.period)
            else:
                yield from draw_package.draw(part, found, plan, pen)
        else:
            yield from self._simple(view)(found)

    def _simple(self, view: View) -> Callable[[Any], Iterator[nodes.Node]]:
        pen, plan = self._pen, self._settings.plan
        drawings: dict[type, Callable[[Any], Iterator[nodes.Node]]] = {
            views.Compared: lambda x: draw_changes.changes(x, pen),
            views.Paced: lambda x: draw_counts.pace_rest(x, pen),
            views.Kept: lambda x: draw_counts.upkeep(x, plan, pen),
            views.Doubted: lambda x: draw_need.suspects(x, pen),
            views.Told: self._told,
            views.Next: lambda x: draw_need.coming(x, pen),
        }
        return drawings[type(view)]

    def _told(self, found: Any) -> Iterator[nodes.Node]:
        if found:
            yield draw_need.timeline(found, self._pen)
        if not held(found):
            yield paragraph(_("Nothing has been followed up yet."), kind="history-none")

    def _fill(self, body: history_body) -> None:
        """Put the body into its table; a table without a row is a sentence instead."""
        view = body["view"]
        if isinstance(view, views.Paced) and not look(self.env._app, view).loads:
            said = _("No start and no end is stated yet.")
            body.parent.replace_self(paragraph(said, kind="history-none"))
            return
        body.replace_self(self._body(view))

    def _body(self, view: View) -> nodes.tgroup:
        found: Any = look(self.env._app, view)
        pen, plan = self._pen, self._settings.plan
        if isinstance(view, views.Trend):
            return draw_counts.trend(found, plan, pen)
        if isinstance(view, views.Values):
            return draw_counts.values(found, view.type, pen)
        return draw_counts.pace(found, pen)


def setup(app: Sphinx) -> None:
    """Register both transforms."""
    app.add_transform(AddToNeeds)
    app.add_post_transform(DrawHistory)
