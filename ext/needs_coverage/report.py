"""The state of coverage in the terminal: a builder that writes no pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders import Builder
from sphinx.locale import get_translation
from sphinx.util import logging

from needs_core.messages import warn
from needs_core.reader import read_items, read_model
from needs_coverage import __version__
from needs_coverage.gates import baseline, junit, sarif, summary
from needs_coverage.gates.building import Outcome, bad_baseline, baseline_file, outcome
from needs_coverage.nodes import matrix_body
from needs_coverage.text import COVERED, MISS, MatrixText, Spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from needs_core.model import Items, Model

_ = get_translation("needs_coverage")
_logger = logging.getLogger(__name__)


class CoverageBuilder(Builder):
    """Prints every matrix as numbers and gaps, and every gate; writes ``coverage.txt``.

    Beside it stand the gates as JUnit XML and as SARIF. The build fails on a gate.
    """

    name = "coverage-report"
    format = "text"
    allow_parallel = True

    def get_outdated_docs(self) -> Iterable[str]:
        """Return every page: the report is of the whole project."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return no address: nothing can be linked to in a report."""
        del docname, typ
        return ""

    def write_documents(self, _docnames: AbstractSet[str]) -> None:
        """Write the report and print it."""
        items, model = read_items(self._app), read_model(self.config)
        found = outcome(self._app)
        judged = (found.judgement, found.tell, found.bad)
        lines = [
            *self._lines(items, model),
            *(summary.lines(*judged) if found.asked else ()),
        ]
        text = "\n".join(lines)
        (self.outdir / "coverage.txt").write_text(f"{text}\n", encoding="utf-8")
        self._write_gates(found)
        _logger.info("\n%s", text)
        if found.fails:
            self._app.statuscode = 1

    def _write_gates(self, found: Outcome) -> None:
        junit_file = self.outdir / "gates.junit.xml"
        sarif_file = self.outdir / "gates.sarif"
        if not found.asked:  # nothing of an earlier build is left to be taken for true
            junit_file.unlink(missing_ok=True)
            sarif_file.unlink(missing_ok=True)
            return
        judged = (found.judgement, found.tell, found.bad)
        junit_file.write_bytes(junit.document(*judged))
        about = {"version": __version__, "language": self.config.language}
        sarif_file.write_text(sarif.document(*judged, **about), encoding="utf-8")

    def _lines(self, items: Items, model: Model) -> Iterator[str]:
        for docname in sorted(self.env.found_docs):
            for body in self.env.get_doctree(docname).findall(matrix_body):
                title = body.parent.next_node(nodes.title)
                yield "" if title is None else title.astext()
                yield from state(body["spec"], items, model)
                yield ""


class BaselineBuilder(CoverageBuilder):
    """Writes down which gaps are known: the file ``needs_coverage_baseline`` names."""

    name = "coverage-baseline"

    def write_documents(self, _docnames: AbstractSet[str]) -> None:
        """Write every breach of a gate that fails the build, in place of the last list."""
        found, path = outcome(self._app, with_baseline=False), baseline_file(self._app)
        if path is None:
            fault = _("There is no file to write the known gaps in.")
            remedy = _("Write the name of a file in conf.py.")
            warn(bad_baseline("needs_coverage_baseline", fault, remedy))
        if path is None or found.bad:  # half a list would open the gates that are left out
            self._app.statuscode = 1
            return
        gaps = found.judgement.gaps
        path.write_text(baseline.written(gaps), encoding="utf-8")
        _logger.info(
            _("%(file)s: %(count)d known gaps"), {"file": path.name, "count": len(gaps)}
        )


def state(spec: Spec, items: Items, model: Model) -> Iterator[str]:
    """Yield the numbers and gaps of one matrix as lines of text."""
    matrix, text = spec.look(items), MatrixText.from_spec(spec, model)
    for line in text.numbers(matrix):
        yield f"  {line}"
    for gap in text.gaps(matrix):
        yield f"  {MISS if gap.labels else COVERED} {gap.heading}"
        for label in gap.labels:
            yield f"      {label.id}  {label.title}"
