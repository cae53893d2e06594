"""Placeholders below needs, their drawings, and what a build owes pages that have them.

A page that shows what moves is read again when there is a first snapshot, or no more one;
a page with the meeting package has files beside it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.collector import PerPage
from needs_core.core_settings import Roles
from needs_core.generated_pages import value_nodes
from needs_core.html_tables import HtmlNode, add_page_file
from needs_core.links import reference, uri
from needs_core.model_reader import read_model, read_steps
from needs_core.nodes import paragraph
from needs_core.output_files import OutputFile, OutputFiles, has_site_files
from needs_core.page_views import ViewNode, shown_views
from needs_core.reader import look
from needs_core.settings import read
from needs_core.sphinx_internals import app_of
from needs_core.sphinx_needs_internals import NeedNode
from needs_history import views
from needs_history.nodes import (
    HistoryContext,
    capitalized,
    half_year_name,
    history_table_body,
    history_view,
    need_history,
    note,
)
from needs_history.storage import read_history
from needs_history.views import MeetingPackageView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from needs_core.views import View
    from needs_history.core.meeting import Meeting


def _read_movement(app: Sphinx, doctree: nodes.document) -> bool | None:
    """Return whether a page that shows what moves was read with any snapshot."""
    found = [node["view"] for node in doctree.findall(history_view)]
    if not found:
        return None
    from needs_history.core.movement import MovementView

    shown = any(isinstance(view, MovementView) for view in found)
    return bool(read_history(app).snapshots) if shown else None


_MOVEMENT = PerPage("needs_history_movement", _read_movement)


def _pages_to_read_again(
    app: Sphinx,
    env: BuildEnvironment,
    _added: set[str],
    _changed: set[str],
    _removed: set[str],
) -> list[str]:
    """Return the pages whose sections are others since there is a snapshot, or none."""
    now = bool(read_history(app).snapshots)
    return sorted(page for page, was in _MOVEMENT.pages(env).items() if was != now)


FOLDER = "history"
"""The folder of the files, in the folder of the output."""


def _output_files(app: Sphinx) -> Iterator[OutputFile]:
    if any(isinstance(view, MeetingPackageView) for _page, view in shown_views(app)):
        from needs_history.workbook import output_files

        yield from output_files(app)


_ = get_translation("needs_history")

# What draws a kind of view is imported by builds that draw one.

_OURS = (need_history, history_view, history_table_body)


class AddNeedHistory(SphinxTransform):
    """Put a placeholder below the text of every need, when a page is read.

    So the page keeps it as one of its views, and is written again when it changes.
    """

    default_priority = 850

    def apply(self, **_kwargs: Any) -> None:
        """Add to the needs of this page."""
        if not read(self.config, Roles).actions:
            return
        for need in self.document.findall(NeedNode):
            need.append(need_history(view=views.NeedHistoryView(need["refid"])))


class DrawHistory(SphinxPostTransform):
    """Draw every placeholder, once the needs are resolved.

    Before the needs themselves are drawn, at 5: what stands in a need is drawn with it.
    """

    default_priority = 4

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        placeholders = [x for x in self.document.findall(ViewNode) if isinstance(x, _OURS)]
        if not placeholders:
            return
        app = app_of(self.env)
        self._app = app
        self._roles = read(self.config, Roles)
        docname = self.env.current_document.docname
        self._context = HistoryContext(
            partial(reference, app.builder, docname),
            partial(value_nodes, app.builder, docname, self._roles.owner),
            self._roles.owner,
            read_model(self.config),
            read_steps(self.config),
            app.builder.format == "html",
            self.config.language,
        )
        for placeholder in placeholders:
            view = placeholder["view"]
            found = look(app, view)
            if isinstance(placeholder, need_history):
                from needs_history import draw_needs

                drawn = draw_needs.need_history(view.id, found, self._context)
                placeholder.replace_self(list(drawn))
            elif isinstance(placeholder, history_view):
                drawn = self._draw(view, placeholder["part"], found)
                placeholder.replace_self(list(drawn))
            elif isinstance(view, views.WorkloadView) and not found.loads:
                # A table without a row is a sentence instead.
                empty = note(_("There is no start and no end to count."))
                placeholder.parent.replace_self([empty])
            else:
                placeholder.replace_self(self._table_body(view, found))

    def _draw(self, view: View[object], part: str, found: Any) -> Iterator[nodes.Node]:
        from needs_history import draw_counts, draw_movement, draw_needs, draw_package
        from needs_history.core.meeting import MeetingView
        from needs_history.core.movement import MovementView

        if isinstance(view, MeetingView):
            yield from self._meeting(found)
        elif part == "picture":
            yield from self._picture(view, found)
        elif isinstance(view, MovementView):
            yield from draw_movement.draw_part(part, found, self._roles, self._context)
        elif isinstance(view, views.MeetingPackageView):
            if part == "head":
                name = capitalized(half_year_name(found.period))
                yield paragraph(name, classes=["history-period"])
                from needs_history.workbook import file_link

                yield from file_link(self.env, found.period)
            else:
                context = self._context
                yield from draw_package.draw_part(part, found, self._roles, context)
        else:
            drawings: dict[type, Callable[..., Iterator[nodes.Node]]] = {
                views.ChangesView: draw_needs.changes,
                views.FollowUpsView: draw_needs.follow_ups,
                views.NextFollowUpView: draw_needs.last_and_next,
                views.SuspectLinksView: draw_needs.suspect_links,
                views.UpkeepView: partial(draw_counts.upkeep, roles=self._roles),
                views.WorkloadView: draw_counts.without_date,
            }
            yield from drawings[type(view)](found, context=self._context)

    def _meeting(self, found: Meeting) -> Iterator[nodes.Node]:
        from needs_history import draw_meeting

        if has_site_files(self._app.builder):
            builder, docname = self._app.builder, self.env.current_document.docname
            address = partial(uri, builder, docname)
            for script in draw_meeting.SCRIPTS:
                add_page_file(self.document, script)
            yield draw_meeting.draw_meeting(
                found, self.config, docname, address, self._context
            )

    def _picture(self, view: View[object], found: Any) -> Iterator[nodes.Node]:
        if self._context.html:
            from needs_history import pictures  # its library is slow to import

            trend = isinstance(view, views.TrendView)
            svg = (
                pictures.trend(found, self._context.states)
                if trend
                else pictures.workload(found)
            )
            if svg:
                # A table below it says the same.
                yield HtmlNode(html=f'<div class="history-picture">{svg}</div>\n')

    def _table_body(self, view: View[object], found: Any) -> nodes.tgroup:
        from needs_history import draw_counts

        if isinstance(view, views.TrendView):
            return draw_counts.trend(found, self._roles, self._context)
        if isinstance(view, views.ValuesView):
            return draw_counts.values(found, view, self._context)
        return draw_counts.workload(found, self._context)


def setup(app: Sphinx) -> None:
    """Register both transforms, the pages that are read again, and the files."""
    app.add_env_collector(_MOVEMENT.collector())
    app.connect("env-get-outdated", _pages_to_read_again)
    app.add_transform(AddNeedHistory)
    app.add_post_transform(DrawHistory)
    OutputFiles("needs_history", FOLDER, _output_files).setup(app)
