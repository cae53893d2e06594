"""``coverage-matrix`` and ``coverage-gaps``: what an author writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from needs_coverage.asking import Asked
from needs_coverage.nodes import PARTS, coverage_gaps, matrix_body
from needs_coverage.words import Words
from needs_items.messages import Problem, warn
from needs_items.reading import read_model, read_states

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec

_AXES = (
    "rows",
    "columns",
    "link",
    "via",
    "via-links",
    "by",
    "period",
    "rows-where",
    "columns-where",
)


class _CoverageDirective(SphinxDirective):
    """What both directives ask for: rows, columns, and what joins them."""

    option_spec: ClassVar[OptionSpec] = dict.fromkeys(_AXES, directives.unchanged)

    def asked(self) -> Asked | None:
        """Return what is asked for, or ``None`` after having told what is wrong."""
        model, states = read_model(self.config), read_states(self.config)
        asked = Asked(self.options, model, states)
        mistakes = list(asked.mistakes())
        docname, line = self.env.current_document.docname, self.get_source_info()[1]
        for x in mistakes:
            place = (docname, line, self.name)
            warn(Problem(*place, x.fault, x.remedy, "needs_coverage", x.subtype))
        return None if mistakes else asked


class CoverageMatrix(_CoverageDirective):
    """A table of which rows are covered by which columns, with totals and gaps."""

    option_spec: ClassVar[OptionSpec] = {
        **_CoverageDirective.option_spec,
        "caption": directives.unchanged,
        "group-by": directives.unchanged,
        "group-columns-by": directives.unchanged,
        "name": directives.unchanged,
        "sort": directives.unchanged,
        "sort-columns": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return a table with its caption, its body pending, and the gaps below.

        The caption is there from the start: ``numref``, ``:name:`` and the gettext
        builder look at the page before the needs are known.
        """
        asked = self.asked()
        if asked is None:
            return []
        spec = asked.spec()
        words = Words.of(spec, read_model(self.config))
        text = asked.text("caption") or f"{words.rows} × {words.columns}"
        children, messages = self.parse_inline(text)
        title = nodes.title(text, "", *children)
        table = nodes.table("", title, matrix_body(view=spec))
        table["classes"].append("coverage-matrix")
        gaps = coverage_gaps(view=spec, show=PARTS, below=True)
        for node in (title, table, gaps):
            self.set_source_info(node)
        self.add_name(table)
        return [table, gaps, *messages]


class CoverageGaps(_CoverageDirective):
    """The same numbers and lists without the table."""

    option_spec: ClassVar[OptionSpec] = {
        **_CoverageDirective.option_spec,
        "show": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder of the parts asked for."""
        asked = self.asked()
        if asked is None:
            return []
        gaps = coverage_gaps(
            view=asked.spec(), show=asked.words("show") or PARTS, below=False
        )
        self.set_source_info(gaps)
        return [gaps]
