"""The directives ``coverage-matrix``, ``coverage-summary`` and ``coverage-gaps``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from needs_core.nodes import NeedsDirective
from needs_core.reader import read_model, read_states
from needs_coverage.large.rollup import MatrixView
from needs_coverage.nodes import (
    CompletenessView,
    GapsView,
    coverage_gaps,
    coverage_incomplete,
    matrix_body,
    summary_body,
)
from needs_coverage.options import GAPS, MATRIX, PARTS, SUMMARY, DirectiveOptions
from needs_coverage.text import MatrixText, Spec

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec


class _CoverageDirective(NeedsDirective):
    """A directive whose options are checked against the project's model."""

    extension = "needs_coverage"

    def checked_options(self) -> DirectiveOptions | None:
        """Return the options, or ``None`` after a warning of each mistake in them."""
        model, states = read_model(self.config), read_states(self.config)
        options = DirectiveOptions(self.options, model, states)
        faults = list(options.faults())
        for fault in faults:
            self.warn(fault.text, fault.remedy, fault.subtype)
        return None if faults else options

    def captioned_table(
        self, options: DirectiveOptions, spec: Spec, body: nodes.Element, kind: str
    ) -> list[nodes.Node]:
        """Return a table with its caption, and what is wrong with the caption's markup.

        Its body is drawn later: ``numref``, ``:name:`` and the gettext builder look at
        the page before the needs are known.
        """
        caption = options.text("caption")
        children: list[nodes.Node] = []
        messages: list[nodes.system_message] = []
        if caption:
            children, messages = self.parse_inline(caption)
        else:  # the names of types are text, whatever they look like
            text = MatrixText.from_spec(spec, read_model(self.config))
            caption = f"{text.rows} × {text.columns}"
            children = [nodes.Text(caption)]
        title = nodes.title(caption, "", *children)
        table = nodes.table("", title, body, classes=[kind])
        for node in (title, table):
            self.set_source_info(node)
        self.add_name(table)
        return [table, *messages]

    def gaps_placeholder(
        self, spec: Spec, show: tuple[str, ...], *, below: bool
    ) -> list[nodes.Node]:
        """Return the placeholder of the gaps of a matrix."""
        view = GapsView(spec, edit_links=bool(self.config.needs_core_edit_url))
        gaps = coverage_gaps(view=view, spec=spec, show=show, below=below)
        return self.placeholder(gaps)


class CoverageMatrix(_CoverageDirective):
    """A table of which rows are covered by which columns, with totals and gaps."""

    option_spec: ClassVar[OptionSpec] = dict.fromkeys(MATRIX, directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Return the table, its body pending, and the gaps below."""
        options = self.checked_options()
        if options is None:
            return []
        spec = options.matrix_spec()
        view = MatrixView(spec, self.config.needs_coverage_cells)
        body = matrix_body(view=view, spec=spec)
        table = self.captioned_table(options, spec, body, "coverage-matrix")
        return [*table, *self.gaps_placeholder(spec, PARTS, below=True)]


class CoverageSummary(_CoverageDirective):
    """A line a group: how much is covered, how far it is, by whom and by when."""

    option_spec: ClassVar[OptionSpec] = dict.fromkeys(SUMMARY, directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Return the table, its body pending."""
        options = self.checked_options()
        if options is None:
            return []
        spec = options.summary_spec()
        body = summary_body(view=spec)
        return self.captioned_table(options, spec.matrix, body, "coverage-summary")


class CoverageGaps(_CoverageDirective):
    """The numbers and lists of a matrix without its table, or incomplete items."""

    option_spec: ClassVar[OptionSpec] = dict.fromkeys(GAPS, directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Return the placeholder of the parts asked for."""
        options = self.checked_options()
        if options is None:
            return []
        spec = options.completeness_spec()
        if spec is None:
            show = options.values("show") or PARTS
            return self.gaps_placeholder(options.matrix_spec(), show, below=False)
        view = CompletenessView(spec, edit_links=bool(self.config.needs_core_edit_url))
        return self.placeholder(coverage_incomplete(view=view, spec=spec))
