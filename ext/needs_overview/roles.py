"""Roles for numbers and steps of needs in prose."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxRole

from needs_core.included_files import other_source
from needs_core.items import ALL, ConditionError, Conditions
from needs_core.messages import Problem, warn
from needs_core.model_reader import read_model, read_steps
from needs_core.setting_checks import ATTRIBUTES
from needs_overview.nodes import CountNode, StepNode

_ = get_translation("needs_overview")

# The views are imported by pages that have a role.


class CountRole(SphinxRole):
    """``needs-count``: how many needs of a type there are, as a number."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the placeholder of the number; its text is the type, and conditions."""
        type_, _semicolon, conditions = self.text.partition(";")
        model = read_model(self.config)
        try:
            where = Conditions.parse(conditions) if conditions.strip() else ALL
        except ConditionError:
            where = None
        known = {*ATTRIBUTES, *model.fields}
        if where is None or type_.strip() not in model.types or {*where.fields} - known:
            source, line = self.get_source_info()
            fault = _("“%s” names no need type that can be counted.") % self.text
            remedy = _("Write a need type, or a type; field = value. Choose one of: %s.")
            remedy %= ", ".join(model.types)
            at = (self.env.current_document.docname, line, self.name)
            told = (fault, remedy, "needs_overview", "unknown_name")
            warn(Problem(*at, *told, file=other_source(self.env, source)))
            return [nodes.Text(self.text)], []
        from needs_overview.profile import CountView

        view = CountView(type_.strip(), where, steps=read_steps(self.config))
        return [CountNode(view=view)], []


class StepRole(SphinxRole):
    """``needs-step``: how far a need is; the text is its id."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the placeholder of the step."""
        from needs_overview.profile import StepView

        view = StepView(self.text.strip(), read_steps(self.config))
        place = StepNode(view=view, directive=self.name)
        place.source, place.line = self.get_source_info()
        return [place], []
