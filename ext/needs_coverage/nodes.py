"""The placeholders that stand in a page until the needs are known."""

from __future__ import annotations

from docutils import nodes

from needs_core.page_views import ViewNode


class matrix_body(ViewNode):
    """The body of a matrix. Its parent is the table that already has its caption.

    ``view`` is the ``SheetSpec``, ``spec`` that of the matrix itself.
    """


class coverage_gaps(ViewNode):
    """Coverage in numbers, uncovered rows and orphan columns.

    ``view`` is the ``GapsSpec``, ``spec`` that of its matrix, ``show`` which of ``PARTS``
    to draw, ``below`` whether it stands below the matrix itself.
    """


class coverage_lacks(ViewNode):
    """What is not stated and what is overdue.

    ``spec`` is the ``StatedSpec``, ``view`` the same or a ``PlacedSpec``.
    """


class summary_body(ViewNode):
    """The body of a summary. Its parent is the table that already has its caption.

    ``view`` is the ``SummarySpec``.
    """


PARTS = ("numbers", "rows", "columns")
"""The parts of ``coverage_gaps``: the numbers, the uncovered rows, the orphan columns."""


class html_part(nodes.General, nodes.Element):
    """A part of a page as one string, ``html``, for the HTML builders."""


class table_html(nodes.General, nodes.TextElement):
    """A whole table as one string, for the HTML builders.

    A text element, because the children may be links, and those ask for one.

    A docutils node a cell costs a hundred times as much as the string does. The
    children are those of the caption; ``body`` is all that follows it, ``kind`` the
    class of the table.
    """
