"""The directives ``lineage-table`` and ``lineage-consequence``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation

from needs_core.conditions import ConditionError, Conditions
from needs_core.core_settings import LineageFields, Roles
from needs_core.nodes import NeedsDirective
from needs_core.page_views import ViewNode
from needs_core.reader import read_model
from needs_core.setting_checks import ATTRIBUTES
from needs_core.settings import read
from needs_lineage.config import read_names
from needs_lineage.consequence import ConsequenceView
from needs_lineage.successions import SuccessionView

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

_ = get_translation("needs_lineage")


class SuccessionNode(ViewNode):
    """The body of a table, whose parent has the caption; ``view``: ``SuccessionView``."""


class ConsequenceNode(ViewNode):
    """Stands for what is touched; ``view`` is the ``ConsequenceView``."""


class LineageTable(NeedsDirective):
    """``lineage-table``: what has become of each need from one period to another."""

    extension: ClassVar[str] = "needs_lineage"
    option_spec: ClassVar[OptionSpec] = dict.fromkeys(
        ("type", "old", "new", "caption", "name"), directives.unchanged
    )

    def run(self) -> list[nodes.Node]:
        """Return the table, its body pending."""
        model = read_model(self.config)
        type_ = self.option_text("type") or read(self.config, Roles).goals
        if not self.all_known([type_], model.types, "type", "unknown_name"):
            return []
        old, new = self._conditions("old"), self._conditions("new")
        if old is None or new is None:
            return []
        view = SuccessionView(type_, read(self.config, LineageFields), old, new)
        written = self.option_text("caption")
        children, messages = self.parse_inline(written) if written else ([], [])
        text = written or f"{_('Before')} × {_('After')}"
        title = nodes.title(text, "", *(children or [nodes.Text(text)]))
        body = SuccessionNode(view=view)
        table = nodes.table("", title, body, classes=["lineage-table"])
        for node in (title, body, table):
            self.set_source_info(node)
        self.add_name(table)
        return [table, *messages]

    def _conditions(self, option: str) -> Conditions | None:
        """Return the conditions of an option; ``None`` after a warning."""
        text = self.option_text(option)
        if not text:
            fault = _("The option %s is missing, and nothing is shown.") % option
            self.warn(fault, _("Write :%s: period = 2024-2028.") % option, "bad_option")
            return None
        try:
            found = Conditions.parse(text)
        except ConditionError as error:
            fault = _("“%(part)s” in %(option)s cannot be read, and nothing is shown.")
            remedy = _("Write field = value, or field = value, value.")
            names = {"part": error, "option": option}
            self.warn(fault % names, remedy, "bad_option", option=option)
            return None
        known = (*ATTRIBUTES, *read_model(self.config).fields)
        return found if self.all_known(found.fields, known, option, "bad_option") else None


class LineageConsequence(NeedsDirective):
    """``lineage-consequence``: what is touched if a need is reworded or retired."""

    extension: ClassVar[str] = "needs_lineage"
    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Return the placeholder; the argument is the id."""
        view = ConsequenceView(self.arguments[0].strip(), read_names(self.config))
        return self.placeholder(ConsequenceNode(view=view))


def setup(app: Sphinx) -> None:
    """Register the directives and their nodes."""
    for node in (SuccessionNode, ConsequenceNode):
        app.add_node(node)
    app.add_directive("lineage-table", LineageTable)
    app.add_directive("lineage-consequence", LineageConsequence)
