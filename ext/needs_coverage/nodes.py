"""The placeholders of a page, and the views that decide when it is written again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.page_views import ViewNode
from needs_core.views import seen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.model import Items, Label
    from needs_coverage.completeness import CompletenessSpec
    from needs_coverage.field_matrix import FieldSpec
    from needs_coverage.spec import MatrixSpec


class matrix_body(ViewNode):
    """The body of a matrix. Its parent is the table with its caption.

    ``view`` is the ``MatrixView``, ``spec`` the spec of the matrix.
    """


class summary_body(ViewNode):
    """The body of a summary. Its parent is the table with its caption.

    ``view`` is the ``SummarySpec``.
    """


class coverage_gaps(ViewNode):
    """Coverage in numbers, uncovered rows and orphan columns.

    ``view`` is the ``GapsView``, ``spec`` the spec of the matrix, ``show`` the ``PARTS``
    to draw, ``below`` whether it stands below the matrix itself.
    """


class coverage_incomplete(ViewNode):
    """The items that lack a field, and those that are overdue.

    ``view`` is a ``CompletenessView``, ``spec`` its spec.
    """


@dataclass(frozen=True, slots=True)
class GapsView:
    """The numbers, the legend and the gaps of a matrix."""

    matrix: MatrixSpec | FieldSpec
    edit_links: bool = False
    """Whether each gap has a link to its line in the page's source."""

    def look(self, items: Items) -> object:
        """Return all that is shown, and of the cells only what the legend shows."""
        matrix = seen(self.matrix, items)
        paths = {(x.link, x.forward, x.via is None) for x in matrix.paths}
        gaps = (matrix.uncovered, matrix.orphans)
        return (
            len(matrix.rows),
            len(matrix.columns),
            len(matrix.only_indirect),
            sorted(map(repr, matrix.states)),
            sorted(paths),
            gaps,
            [_lines(labels, items) for labels in gaps if self.edit_links],
        )


@dataclass(frozen=True, slots=True)
class CompletenessView:
    """The items that lack a field or are overdue."""

    spec: CompletenessSpec
    edit_links: bool = False
    """Whether each item has a link to its line in the page's source."""

    def look(self, items: Items) -> object:
        """Return the items, and their lines where those are shown."""
        found = seen(self.spec, items)
        return found, [_lines(x.labels, items) for x in found if self.edit_links]


def _lines(labels: Iterable[Label], items: Items) -> list[int | None]:
    return [item.line for item in items.get(label.id for label in labels)]
