"""Which matrices there are, page by page: noted when a page is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector

from needs_coverage.exports.addresses import FOLDER
from needs_coverage.exports.naming import file_names
from needs_coverage.nodes import matrix_body

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from needs_coverage.words import Spec

_MATRICES = "needs_coverage_matrices"


@dataclass(frozen=True, slots=True)
class Shown:
    """A matrix on a page, as it is asked for."""

    name: str
    anchor: str
    caption: str
    spec: Spec


class MatricesOfPages(EnvironmentCollector):
    """Keep with each page the matrices on it, and with each matrix its place."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is removed or about to be read again."""
        matrices(env).pop(docname, None)

    def merge_other(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        docnames: AbstractSet[str],
        other: BuildEnvironment,
    ) -> None:
        """Take over what a worker has read."""
        read = matrices(other)
        matrices(env).update({name: read[name] for name in docnames if name in read})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note the matrices of a page that was just read."""
        docname = app.env.current_document.docname
        if shown := tuple(_shown_in(doctree, docname)):
            matrices(app.env)[docname] = shown


def matrices(env: BuildEnvironment) -> dict[str, tuple[Shown, ...]]:
    """Return the matrices of every page that has any."""
    found: dict[str, tuple[Shown, ...]] = env.__dict__.setdefault(_MATRICES, {})
    return found


def names_on_pages(env: BuildEnvironment) -> dict[str, tuple[str, ...]]:
    """Return what the files of each page's matrices are called, without endings."""
    wanted = {d: [x.name for x in shown] for d, shown in matrices(env).items()}
    return file_names(wanted, _used(env.found_docs))


def _used(docnames: Iterable[str]) -> Iterator[str]:
    """Yield the names whose parts would be written over a page of the project."""
    for docname in docnames:
        if found := re.fullmatch(rf"{FOLDER}/(.+)_[0-9]+(/index)?", docname):
            yield found[1]


def _shown_in(doctree: nodes.document, docname: str) -> Iterator[Shown]:
    for number, body in enumerate(doctree.findall(matrix_body)):
        # A page that is drawn together with others still knows which matrix this is.
        body["place"] = (docname, number)
        table = body.parent
        title = table.next_node(nodes.title)
        yield Shown(
            next(iter((*table["names"], *table["dupnames"])), ""),
            next(iter(table["ids"]), ""),
            "" if title is None else title.astext(),
            body["spec"],
        )
