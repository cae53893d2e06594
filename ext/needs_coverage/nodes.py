"""What stands on a page for a drawing until the needs are known, and the views of it.

Every build knows them, for pages that were read before hold them; what draws them is
imported when a page is written that has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.page_views import ViewNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

    from needs_core.items import Items, Label
    from needs_coverage.summary import CompletenessSpec
    from needs_coverage.text import Spec


class MatrixNode(ViewNode):
    """The body of a matrix. Its parent is the table with its caption.

    ``view`` is the ``MatrixView``, ``spec`` the spec of the matrix.
    """


class ReasonsNode(ViewNode):
    """The list of the cells of the matrix before it, each with its reasons.

    ``view`` is the ``ReasonsView``, ``spec`` the spec of the matrix.
    """


class SummaryNode(ViewNode):
    """The body of a summary. Its parent is the table with its caption.

    ``view`` is the ``SummarySpec``.
    """


class OverviewNode(ViewNode):
    """The body of an overview. Its parent is the table with its caption.

    ``view`` is the ``OverviewSpec``.
    """


class TargetsNode(ViewNode):
    """The body of rows against several types. Its parent is the table with its caption.

    ``view`` is the ``TargetsSpec``.
    """


class GapsNode(ViewNode):
    """Coverage in numbers, uncovered rows and orphan columns.

    ``view`` is the ``GapsView``, ``spec`` the spec of the matrix, ``show`` the ``PARTS``
    to draw, ``below`` whether it stands below the matrix itself.
    """


class IncompleteNode(ViewNode):
    """The items that lack a field, and those that are overdue.

    ``view`` is a ``CompletenessView``, ``spec`` its spec.
    """


@dataclass(frozen=True, slots=True)
class GapsView:
    """The numbers, the legend and the gaps of a matrix."""

    matrix: Spec
    edit_links: bool = False
    """Whether each gap has a link to its line in the page's source."""

    def look(self, items: Items) -> object:
        """Return all that is shown, and of the cells only what the legend shows."""
        matrix = items.look(self.matrix)
        paths = {(x.link, x.forward, x.via is None) for x in matrix.paths}
        steps = tuple((row.label, row.step) for row in matrix.rows if row.step)
        gaps = (matrix.uncovered, matrix.orphans, tuple(label for label, _step in steps))
        return (
            len(matrix.rows),
            len(matrix.columns),
            len(matrix.only_indirect),
            sorted(map(repr, matrix.states)),
            sorted(paths),
            gaps,
            [step for _label, step in steps],
            matrix.total,
            matrix.shared,
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
        found = items.look(self.spec)
        return found, [_lines(x.labels, items) for x in found if self.edit_links]


def _lines(labels: Iterable[Label], items: Items) -> list[int | None]:
    return [item.line for item in items.get(label.id for label in labels)]


PLACEHOLDERS = (
    MatrixNode,
    SummaryNode,
    OverviewNode,
    TargetsNode,
    ReasonsNode,
    GapsNode,
    IncompleteNode,
)


class DrawPlaceholders(SphinxPostTransform):
    """Have ``transforms`` draw the placeholders of a page, once the needs are known.

    A post-transform and not a ``doctree-resolved`` handler: the LaTeX builder's own
    transforms run in between and expect complete tables. Before references are resolved,
    at 10, so that those in a caption still are.
    """

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw them, where there are any."""
        if any(isinstance(x, PLACEHOLDERS) for x in self.document.findall(ViewNode)):
            from needs_coverage.transforms import DrawCoverage

            DrawCoverage(self.document).run()


def setup(app: Sphinx) -> None:
    """Register the placeholders and the transform that has them drawn."""
    for node in PLACEHOLDERS:
        app.add_node(node)
    app.add_post_transform(DrawPlaceholders)
