"""The coverage matrix as plain, sparse values: rows, columns and the cells between them.

A row keeps only its cells that are not empty, so a matrix is as large as its links.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from needs_core.items import Label, natural_key
from needs_core.steps import COVERED, UNCOVERED, Distribution, gathered_remarks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.confidence import LinkConfidence
    from needs_core.items import Mark
    from needs_core.states import State
    from needs_core.steps import Remark, Step, StepOf


@dataclass(frozen=True, slots=True)
class Path:
    """One reason why a column covers a row: a link, or two links over a third item."""

    link: str
    """Name of the link type; of an indirect path, of the link on the row's side."""
    forward: bool = True
    """``True`` if the column points at the row, ``False`` if the row does at the column."""
    via: Label | None = None
    """The item between the two; ``None`` on a direct path."""
    mark: Mark | None = None
    """The annotation of the links it consists of, as "to be confirmed"."""
    confidence: LinkConfidence | None = None
    """How sure a direct link is, where it is weak or a reason is given."""
    parts: tuple[str, ...] = ()
    """The parts of the other need that a direct link points at; none: at all of it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty: its column, its state and its paths."""

    column: int
    """Index in ``Matrix.columns``."""
    state: State
    paths: tuple[Path, ...]
    """At least one; direct paths first."""
    counts: bool = True
    """``False`` in a column where being there is the gap, as in "not stated"."""

    @property
    def covers(self) -> bool:
        """Whether the cell covers its row; an abandoned item covers nothing."""
        return self.counts and self.state.covers

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Annotations of its links, each once: of the direct paths, if it has any."""
        paths = [path for path in self.paths if path.via is None] or self.paths
        return tuple(dict.fromkeys(path.mark for path in paths if path.mark))

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that its direct links point at; none where one is to the whole."""
        found = [path.parts for path in self.paths if path.via is None]
        return tuple(dict.fromkeys(x for xs in found for x in xs)) if all(found) else ()

    @property
    def weak(self) -> bool:
        """Whether it has direct links, and all of them are weak."""
        direct = [path.confidence for path in self.paths if path.via is None]
        return bool(direct) and all(x is not None and x.weak for x in direct)

    @property
    def direct(self) -> bool:
        """Whether row and column are linked with each other."""
        return self.paths[0].via is None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row and its cells, by ascending column."""

    label: Label
    cells: tuple[Cell, ...]
    step: StepOf | None = None
    """How far it is by its columns; ``None`` where the project has no steps for it."""

    @property
    def count(self) -> int:
        """How many columns cover it."""
        return sum(cell.covers for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows below one heading; ``label`` is ``None`` for rows without a group."""

    label: Label | None
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """``width`` neighbouring columns below one heading (``None``: without a group)."""

    label: Label | None
    width: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A field that readers can filter by."""

    name: str
    on_rows: bool
    values: tuple[tuple[str, ...], ...]
    """Those of each row (or column), in the order shown; none where not stated."""


@dataclass(frozen=True)
class Matrix:
    """Rows by group, columns by span, and the cells that are not empty."""

    groups: tuple[Group, ...]
    columns: tuple[Label, ...]
    spans: tuple[Span, ...] = ()
    """Headings above the columns; empty if the columns are not grouped."""
    facets: tuple[Facet, ...] = ()
    column_steps: tuple[StepOf | None, ...] = ()
    """How far each column is, in a turned matrix whose rows had steps; else empty."""
    linked_elsewhere: frozenset[str] = frozenset()
    """The columns that are linked with a row of another project, which is not shown."""

    def __repr__(self) -> str:
        """Return the whole matrix as text, equal cell contents only once.

        Digests of this text decide what is written again; the text of each single cell
        would be most of the work.
        """
        kinds: dict[tuple[object, ...], int] = {}
        cells = [
            [
                (
                    cell.column,
                    kinds.setdefault((cell.state, cell.paths, cell.counts), len(kinds)),
                )
                for cell in row.cells
            ]
            for row in self.rows
        ]
        groups = [
            (group.label, [(row.label, row.step) for row in group.rows])
            for group in self.groups
        ]
        elsewhere = sorted(self.linked_elsewhere)
        shown = (groups, self.columns, self.spans, self.facets, list(kinds), cells)
        content = (*shown, elsewhere)
        return f"Matrix{content!r}"

    @cached_property
    def rows(self) -> tuple[MatrixRow, ...]:
        """Every row, in the order shown."""
        return tuple(row for group in self.groups for row in group.rows)

    @cached_property
    def steps(self) -> Distribution:
        """How many rows are on each step."""
        return Distribution.of(step_of(row) for row in self.rows)

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """What the steps of the rows do not tell: see ``gathered_remarks``."""
        return gathered_remarks((row.label.id, row.step) for row in self.rows if row.step)

    @cached_property
    def column_counts(self) -> tuple[int, ...]:
        """How many rows each column covers."""
        found = Counter(x.column for row in self.rows for x in row.cells if x.covers)
        return tuple(found[number] for number in range(len(self.columns)))

    @cached_property
    def uncovered(self) -> tuple[Label, ...]:
        """Rows without a cell that covers, in natural order."""
        return in_natural_order(row.label for row in self.rows if not row.count)

    @cached_property
    def orphans(self) -> tuple[Label, ...]:
        """Columns without any cell, in natural order.

        An abandoned item that is linked is no orphan, nor is one that is linked with an
        item of another project.
        """
        used = {cell.column for row in self.rows for cell in row.cells}
        return in_natural_order(
            label
            for n, label in enumerate(self.columns)
            if n not in used and label.id not in self.linked_elsewhere
        )

    @cached_property
    def only_indirect(self) -> tuple[Label, ...]:
        """Rows that are covered by indirect paths alone."""
        return in_natural_order(
            row.label
            for row in self.rows
            if row.count and not any(cell.direct for cell in row.cells if cell.covers)
        )

    @cached_property
    def states(self) -> tuple[State, ...]:
        """The states that occur in the cells, unordered."""
        return tuple({cell.state: None for row in self.rows for cell in row.cells})

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The paths that occur in the cells, each once."""
        # Few different tuples of paths occur: collect those before splitting them up.
        found = {cell.paths: None for row in self.rows for cell in row.cells}
        return tuple({path: None for paths in found for path in paths})

    @cached_property
    def shared(self) -> tuple[int, ...]:
        """The columns that cover more than one row, as indices."""
        return tuple(n for n, count in enumerate(self.column_counts) if count > 1)

    @property
    def total(self) -> int:
        """How many cells cover their row."""
        return sum(self.column_counts)

    @property
    def size(self) -> int:
        """How many cells the full grid has, empty ones included."""
        return len(self.rows) * len(self.columns)


def turned(matrix: Matrix) -> Matrix:
    """Return the matrix with its columns down the side and its rows across.

    A cell keeps its paths, which still tell the column of the first from its row.
    """
    cells: dict[int, list[Cell]] = {n: [] for n in range(len(matrix.columns))}
    for number, row in enumerate(matrix.rows):
        for cell in row.cells:
            cells[cell.column].append(replace(cell, column=number))
    steps = matrix.column_steps or (None,) * len(matrix.columns)
    rows = iter(
        MatrixRow(label, tuple(cells[n]), step)
        for n, (label, step) in enumerate(zip(matrix.columns, steps, strict=True))
    )
    down = matrix.spans or (Span(None, len(matrix.columns)),)
    grouped = any(group.label for group in matrix.groups)
    return Matrix(
        tuple(Group(x.label, tuple(islice(rows, x.width))) for x in down),
        tuple(row.label for row in matrix.rows),
        tuple(Span(x.label, len(x.rows)) for x in matrix.groups if grouped),
        tuple(replace(facet, on_rows=not facet.on_rows) for facet in matrix.facets),
        tuple(x.step for x in matrix.rows) if any(x.step for x in matrix.rows) else (),
    )


def step_of(row: MatrixRow) -> Step:
    """Return the step of a row; without declared steps, whether anything covers it."""
    if row.step:
        return row.step.step
    return COVERED if row.count else UNCOVERED


def in_natural_order(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Return labels sorted by the natural order of their ids."""
    return tuple(sorted(labels, key=lambda label: natural_key(label.id)))
