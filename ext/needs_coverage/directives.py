"""The directives ``coverage-matrix``, ``-overview``, ``-targets``, ``-summary``, ``-gaps``.

Each leaves a placeholder on its page, which ``transforms`` replaces by a drawing. The
placeholder's view decides when the page is written again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.locale import get_translation

from needs_core.model_reader import read_model, read_steps
from needs_core.nodes import NeedsDirective
from needs_coverage.large.rollup import MatrixView
from needs_coverage.nodes import (
    CompletenessView,
    GapsNode,
    GapsView,
    IncompleteNode,
    MatrixNode,
    OverviewNode,
    ReasonsNode,
    SummaryNode,
    TargetsNode,
)
from needs_coverage.options import (
    GAPS,
    MATRIX,
    OVERVIEW,
    PARTS,
    SUMMARY,
    TARGETS,
    DirectiveOptions,
)
from needs_coverage.reasons import ReasonsView
from needs_coverage.spec import MatrixSpec
from needs_coverage.text import MatrixText

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.util.typing import OptionSpec

    from needs_coverage.text import Spec

_ = get_translation("needs_coverage")


class _CoverageDirective(NeedsDirective):
    """A directive whose options are checked against the project's model."""

    extension = "needs_coverage"

    def checked_options(self) -> DirectiveOptions | None:
        """Return the options, or ``None`` after a warning of each mistake in them."""
        model, steps = read_model(self.config), read_steps(self.config)
        allowed = self.option_spec or ()
        options = DirectiveOptions(self.options, model, steps, allowed)
        faults = list(options.faults())
        for fault in faults:
            self.warn(fault.text, fault.remedy, fault.subtype, option=fault.option)
        return None if faults else options

    def coverage_table(
        self, spec: Spec, body: nodes.Element, kind: str, *more: Spec
    ) -> list[nodes.Node]:
        """Return a table with its caption: as written, else the types of its axes."""
        texts = [MatrixText.from_spec(x, read_model(self.config)) for x in (spec, *more)]
        caption = f"{texts[0].rows} × {', '.join(text.columns for text in texts)}"
        if isinstance(body, OverviewNode):  # beside its matrix, as a rule
            caption = _("%s: overview") % caption
        return self.captioned_table(body, caption, [kind])

    def gaps_placeholder(
        self, spec: Spec, show: tuple[str, ...], *, below: bool
    ) -> list[nodes.Node]:
        """Return the placeholder of the gaps of a matrix."""
        view = GapsView(spec, edit_links=bool(self.config.needs_core_edit_url))
        gaps = GapsNode(view=view, spec=spec, show=show, below=below)
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
        whole = MatrixView(spec, self.config.needs_coverage_cells)
        body = MatrixNode(view=whole, spec=spec)
        table = self.coverage_table(spec, body, "coverage-matrix")
        show = [part for part in PARTS if part != "steps"]  # the rows tell their own
        gaps = self.gaps_placeholder(spec, tuple(show), below=True)
        if not isinstance(spec, MatrixSpec):
            return [*table, *gaps]
        view = ReasonsView(spec, edit_links=bool(self.config.needs_core_edit_url))
        reasons = ReasonsNode(view=view, spec=spec)
        return [*table, *self.placeholder(reasons), *gaps]


class CoverageSummary(_CoverageDirective):
    """A line a group: how much is covered, how far it is, by whom and by when."""

    option_spec: ClassVar[OptionSpec] = dict.fromkeys(SUMMARY, directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Return the table, its body pending."""
        options = self.checked_options()
        if options is None:
            return []
        spec = options.summary_spec()
        body = SummaryNode(view=spec)
        return self.coverage_table(spec.matrix, body, "coverage-summary")


class CoverageOverview(_CoverageDirective):
    """Each row with its step and count, and counts by group, that lead to the matrix."""

    option_spec: ClassVar[OptionSpec] = dict.fromkeys(OVERVIEW, directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Return the table, its body pending."""
        options = self.checked_options()
        if options is None:
            return []
        spec = options.overview_spec()
        body = OverviewNode(view=spec)
        return self.coverage_table(spec.matrix, body, "coverage-overview")


class CoverageTargets(_CoverageDirective):
    """Rows against several types at once, covered in any of them or in each."""

    option_spec: ClassVar[OptionSpec] = dict.fromkeys(TARGETS, directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Return the table, its body pending."""
        options = self.checked_options()
        if options is None:
            return []
        spec = options.targets_spec()
        first, *more = spec.matrices
        body = TargetsNode(view=spec)
        return self.coverage_table(first, body, "coverage-targets", *more)


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
        return self.placeholder(IncompleteNode(view=view, spec=spec))
