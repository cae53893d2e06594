"""``history-…``: what authors write."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation

from needs_core.reader import read_model
from needs_history import views
from needs_history.basis import HistoryDirective, MistakeError, OfOneView
from needs_history.draw_package import PARTS, title

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec

    from needs_core.views import View

_ = get_translation("needs_history")


_CAPTION: OptionSpec = {
    "caption": directives.unchanged,
    "name": directives.unchanged,
}


class HistoryChanges(HistoryDirective):
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


class HistoryTrend(HistoryDirective):
    """States and coverage at every snapshot and today."""

    option_spec: ClassVar[OptionSpec] = _CAPTION

    def shown(self) -> list[nodes.Node]:
        """Return picture and table, pending."""
        caption = _("How far it has come, half-year by half-year")
        view = views.Trend()
        return [self.place(view, "picture"), *self.table(view, caption)]


class HistoryValues(HistoryDirective):
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


class HistoryPace(HistoryDirective):
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


class HistoryUpkeep(OfOneView):
    """How well the plan is kept: owners, dates, freshness, completion, as counts."""

    view: ClassVar[type[View]] = views.Kept


class HistorySuspects(OfOneView):
    """The links whose wording has changed since they were confirmed."""

    view: ClassVar[type[View]] = views.Doubted


class HistoryFollowUps(HistoryDirective):
    """The follow-ups, all or those of one half-year."""

    option_spec: ClassVar[OptionSpec] = {"period": directives.unchanged}

    def shown(self) -> list[nodes.Node]:
        """Return the placeholder."""
        return [self.place(views.Told(self.period("period")))]


class HistoryNext(OfOneView):
    """When the plan is followed up next, and when it last was."""

    view: ClassVar[type[View]] = views.Next


class HistoryPackage(HistoryDirective):
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
