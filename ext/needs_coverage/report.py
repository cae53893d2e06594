"""The state of coverage in the terminal: a builder that writes no pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders import Builder
from sphinx.locale import get_translation
from sphinx.util import logging

from needs_coverage.nodes import matrix_body
from needs_coverage.words import COVERED, MISS, Spec, Words, gap_heading, numbers
from needs_items.reading import read_items, read_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from needs_items.items import Items, Label, Model

_ = get_translation("needs_coverage")
_logger = logging.getLogger(__name__)


class CoverageBuilder(Builder):
    """Prints every matrix of the project as numbers and gaps; writes ``coverage.txt``."""

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
        text = "\n".join(self._lines(items, model))
        (self.outdir / "coverage.txt").write_text(f"{text}\n", encoding="utf-8")
        _logger.info("\n%s", text)

    def _lines(self, items: Items, model: Model) -> Iterator[str]:
        for docname in sorted(self.env.found_docs):
            for body in self.env.get_doctree(docname).findall(matrix_body):
                title = body.parent.next_node(nodes.title)
                yield "" if title is None else title.astext()
                yield from state(body["view"], items, model)
                yield ""


def state(spec: Spec, items: Items, model: Model) -> Iterator[str]:
    """Yield the lines that tell how far one matrix is covered."""
    matrix = spec.look(items)
    words = Words.of(spec, model)
    for line in numbers(matrix, words):
        yield f"  {line}"
    rows = [row.label for row in matrix.rows]
    yield from _gap(words.rows, words.columns, matrix.uncovered, rows)
    if words.two_sided:
        yield from _gap(words.columns, words.rows, matrix.orphans, matrix.columns)


def _gap(
    kind: str, other: str, found: Sequence[Label], of: Sequence[Label]
) -> Iterator[str]:
    symbol = MISS if found else COVERED
    yield f"  {symbol} {gap_heading(kind, other, len(found), len(of))}"
    for label in found:
        yield f"      {label.id}  {label.title}"
