"""The spec of a matrix of links, and its computation from the needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from needs_core.confidence import LinkConfidences
from needs_core.items import ALL, Conditions
from needs_core.steps import UNCONFIRMED, WEAK, GoalSteps, Steps
from needs_coverage.matrix import Cell, Facet, Group, Matrix, MatrixRow, Path, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from needs_core.items import Item, Items, Label, Mark
    from needs_core.model import Model
    from needs_core.states import States
    from needs_core.steps import StepOf

SORTS = ("id", "title", "hits")
"""Sort orders of rows and columns; ``hits``: the most covered first."""

Paths = Mapping[tuple[str, str], tuple[Path, ...]]
"""``(row id, column id)`` to the paths between the two; only pairs that have any."""

LinkMarks = Mapping[tuple[str, str, str], "Mark"]
"""Annotations of links, keyed by (source id, link type, target id)."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The items along one side of a matrix."""

    type: str
    where: Conditions = ALL
    group_by: str | None = None
    """The link type from the items to their groups."""
    sort: str = "id"

    def items(self, items: Items) -> tuple[Item, ...]:
        """Return the items that meet the conditions, in natural order of their ids."""
        return items.select(self.type, self.where)

    def covering(self, items: Items) -> tuple[Item, ...]:
        """Return the same with those of other projects: they cover what they point at."""
        return items.select(self.type, self.where, elsewhere=True)


@dataclass(frozen=True, slots=True)
class MatrixSpec:
    """Rows against columns over links; a view of the needs."""

    rows: Axis
    columns: Axis
    links: tuple[str, ...]
    via: str | None = None
    """The type of the items between the two ends of an indirect path."""
    via_links: tuple[str, ...] = ()
    """The link types that an indirect path may use."""
    steps: Steps = Steps()  # noqa: RUF009 (frozen)
    """How far a row is by its columns; none are declared for other needs."""
    status_side: str = "columns"
    """Side whose items have the status that a cell shows: ``rows`` or ``columns``."""
    filters: tuple[str, ...] = ()
    """The fields of the status side that readers can filter by."""

    @classmethod
    def for_model(  # noqa: PLR0913 (the options of a matrix)
        cls,
        model: Model,
        steps: Steps,
        rows: Axis,
        columns: Axis,
        links: tuple[str, ...],
        *,
        via: str | None = None,
        via_links: tuple[str, ...] = (),
        filters: tuple[str, ...] = (),
    ) -> MatrixSpec:
        """Fill in what follows from the model.

        The status side is the one whose type declares ``status`` itself, by default the
        columns. ``via_links`` defaults to every link that joins ``via`` with either side.
        The rows have the steps of the project where what acts, or goals that point at
        them, are the columns. A path over another item gives no step: it follows from
        the links of that item, whatever anybody decided for the row.
        """

        def has_status(axis: Axis) -> bool:
            return "status" in model.own_fields.get(axis.type, ())

        on_rows = has_status(rows) and not has_status(columns)
        if via and not via_links:
            ends = {rows.type, columns.type}
            fitting = (link for link in model.links.values() if link.joins(via, ends))
            via_links = tuple(link.name for link in fitting)
        side = "rows" if on_rows else "columns"
        pointing = {source for name in links for source in model.links[name].sources}
        below = columns.type == steps.goals and steps.goals in pointing
        if rows.type == steps.actions or not (columns.type == steps.actions or below):
            steps = steps.none_declared()
        return cls(rows, columns, links, via, via_links, steps, side, filters)

    @property
    def states(self) -> States:
        """The states of the project."""
        return self.steps.states

    @property
    def against_itself(self) -> bool:
        """Whether both sides are the same items."""
        one, other = self.rows, self.columns
        return (one.type, one.where) == (other.type, other.where)

    def look(self, items: Items) -> Matrix:
        """Compute the matrix."""
        rows, columns = self.rows.covering(items), self.columns.covering(items)
        direct = one_direction(direct_paths(rows, columns, self.links), rows, columns)
        direct = with_parts(self._with_confidence(direct, items), items)
        paths = with_marks(direct, items.marks)
        if self.via:
            middle = items.select(self.via, elsewhere=True)
            indirect = indirect_paths(rows, columns, middle, self.via_links, items.marks)
            paths = joined(paths, indirect)
        rows = self.rows.items(items)
        own = {item.id for item in rows}
        linked_elsewhere = frozenset(column for row, column in paths if row not in own)
        paths = {pair: found for pair, found in paths.items() if pair[0] in own}
        counts = Counter(id_ for pair in paths for id_ in pair)
        # What another project has beside is not lacking here.
        asked = {item.id for item in self.columns.items(items)}
        columns = tuple(x for x in columns if x.id in counts or x.id in asked)
        ordered = _arranged(columns, self.columns, items, counts)
        index = {item.id: n for n, (_, item) in enumerate(ordered)}
        labels = tuple(item.label for _, item in ordered)
        on_columns = self.status_side == "columns"
        state = {x.id: self.states.get(x.status) for x in (columns if on_columns else rows)}
        cells: dict[str, list[Cell]] = {}
        for (row, column), found in paths.items():
            cell = Cell(index[column], state[column if on_columns else row], found)
            cells.setdefault(row, []).append(cell)
        groups = grouped_rows(self.rows, rows, cells, items, self._row_steps(direct, items))
        spans = _spans(ordered) if self.columns.group_by else ()
        shown = labels if on_columns else [row.label for x in groups for row in x.rows]
        facets = facets_of(self.filters, shown, items, on_rows=not on_columns)
        return Matrix(
            groups, labels, spans, facets, linked_elsewhere=linked_elsewhere & asked
        )

    def _row_steps(self, paths: Paths, items: Items) -> Callable[[str], StepOf | None]:
        """Return what tells the step of a row: by what acts on it, or by its goals."""
        if not self.steps.declared:
            return lambda _row: None
        linked: dict[str, list[str]] = {}
        for row, column in sorted(paths, key=lambda pair: items.places[pair[1]]):
            linked.setdefault(row, []).append(column)
        if self.columns.type == self.steps.goals:
            of_goals = items.look(GoalSteps(self.steps))
            return lambda row: self.steps.lowest(
                of_goals[x] for x in linked.get(row, ()) if x in of_goals
            )

        def step(row: str) -> StepOf:
            acting = linked.get(row, ())
            found = {x: self._doubt(row, x, paths[row, x], items) for x in acting}
            doubts = {x: doubt for x, doubt in found.items() if doubt}
            return self.steps.of(items.get(acting), items, doubts)

        return step

    def _doubt(self, row: str, column: str, paths: Iterable[Path], items: Items) -> str:
        """Return what is not sure of all direct links between two; "" if one is sure."""
        doubts = {
            self.steps.doubt(_ends(row, column, path), items)
            for path in paths
            if path.via is None
        }
        return "" if "" in doubts else UNCONFIRMED if UNCONFIRMED in doubts else WEAK

    def _with_confidence(self, paths: Paths, items: Items) -> Paths:
        """Return direct paths with the confidence of links that are weak or explained."""
        if not self.steps.confidence:
            return paths
        known = items.look(LinkConfidences(self.steps.confidence))

        def told(row: str, column: str, path: Path) -> Path:
            found = known.get(_ends(row, column, path))
            shown = found and (found.weak or found.reason)
            return replace(path, confidence=found) if shown else path

        return {
            (row, column): tuple(told(row, column, path) for path in found)
            for (row, column), found in paths.items()
        }


def direct_paths(
    rows: Iterable[Item], columns: Iterable[Item], links: Iterable[str]
) -> Paths:
    """Find the pairs joined by one of the links, from whichever end it starts.

    One pass over the links of each side. The paths of a pair stand in the order of
    ``links``.
    """
    row_ids = {item.id for item in rows}
    column_ids = {item.id for item in columns}
    found: dict[tuple[str, str], list[Path]] = {}
    for link in links:
        for column in columns:
            for target in column.links.get(link, ()):
                if target in row_ids:
                    found.setdefault((target, column.id), []).append(Path(link))
        for row in rows:
            for target in row.links.get(link, ()):
                known = found.get((row.id, target), ())
                if target in column_ids and Path(link) not in known:
                    path = Path(link, forward=False)
                    found.setdefault((row.id, target), []).append(path)
    return {pair: tuple(paths) for pair, paths in found.items()}


def one_direction(paths: Paths, rows: Iterable[Item], columns: Iterable[Item]) -> Paths:
    """Return direct paths, those between items of both sides in one direction only.

    In a matrix of a type against itself, each link would else stand twice: where the
    column points at the row, and mirrored. The former stays.
    """
    both = {item.id for item in rows} & {item.id for item in columns}
    if not both:
        return paths
    kept = {
        pair: tuple(path for path in found if path.forward or not both.issuperset(pair))
        for pair, found in paths.items()
    }
    return {pair: found for pair, found in kept.items() if found}


def indirect_paths(
    rows: Iterable[Item],
    columns: Iterable[Item],
    middle: Iterable[Item],
    links: tuple[str, ...],
    marks: LinkMarks,
) -> Paths:
    """Find the pairs that are both linked with the same item between them.

    The item may be linked with row and column from either end. A path has the link on the
    row's side, the item it goes over, and the mark of either link.
    """
    near = with_marks(direct_paths(rows, middle, links), marks)
    far = with_marks(direct_paths(middle, columns, links), marks)
    columns_of: dict[str, list[str]] = {}
    for between, column in far:
        columns_of.setdefault(between, []).append(column)
    labels = {item.id: item.label for item in middle}
    found: dict[tuple[str, str], list[Path]] = {}
    for (row, between), paths in near.items():
        for column in columns_of.get(between, ()):
            if column == row:
                continue  # of a type against itself: linked with the same third item
            both = (*paths, *far[between, column])
            mark = next((path.mark for path in both if path.mark), None)
            path = replace(paths[0], via=labels[between], mark=mark)
            found.setdefault((row, column), []).append(path)
    return {
        pair: tuple(sorted(paths, key=lambda path: path.via.id if path.via else ""))
        for pair, paths in found.items()
    }


def with_parts(paths: Paths, items: Items) -> Paths:
    """Return direct paths with the parts of needs that their links point at."""
    parts: dict[tuple[str, str, str], list[str]] = {}
    for item in items:
        for link, target, part in item.parts:
            parts.setdefault((item.id, link, target), []).append(part)
    if not parts:
        return paths

    def told(row: str, column: str, path: Path) -> Path:
        found = parts.get(_ends(row, column, path))
        return replace(path, parts=tuple(found)) if found else path

    return {
        (row, column): tuple(told(row, column, path) for path in found)
        for (row, column), found in paths.items()
    }


def with_marks(paths: Paths, marks: LinkMarks) -> Paths:
    """Return direct paths with the annotations of their links."""
    if not marks:
        return paths

    def marked(row: str, column: str, path: Path) -> Path:
        found = marks.get(_ends(row, column, path))
        return replace(path, mark=found) if found else path

    return {
        (row, column): tuple(marked(row, column, path) for path in found)
        for (row, column), found in paths.items()
    }


def _ends(row: str, column: str, path: Path) -> tuple[str, str, str]:
    """Return source, link type and target of a direct path."""
    return (column, path.link, row) if path.forward else (row, path.link, column)


def joined(direct: Paths, indirect: Paths) -> Paths:
    """Merge the paths of both kinds; those of a pair that are direct come first."""
    found = dict(direct)
    for pair, paths in indirect.items():
        found[pair] = (*found.get(pair, ()), *paths)
    return found


def facets_of(
    names: Iterable[str], labels: Iterable[Label], items: Items, *, on_rows: bool
) -> tuple[Facet, ...]:
    """Return the values of each field for the items of one side, in the order shown."""
    members = items.get(label.id for label in labels)
    return tuple(
        Facet(name, on_rows, tuple(item.values(name) for item in members)) for name in names
    )


def grouped_rows(
    axis: Axis,
    rows: tuple[Item, ...],
    cells: Mapping[str, list[Cell]],
    items: Items,
    step: Callable[[str], StepOf | None] = lambda _row: None,
) -> tuple[Group, ...]:
    """Return the rows with their cells below their groups; ``step`` tells that of one."""
    counts = {row: len(found) for row, found in cells.items()}
    ordered = _arranged(rows, axis, items, counts)
    return tuple(
        Group(
            label,
            tuple(_row(x, cells.get(x.id, ()), step(x.id)) for _, x in members),
        )
        for label, members in groupby(ordered, key=lambda pair: pair[0])
    )


def _row(item: Item, cells: Iterable[Cell], step: StepOf | None) -> MatrixRow:
    return MatrixRow(item.label, tuple(sorted(cells, key=lambda cell: cell.column)), step)


def _spans(ordered: list[tuple[Label | None, Item]]) -> tuple[Span, ...]:
    return tuple(
        Span(label, len(list(members)))
        for label, members in groupby(ordered, key=lambda pair: pair[0])
    )


def _arranged(
    members: tuple[Item, ...], axis: Axis, items: Items, counts: Mapping[str, int]
) -> list[tuple[Label | None, Item]]:
    """Return the items with their groups: groups in natural order, without one last.

    An item that points at several groups stands in the first, so that it counts once.
    The members come in natural order, which a stable sort keeps.
    """
    order, place = _SORT_KEYS[axis.sort], items.places

    def group(item: Item) -> tuple[int, Label | None]:
        found = items.get(item.links.get(axis.group_by or "", ()))
        first = min(found, key=lambda item: place[item.id], default=None)
        return (place[first.id], first.label) if first else (len(place), None)

    ordered = [(group(item), item) for item in members]
    ordered.sort(key=lambda pair: (pair[0][0], order(pair[1], counts)))
    return [(label, item) for (_, label), item in ordered]


_SORT_KEYS: dict[str, Callable[[Item, Mapping[str, int]], object]] = {
    "id": lambda _item, _counts: 0,
    "title": lambda item, _counts: item.title.casefold(),
    "hits": lambda item, counts: -counts.get(item.id, 0),
}
