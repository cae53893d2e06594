"""What every directive here is made of: a placeholder, or one message with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from needs_core.messages import Problem, warn
from needs_history.asking import near
from needs_history.core.halfyear import HalfYear
from needs_history.nodes import history_body, history_place
from needs_history.pens import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.views import View

_ = get_translation("needs_history")


class MistakeError(Exception):
    """An option that cannot be: fault and remedy."""


class HistoryDirective(SphinxDirective):
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


class OfOneView(HistoryDirective):
    """A directive without options: one view, drawn where it stands."""

    view: ClassVar[type[View]]

    def shown(self) -> list[nodes.Node]:
        """Return the placeholder."""
        return [self.place(self.view())]
