"""The builders without pages: the state of coverage, and the list of known gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util import logging

from needs_core.messages import warn
from needs_core.report_builder import ReportBuilder
from needs_core.settings import declared_at
from needs_coverage import __version__
from needs_coverage.gates.config import (
    BASELINE,
    GATES,
    bad_baseline,
    baseline_file,
    check_gates,
)
from needs_coverage.gates.evaluate import baseline_text
from needs_coverage.gates.report import GateReport, SourcePaths
from needs_coverage.nodes import MatrixNode
from needs_coverage.text import COVERED, MISS, MatrixText, Spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.items import Items
    from needs_core.model import Model

_ = get_translation("needs_coverage")
_logger = logging.getLogger(__name__)

_JUNIT, _SARIF = "gates.junit.xml", "gates.sarif"


class CoverageBuilder(ReportBuilder):
    """Prints every matrix as numbers and gaps, and every gate; writes ``coverage.txt``.

    Beside it stand the gates as JUnit XML and as SARIF. The build fails on a gate.
    """

    name = "coverage-report"

    def report(self) -> None:
        """Write the report and print it."""
        found = check_gates(self.application)
        lines = list(self._matrix_lines())
        if found.verdicts or found.bad:
            paths = SourcePaths(self.application)
            file, line = declared_at(self.config, GATES)
            declared = (paths.of_file(file) if file else "conf.py", line)
            report = GateReport(found, paths, declared)
            lines += report.lines()
            self.save(_JUNIT, report.junit())
            self.save(_SARIF, report.sarif(__version__, self.config.language))
        text = "\n".join(lines)
        self.save("coverage.txt", f"{text}\n")
        self.show(text)
        if found.fails:
            self.fail()

    def _matrix_lines(self) -> Iterator[str]:
        for docname in sorted(self.env.found_docs):
            for body in self.env.get_doctree(docname).findall(MatrixNode):
                title = body.parent.next_node(nodes.title)
                yield "" if title is None else title.astext()
                yield from matrix_lines(body["spec"], self.items, self.model)
                yield ""


class BaselineBuilder(ReportBuilder):
    """Writes every breach of a gate that fails into the file of known gaps."""

    name = "coverage-baseline"
    writes_project = True

    def report(self) -> None:
        """Write the list in place of the last one."""
        found = check_gates(self.application, with_baseline=False)
        path = baseline_file(self.application)
        if path is None:
            fault = _("There is no file to write the known gaps in.")
            warn(bad_baseline(BASELINE, fault, _("Write the name of a file in conf.py.")))
        if path is None or found.bad:  # half a list would open the gates that are left out
            self.fail()
            return
        if not self.write_project_file(path, baseline_text(found.gaps)):
            return
        count = {"file": path.name, "count": len(found.gaps)}
        _logger.info(_("%(file)s: %(count)d known gaps"), count)


def matrix_lines(spec: Spec, items: Items, model: Model) -> Iterator[str]:
    """Yield the numbers and the gaps of one matrix."""
    matrix, text = spec.look(items), MatrixText.from_spec(spec, model)
    for line in text.numbers(matrix):
        yield f"  {line}"
    for gap in text.gaps(matrix):
        yield f"  {MISS if gap.labels else COVERED} {gap.heading}"
        for label in gap.labels:
            note = f"  ({gap.notes[label.id]})" if label.id in gap.notes else ""
            yield f"      {label.id}  {label.title}{note}"
