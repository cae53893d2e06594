"""``history-…``: what authors write."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from needs_history import views
from needs_history.asking import near
from needs_history.core.halfyear import HalfYear
from needs_history.draw_package import PARTS, title
from needs_history.nodes import history_body, history_place
from needs_history.pens import TABLE
from needs_items.messages import Problem, warn
from needs_items.reading import read_model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.util.typing import OptionSpec

    from needs_items.views import View

_ = get_translation("needs_history")


class MistakeError(Exception):
    """An option that cannot be: fault and remedy."""


class _HistoryDirective(SphinxDirective):
    """A directive that shows something of the needs' past."""

    def run(self) -> list[nodes.Node]:
        """Return what stands for it, or nothing after having told what is wrong."""
        try:
            return self.shown()
        except MistakeError as mistake:
            fault, remedy = mistake.args
            docname = self.env.current_document.docname
            place = (docname, self.get_source_info()[1], self.name)
            warn(Problem(*place, fault, remedy, "needs_history", "bad_option"))
            return []

    def shown(self) -> list[nodes.Node]:
        """Return what stands for it; ``MistakeError`` for an option that cannot be."""
        raise NotImplementedError

    def place(self, view: View, part: str = "") -> history_place:
        """Return the placeholder of a view."""
        place = history_place(view=view, part=part)
        self.set_source_info(place)
        return place

    def table(self, view: View, caption: str, part: str = "") -> list[nodes.Node]:
        """Return a table that has its caption and its number from the start."""
        asked = self.options.get("caption", "").strip()
        children, messages = self.parse_inline(asked) if asked else ([], [])
        name = nodes.title(
            asked or caption, "", *(children or [nodes.Text(asked or caption)])
        )
        table = nodes.table("", name, history_body(view=view, part=part), classes=TABLE)
        for node in (name, table):
            self.set_source_info(node)
        self.add_name(table)
        return [table, *messages]

    def period(self, option: str) -> HalfYear | None:
        """Return the half-year an option names; ``None`` when it is not given."""
        text = self.options.get(option, "").strip()
        found = HalfYear.parse(text)
        if text and found is None:
            fault = _("“%(value)s” in %(option)s is no half-year, and nothing is shown.")
            remedy = _("Write it as 2026-1 or 2026-2.")
            raise MistakeError(fault % {"value": text, "option": option}, remedy)
        return found

    def known(self, option: str, names: Iterable[str], *, needed: bool = True) -> str:
        """Return the name an option gives, which must be one of some."""
        text: str = self.options.get(option, "").strip()
        if not text and needed:
            fault = _("The option %s is missing, and nothing is shown.") % option
            raise MistakeError(fault, _("Write a line :%s: with a value.") % option)
        if text and text not in names:
            fault = _("“%(value)s” in %(option)s is not known, and nothing is shown.")
            said = fault % {"value": text, "option": option} + near(text, names)
            raise MistakeError(said, _("Choose one of: %s.") % ", ".join(names))
        return text


class _OfOneView(_HistoryDirective):
    """A directive without options: one view, drawn where it stands."""

    view: ClassVar[type[View]]

    def shown(self) -> list[nodes.Node]:
        """Return the placeholder."""
        return [self.place(self.view())]


_CAPTION: OptionSpec = {
    "caption": directives.unchanged,
    "name": directives.unchanged,
}


class HistoryChanges(_HistoryDirective):
    """What changed between two snapshots, or since one."""

    option_spec: ClassVar[OptionSpec] = {
        "from": directives.unchanged,
        "to": directives.unchanged,
    }

    def shown(self) -> list[nodes.Node]:
        """Return the placeholder."""
        old = self.period("from")
        now = self.options.get("to", "").strip() in {"", views.NOW}
        new = None if now else self.period("to")
        return [self.place(views.Compared(str(old or ""), str(new or views.NOW)))]


class HistoryTrend(_HistoryDirective):
    """States and coverage at every snapshot and today."""

    option_spec: ClassVar[OptionSpec] = _CAPTION

    def shown(self) -> list[nodes.Node]:
        """Return picture and table, pending."""
        caption = _("How far it has come, half-year by half-year")
        view = views.Trend()
        return [self.place(view, "picture"), *self.table(view, caption)]


class HistoryValues(_HistoryDirective):
    """The values of a field at every snapshot and today."""

    option_spec: ClassVar[OptionSpec] = {
        **_CAPTION,
        "type": directives.unchanged,
        "field": directives.unchanged,
        "unit": directives.unchanged,
    }

    def shown(self) -> list[nodes.Node]:
        """Return the table, pending."""
        model = read_model(self.config)
        view = views.Values(
            self.known("type", model.types),
            self.known("field", model.fields),
            self.known("unit", model.fields, needed=False),
        )
        return self.table(view, model.fields[view.field])


class HistoryPace(_HistoryDirective):
    """What begins and ends in each half-year."""

    option_spec: ClassVar[OptionSpec] = {**_CAPTION, "most": directives.unchanged}

    def shown(self) -> list[nodes.Node]:
        """Return picture and table, pending, and what has no date."""
        text = self.options.get("most", "").strip()
        if text and (not text.isdecimal() or int(text) < 1):
            fault = _("“%(value)s” in %(option)s is no whole number from 1.")
            said = fault % {"value": text, "option": "most"}
            raise MistakeError(said, _("Write how many may begin in one half-year."))
        view = views.Paced(int(text) if text else None)
        caption = _("What begins and ends, half-year by half-year")
        picture = self.place(view, "picture")
        return [picture, *self.table(view, caption), self.place(view, "rest")]


class HistoryUpkeep(_OfOneView):
    """How well the plan is kept: owners, dates, freshness, completion, as counts."""

    view: ClassVar[type[View]] = views.Kept


class HistorySuspects(_OfOneView):
    """The links whose wording has changed since they were confirmed."""

    view: ClassVar[type[View]] = views.Doubted


class HistoryFollowUps(_HistoryDirective):
    """The follow-ups, all or those of one half-year."""

    option_spec: ClassVar[OptionSpec] = {"period": directives.unchanged}

    def shown(self) -> list[nodes.Node]:
        """Return the placeholder."""
        return [self.place(views.Told(self.period("period")))]


class HistoryNext(_OfOneView):
    """When the plan is followed up next, and when it last was."""

    view: ClassVar[type[View]] = views.Next


class HistoryPackage(_HistoryDirective):
    """The sheet of a half-year: a section for each of its parts."""

    option_spec: ClassVar[OptionSpec] = {"period": directives.unchanged}

    def shown(self) -> list[nodes.Node]:
        """Return the sections, their content pending."""
        view = views.Packed(self.period("period"))
        shown: list[nodes.Node] = [self.place(view, "head")]
        for part in PARTS:
            name = nodes.title("", title(part))
            section = nodes.section("", name, self.place(view, part))
            section["names"].append(nodes.fully_normalize_name(title(part)))
            self.set_source_info(section)
            self.state.document.note_implicit_target(section, section)
            shown.append(section)
        return shown
