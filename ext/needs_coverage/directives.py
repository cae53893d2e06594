"""``coverage-matrix``, ``coverage-summary``, ``coverage-gaps``: what authors write."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from needs_core.messages import Problem, warn
from needs_core.reader import read_model, read_states
from needs_coverage.asking import Asked
from needs_coverage.checking import Checking
from needs_coverage.gaps import GapsSpec, PlacedSpec
from needs_coverage.large.rolling import SheetSpec
from needs_coverage.nodes import (
    PARTS,
    coverage_gaps,
    coverage_lacks,
    matrix_body,
    summary_body,
)
from needs_coverage.words import Spec, Words

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
        mistakes = list(Checking(asked, model).mistakes())
        docname, line = self.env.current_document.docname, self.get_source_info()[1]
        for x in mistakes:
            place = (docname, line, self.name)
            warn(Problem(*place, x.fault, x.remedy, "needs_coverage", x.subtype))
        return None if mistakes else asked

    def gaps(self, spec: Spec, show: tuple[str, ...], *, below: bool) -> nodes.Element:
        """Return the placeholder of the gaps of a matrix."""
        view = GapsSpec(spec, placed=bool(self.config.needs_core_edit_url))
        gaps = coverage_gaps(view=view, spec=spec, show=show, below=below)
        self.set_source_info(gaps)
        return gaps


class _CaptionedTable(_CoverageDirective):
    """A table that has its caption from the start, and its body when it is drawn.

    ``numref``, ``:name:`` and the gettext builder look at the page before the needs
    are known.
    """

    option_spec: ClassVar[OptionSpec] = {
        **_CoverageDirective.option_spec,
        "caption": directives.unchanged,
        "group-by": directives.unchanged,
        "name": directives.unchanged,
    }

    def table(
        self, asked: Asked, words: Words, body: nodes.Element, kind: str
    ) -> list[nodes.Node]:
        """Return the table, and what is wrong with the markup of its caption."""
        caption = asked.text("caption")
        children: list[nodes.Node] = []
        messages: list[nodes.system_message] = []
        if caption:
            children, messages = self.parse_inline(caption)
        else:  # the names of types are text, whatever they look like
            caption = f"{words.rows} × {words.columns}"
            children = [nodes.Text(caption)]
        title = nodes.title(caption, "", *children)
        table = nodes.table("", title, body, classes=[kind])
        for node in (title, table):
            self.set_source_info(node)
        self.add_name(table)
        return [table, *messages]


class CoverageMatrix(_CaptionedTable):
    """A table of which rows are covered by which columns, with totals and gaps."""

    option_spec: ClassVar[OptionSpec] = {
        **_CaptionedTable.option_spec,
        "filters": directives.unchanged,
        "group-columns-by": directives.unchanged,
        "sort": directives.unchanged,
        "sort-columns": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the table, its body pending, and the gaps below."""
        asked = self.asked()
        if asked is None:
            return []
        spec = asked.spec()
        words = Words.of(spec, read_model(self.config))
        gaps = self.gaps(spec, PARTS, below=True)
        view = SheetSpec(spec, self.config.needs_coverage_cells)
        body = matrix_body(view=view, spec=spec)
        return [*self.table(asked, words, body, "coverage-matrix"), gaps]


class CoverageSummary(_CaptionedTable):
    """A line a group: how much is covered, how far it is, by whom and by when."""

    option_spec: ClassVar[OptionSpec] = {
        **_CaptionedTable.option_spec,
        "fields": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the table, its body pending."""
        asked = self.asked()
        if asked is None:
            return []
        spec = asked.summary()
        words = Words.of(spec.matrix, read_model(self.config))
        return self.table(asked, words, summary_body(view=spec), "coverage-summary")


class CoverageGaps(_CoverageDirective):
    """The same numbers and lists without the table."""

    option_spec: ClassVar[OptionSpec] = {
        **_CoverageDirective.option_spec,
        "show": directives.unchanged,
        "missing": directives.unchanged,
        "passed": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder of the parts asked for."""
        asked = self.asked()
        if asked is None:
            return []
        if asked.text("missing") or asked.text("passed"):
            spec = asked.stated()
            placed = bool(self.config.needs_core_edit_url)
            lacks = coverage_lacks(view=PlacedSpec(spec) if placed else spec, spec=spec)
            self.set_source_info(lacks)
            return [lacks]
        return [self.gaps(asked.spec(), asked.words("show") or PARTS, below=False)]
