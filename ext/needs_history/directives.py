"""The directives ``history-…``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation

from needs_core.core_settings import FollowUpFields, Roles
from needs_core.dates import HalfYear
from needs_core.model_reader import read_model, read_steps
from needs_core.nodes import NeedsDirective
from needs_core.setting_checks import ATTRIBUTES
from needs_core.settings import read
from needs_core.sphinx_internals import app_of
from needs_history import draw_movement, views
from needs_history.core.meeting import MeetingView
from needs_history.core.movement import MovementView
from needs_history.draw_package import PARTS, part_title
from needs_history.nodes import TABLE, history_table_body, history_view
from needs_history.storage import read_history

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.util.typing import OptionSpec

    from needs_core.items import Conditions
    from needs_core.views import View

_ = get_translation("needs_history")

_CAPTION: OptionSpec = {
    "caption": directives.unchanged,
    "name": directives.unchanged,
}


class OptionError(Exception):
    """An option that cannot be used; it has been warned of."""


class HistoryDirective(NeedsDirective):
    """A directive that shows one view; it shows nothing where an option is wrong."""

    extension: ClassVar[str] = "needs_history"
    view: ClassVar[type[View[object]]]
    """The view of a directive without options."""

    def run(self) -> list[nodes.Node]:
        """Return the placeholders."""
        try:
            return self.content_nodes()
        except OptionError:
            return []

    def content_nodes(self) -> list[nodes.Node]:
        """Return the placeholders; raises ``OptionError``."""
        return self.view_node(self.view())

    def view_node(self, view: View[object], part: str = "") -> list[nodes.Node]:
        """Return the placeholder of a view, or of a part of it."""
        return self.placeholder(history_view(view=view, part=part))

    def view_table(self, view: View[object], caption: str) -> list[nodes.Node]:
        """Return a table whose caption and number are known when the page is read."""
        return self.captioned_table(history_table_body(view=view), caption, TABLE)

    def section(self, title: str, view: View[object], part: str) -> nodes.section:
        """Return a section with a part of a view."""
        section = nodes.section("", nodes.title("", title), *self.view_node(view, part))
        section["names"].append(nodes.fully_normalize_name(title))
        self.set_source_info(section)
        self.state.document.note_implicit_target(section, section)
        return section

    def half_year(self, option: str) -> HalfYear | None:
        """Return the half-year an option names; ``None`` where it is not given."""
        text = self.option_text(option)
        found = HalfYear.parse(text)
        if text and found is None:
            fault = _("“%(value)s” in %(option)s is no half-year, and nothing is shown.")
            names = {"value": text, "option": option}
            remedy = _("Write it as 2026-1 or 2026-2.")
            raise self.option_error(fault % names, remedy, option)
        return found

    def stated_conditions(self, option: str) -> Conditions:
        """Return the conditions an option states; all where it is not given."""
        known = (*ATTRIBUTES, *read_model(self.config).fields)
        found = self.conditions(option, known, "bad_option", "bad_option")
        if found is None:
            raise OptionError
        return found

    def known_name(self, option: str, known: Iterable[str], *, needed: bool = True) -> str:
        """Return the name an option gives, which must be one of those known."""
        text = self.option_text(option)
        if not text and needed:
            fault = _("The option %s is missing, and nothing is shown.") % option
            remedy = _("Write a line :%s: with a value.") % option
            raise self.option_error(fault, remedy, option)
        if text and not self.all_known([text], known, option, "bad_option"):
            raise OptionError
        return text

    def option_error(self, fault: str, remedy: str, option: str = "") -> OptionError:
        """Warn of an option, and return the error to raise."""
        self.warn(fault, remedy, "bad_option", option=option)
        return OptionError()


class HistoryChanges(HistoryDirective):
    """What changed between two snapshots, or since one."""

    option_spec: ClassVar[OptionSpec] = {
        "from": directives.unchanged,
        "to": directives.unchanged,
    }

    def content_nodes(self) -> list[nodes.Node]:
        """Return the placeholder."""
        old = self.half_year("from")
        today = self.option_text("to") in {"", views.NOW}
        new = views.NOW if today else str(self.half_year("to"))
        return self.view_node(views.ChangesView(str(old or ""), new))


class HistoryTrend(HistoryDirective):
    """States and coverage at every snapshot and today, as picture and table."""

    option_spec: ClassVar[OptionSpec] = {**_CAPTION, "where": directives.unchanged}

    def content_nodes(self) -> list[nodes.Node]:
        """Return the placeholders of picture and table."""
        caption = _("How far it has come, half-year by half-year")
        view = views.TrendView(self.stated_conditions("where"))
        return [*self.view_node(view, "picture"), *self.view_table(view, caption)]


class HistoryValues(HistoryDirective):
    """The values of a field at every snapshot and today."""

    option_spec: ClassVar[OptionSpec] = {
        **_CAPTION,
        "type": directives.unchanged,
        "field": directives.unchanged,
        "unit": directives.unchanged,
    }

    def content_nodes(self) -> list[nodes.Node]:
        """Return the placeholder of the table."""
        model = read_model(self.config)
        view = views.ValuesView(
            self.known_name("type", model.types),
            self.known_name("field", model.fields),
            self.known_name("unit", model.fields, needed=False),
        )
        return self.view_table(view, model.fields[view.field])


class HistoryWorkload(HistoryDirective):
    """What begins and ends in each half-year, as picture and table."""

    option_spec: ClassVar[OptionSpec] = {**_CAPTION, "most": directives.unchanged}

    def content_nodes(self) -> list[nodes.Node]:
        """Return the placeholders of picture, table and of what has no date."""
        text = self.option_text("most")
        if text and (not text.isdecimal() or int(text) < 1):
            fault = _("“%(value)s” in %(option)s is no whole number from 1.")
            names = {"value": text, "option": "most"}
            remedy = _("Write how many may begin in one half-year.")
            raise self.option_error(fault % names, remedy, "most")
        view = views.WorkloadView(int(text) if text else None)
        caption = _("What begins and ends, half-year by half-year")
        picture, rest = self.view_node(view, "picture"), self.view_node(view, "rest")
        return [*picture, *self.view_table(view, caption), *rest]


class HistoryUpkeep(HistoryDirective):
    """How well the plan is kept up to date, as counts."""

    view = views.UpkeepView


class HistoryMovement(HistoryDirective):
    """What moves and what stands, with a section for each part."""

    option_spec: ClassVar[OptionSpec] = {
        "half-years": directives.unchanged,
        "show": directives.unchanged,
    }

    def content_nodes(self) -> list[nodes.Node]:
        """Return the sections, with a placeholder in each."""
        text, show = self.option_text("half-years"), self.option_names("show")
        if text and (not text.isdecimal() or int(text) < 1):
            fault = _("“%(value)s” in %(option)s is no whole number from 1.")
            names = {"value": text, "option": "half-years"}
            remedy = _("Write from how many half-years something stands.")
            raise self.option_error(fault % names, remedy, "half-years")
        if not self.all_known(show, draw_movement.PARTS, "show", "bad_option"):
            raise OptionError
        view = MovementView(int(text) if text else 2)
        parts = show or draw_movement.PARTS
        titles = {part: draw_movement.part_title(part) for part in parts}
        if read_history(app_of(self.env)).snapshots:
            return [self.section(titles[part], view, part) for part in parts]
        # Without a snapshot, only what runs at the same time is known.
        known = [x for x in parts if x == draw_movement.LOAD]
        sections = [self.section(titles[part], view, part) for part in known]
        return [*self.view_node(view, draw_movement.UNKNOWN), *sections]


class HistorySuspects(HistoryDirective):
    """The links whose wording has changed since they were confirmed."""

    view = views.SuspectLinksView


class HistoryNext(HistoryDirective):
    """When the plan is followed up next, and when it last was."""

    view = views.NextFollowUpView


class HistoryFollowUps(HistoryDirective):
    """The follow-ups, all or those of one half-year."""

    option_spec: ClassVar[OptionSpec] = {"period": directives.unchanged}

    def content_nodes(self) -> list[nodes.Node]:
        """Return the placeholder."""
        return self.view_node(views.FollowUpsView(self.half_year("period")))


class HistoryPackage(HistoryDirective):
    """The meeting package of a half-year, with a section for each part."""

    option_spec: ClassVar[OptionSpec] = {
        "period": directives.unchanged,
        "meeting": directives.flag,
    }

    def content_nodes(self) -> list[nodes.Node]:
        """Return the sections, with a placeholder in each."""
        view = views.MeetingPackageView(self.half_year("period"))
        stepped = read_steps(self.config).declared
        parts = PARTS if stepped else tuple(x for x in PARTS if x != "goals")
        sections = [self.section(part_title(part), view, part) for part in parts]
        content = [*self.view_node(view, "head")]
        if "meeting" in self.options:
            if not (
                read(self.config, FollowUpFields).type and read(self.config, Roles).actions
            ):
                fault = _(
                    "The project has no follow-ups, and there is no meeting to go through."
                )
                remedy = _("Say in needs_core_follow_ups how a follow-up is written.")
                raise self.option_error(fault, remedy)
            # What is to be decided comes first, and then where one decides it.
            content += [sections.pop(0), *self.view_node(MeetingView(view.period))]
        return [*content, *sections]
