"""What lists of gaps show, as views: a page is written again when just this changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.views import seen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.model import Items, Label
    from needs_coverage.by_field import FieldSpec
    from needs_coverage.spec import MatrixSpec
    from needs_coverage.stated import StatedSpec


@dataclass(frozen=True, slots=True)
class GapsSpec:
    """The numbers, the legend and the gaps of a matrix."""

    matrix: MatrixSpec | FieldSpec
    placed: bool = False
    """Whether each gap leads to the line where it is written."""

    def look(self, items: Items) -> object:
        """Return all that is shown, and of the cells only what the legend tells."""
        matrix = seen(self.matrix, items)
        ways = {(x.link, x.forward, x.via is None) for x in matrix.ways}
        gaps = (matrix.uncovered, matrix.orphans)
        return (
            len(matrix.rows),
            len(matrix.columns),
            len(matrix.only_indirect),
            sorted(map(repr, matrix.states)),
            sorted(ways),
            gaps,
            [_lines(labels, items) for labels in gaps if self.placed],
        )


@dataclass(frozen=True, slots=True)
class PlacedSpec:
    """What is not stated or overdue, with the lines where it is written."""

    stated: StatedSpec

    def look(self, items: Items) -> object:
        """Return the lacks and the lines."""
        lacks = seen(self.stated, items)
        return lacks, [_lines(lack.labels, items) for lack in lacks]


def _lines(labels: Iterable[Label], items: Items) -> list[int | None]:
    return [item.line for item in items.get(label.id for label in labels)]
