"""``history-snapshot``: writes what the needs are, and no pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders import Builder

from needs_core.dates import today
from needs_core.reader import read_items, read_model
from needs_history.core.halfyear import HalfYear
from needs_history.core.snapshot import Known, Snapshot, written

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

FILE = "snapshot.json"


class SnapshotBuilder(Builder):
    """Writes ``snapshot.json``: the needs as they are on the pages.

    ``needs_history_name`` names the half-year, else it is the one of today;
    ``needs_history_commit`` the commit the pages are of.
    """

    name = "history-snapshot"
    format = "text"
    allow_parallel = True

    def get_outdated_docs(self) -> Iterable[str]:
        """Return every page: a snapshot is of the whole project."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return no address: nothing is linked to."""
        del docname, typ
        return ""

    def write_documents(self, _docnames: AbstractSet[str]) -> None:
        """Write the file."""
        name = HalfYear.parse(self.config.needs_history_name) or HalfYear.of(today())
        snapshot = Snapshot(
            name,
            today(),
            read_items(self._app),
            Known.of(read_model(self.config)),
            self.config.needs_history_commit or None,
        )
        path = self.outdir / FILE
        path.write_text(written(snapshot), encoding="utf-8", newline="\n")
