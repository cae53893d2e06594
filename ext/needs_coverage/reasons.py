"""Why a cell is what it is: for each of its links the words, the confidence, the days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.confidence import LinkConfidence, LinkConfidences
from needs_core.follow_ups import LastFollowUps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from needs_core.dates import HalfYear
    from needs_core.items import Items, Label
    from needs_core.states import State
    from needs_coverage.matrix import Matrix, Path
    from needs_coverage.spec import MatrixSpec

MOST = 2_000
"""Cells above which a page does not list them all: their cells lead to the needs alone."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What is known of one link of a cell, or of the way it takes over another item."""

    path: Path
    confidence: LinkConfidence | None = None
    is_watched: bool = False
    """Whether the link is one that somebody is to confirm."""
    confirmed: str = ""
    """The day on which it was; "" for never."""
    quote: str = ""
    """The words it was read from."""
    source: Label | None = None
    """The item whose page has the link; ``None`` on an indirect path."""
    line: int | None = None
    """Its line there, where it is led to."""


@dataclass(frozen=True, slots=True)
class CellReasons:
    """The reasons of one cell."""

    row: Label
    column: Label
    state: State
    reasons: tuple[Reason, ...]
    is_followed_up: bool
    """Whether follow-ups on the item whose state the cell shows are known of."""
    followed_up: HalfYear | None
    """When it was last followed up."""


@dataclass(frozen=True, slots=True)
class ReasonsView:
    """The reasons of every cell of a matrix; a view of the needs."""

    matrix: MatrixSpec
    edit_links: bool = False
    """Whether each link leads to its line in the page's source."""
    apart: bool = False
    """Whether they stand in a file of their own, where there may be many."""

    def look(self, items: Items) -> tuple[CellReasons, ...]:
        """Return the cells row by row; none of a matrix with too many."""
        matrix = items.look(self.matrix)
        if not self.apart and not has_reasons(matrix):
            return ()
        return tuple(self._cells(matrix, items))

    def _cells(self, matrix: Matrix, items: Items) -> Iterator[CellReasons]:
        spec = self.matrix
        names, follow_ups = spec.steps.confidence, spec.steps.follow_ups
        known = items.look(LinkConfidences(names)) if names else {}
        last = items.look(LastFollowUps(follow_ups)) if follow_ups else {}
        for row in matrix.rows:
            for cell in row.cells:
                column = matrix.columns[cell.column]
                acting = column if spec.status_side == "columns" else row.label
                yield CellReasons(
                    row.label,
                    column,
                    cell.state,
                    tuple(
                        self._reason(row.label, column, x, items, known) for x in cell.paths
                    ),
                    bool(follow_ups),
                    last.get(acting.id),
                )

    def _reason(
        self,
        row: Label,
        column: Label,
        path: Path,
        items: Items,
        known: Mapping[tuple[str, str, str], LinkConfidence],
    ) -> Reason:
        if path.via is not None:
            return Reason(path)
        source, target = (column, row) if path.forward else (row, column)
        link, item = (source.id, path.link, target.id), items.by_id.get(source.id)
        names = self.matrix.steps.confidence
        quote = (item.value(names.quote) or "") if item and names else ""
        confirmed = items.confirmed.get(link, "")
        watched = bool(confirmed) or link in items.unconfirmed or link in items.marks
        line = item.line if item and self.edit_links else None
        return Reason(path, known.get(link), watched, confirmed, quote, source, line)


def has_reasons(matrix: Matrix) -> bool:
    """Tell whether a page lists why the cells of a matrix are what they are."""
    return sum(len(row.cells) for row in matrix.rows) <= MOST
