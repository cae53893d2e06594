"""The tables of each page that have files beside it: their names, captions and specs.

A page keeps what it says of its tables when it is read, so that a build makes the files
of every table, whichever pages it writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from needs_core.collector import PerPage
from needs_core.html_tables import caption_text
from needs_core.only_parts import conditions_of, hold
from needs_core.output_addresses import file_names
from needs_core.sphinx_internals import app_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.environment.collectors import EnvironmentCollector

    from needs_core.only_parts import Conditions

Spec = TypeVar("Spec")


def names_of_docs(folder: str) -> Callable[[Iterable[str]], Iterator[str]]:
    """Return what yields the names whose parts ("folder/name_2") would overwrite pages."""
    return partial(_names_of_docs, re.compile(rf"{re.escape(folder)}/(.+)_[0-9]+(/index)?"))


def _names_of_docs(part: re.Pattern[str], docnames: Iterable[str]) -> Iterator[str]:
    for docname in docnames:
        if found := part.fullmatch(docname):
            yield found[1]


@dataclass(frozen=True, slots=True)
class TableOnPage(Generic[Spec]):
    """A table of a page: its name, its anchor, its caption and what it shows."""

    name: str
    anchor: str
    caption: str
    spec: Spec
    conditions: Conditions
    """Those of ``only`` around it."""


class PageTables(Generic[Spec]):
    """The tables that one kind of placeholder stands for, by page, in its order.

    Args:
        key: Attribute of the environment.
        node_type: The placeholder of a table's body; its parent has the caption.
        attribute: The attribute of the placeholder that holds the spec.
        taken: Returns the names that no file may have, from the pages of the project.

    """

    def __init__(
        self,
        key: str,
        node_type: type[nodes.Element],
        attribute: str,
        taken: Callable[[Iterable[str]], Iterable[str]] = lambda _pages: (),
    ) -> None:
        self._node_type, self._attribute, self._taken = node_type, attribute, taken
        self._per_page: PerPage[tuple[TableOnPage[Spec], ...]] = PerPage(key, self._read)

    def collector(self) -> type[EnvironmentCollector]:
        """Return the collector to connect with ``app.add_env_collector``."""
        return self._per_page.collector()

    def _read(
        self, app: Sphinx, doctree: nodes.document
    ) -> tuple[TableOnPage[Spec], ...] | None:
        docname, found = app.env.current_document.docname, []
        for number, body in enumerate(doctree.findall(self._node_type)):
            # A page that is drawn as part of another still knows which table this is.
            body["place"] = (docname, number)
            outer = body.parent
            name = next(iter((*outer["names"], *outer["dupnames"])), "")
            anchor = next(iter(outer["ids"]), "")
            about = (caption_text(outer), body[self._attribute], conditions_of(body))
            found.append(TableOnPage(name, anchor, *about))
        return tuple(found) or None

    def _names(self, env: BuildEnvironment) -> dict[str, tuple[str, ...]]:
        """Return the file names of each page's tables, without endings."""
        pages = self._per_page.pages(env).items()
        wanted = {docname: [table.name for table in found] for docname, found in pages}
        return file_names(wanted, self._taken(env.found_docs))

    def shown(self, app: Sphinx) -> Iterator[tuple[str, str, TableOnPage[Spec]]]:
        """Yield page, file name and table of every table that this build shows."""
        names = self._names(app.env)
        for docname, found in sorted(self._per_page.pages(app.env).items()):
            for name, table in zip(names[docname], found, strict=True):
                if hold(app, table.conditions):
                    yield docname, name, table

    def shown_names(self, env: BuildEnvironment) -> dict[str, tuple[str, ...]]:
        """Return the file names of the tables that this build shows, by page."""
        names = dict[str, tuple[str, ...]]()
        for docname, name, _table in self.shown(app_of(env)):
            names[docname] = (*names.get(docname, ()), name)
        return names

    def file_name(self, env: BuildEnvironment, body: nodes.Element) -> str:
        """Return the file name of a table; empty for one that is shown again elsewhere."""
        if "place" not in body:
            return ""
        place: tuple[str, int] = body["place"]
        docname, number = place
        return self._names(env)[docname][number]
