"""A matrix as the files tell it: one value that all three are written from.

What the page draws and what the files say come from the same ``Matrix`` and ``Words``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from needs_coverage.exports.texts import clean
from needs_coverage.exports.titles import Titles
from needs_coverage.words import gap_heading, label_text, numbers, state_name
from needs_items.items import Label
from needs_items.states import PLAIN

if TYPE_CHECKING:
    from needs_coverage.matrix import Hit, Matrix, Way
    from needs_coverage.words import Words
    from needs_items.states import State

Address = Callable[[Label], str | None]
"""Gives the address of an item as seen from the folder of the files."""


@dataclass(frozen=True, slots=True)
class Name:
    """An item as the files name it: id, title, and where it is read."""

    id: str
    """Empty for the value of a field."""
    title: str
    href: str | None

    @property
    def text(self) -> str:
        """Id and title on one line, as in a column's header."""
        return f"{self.id} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Entry:
    """A symbol with its words; ``tone`` is what it is coloured by, if it is."""

    symbol: str
    words: str
    tone: str = ""

    @property
    def text(self) -> str:
        """The entry as it stands in a cell."""
        return f"{self.symbol} {self.words}"


@dataclass(frozen=True, slots=True)
class Reason:
    """One way between a column and a row."""

    link: str
    words: str
    forward: bool
    via: Name | None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell that is not empty."""

    column: int
    lines: tuple[Entry, ...]
    covers: bool
    state: str | None
    """The name of its state, empty when not stated; ``None`` where there are none."""
    tone: str
    reasons: tuple[Reason, ...]

    @property
    def text(self) -> str:
        """The cell on one line."""
        return ", ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with its group, its cells by ascending column, and its total."""

    group: int | None
    name: Name
    cells: tuple[GridCell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A list of items that lack a counterpart, below its heading."""

    heading: str
    side: str
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Grid:
    """A whole matrix, with all that is said of it."""

    name: str
    """What its files are called."""
    caption: str
    page: str | None
    """Where it is read."""
    titles: Titles
    columns: tuple[Name, ...]
    spans: tuple[tuple[Name | None, int], ...]
    groups: tuple[Name | None, ...]
    rows: tuple[GridRow, ...]
    column_totals: tuple[int, ...]
    total: int
    states: tuple[tuple[str, Entry], ...]
    """The states that occur, by name, in the order of progress."""
    legend: tuple[Entry, ...]
    numbers: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @cached_property
    def grouped(self) -> bool:
        """Whether any row stands below a heading."""
        return any(group is not None for group in self.groups)

    def group_of(self, row: GridRow) -> Name | None:
        """Return the heading a row stands below."""
        return None if row.group is None else self.groups[row.group]


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the grid of one matrix."""

    matrix: Matrix
    words: Words
    address: Address

    def grid(self, name: str, caption: str, page: str | None) -> Grid:
        """Return all that the files tell."""
        matrix, words = self.matrix, self.words
        groups = tuple(self._name(x.label) if x.label else None for x in matrix.groups)
        return Grid(
            name=name,
            caption=clean(caption),
            page=page,
            titles=Titles(clean(words.rows), clean(words.columns), words.total),
            columns=tuple(map(self._name, matrix.columns)),
            spans=tuple(
                (self._name(x.label) if x.label else None, x.width) for x in matrix.spans
            ),
            groups=groups,
            rows=self._rows(groups),
            column_totals=matrix.column_counts,
            total=matrix.total,
            states=self._states(),
            legend=self._legend(),
            numbers=tuple(map(clean, numbers(matrix, words))),
            gaps=tuple(self._gaps()),
        )

    def _rows(self, groups: Sequence[Name | None]) -> tuple[GridRow, ...]:
        return tuple(
            GridRow(
                None if groups[number] is None else number,
                self._name(row.label),
                tuple(map(self._cell, row.hits)),
                row.count,
            )
            for number, group in enumerate(self.matrix.groups)
            for row in group.rows
        )

    def _cell(self, hit: Hit) -> GridCell:
        cell = self.words.cell(hit)
        return GridCell(
            hit.column,
            tuple(_entry(symbol, words) for symbol, words in cell.lines),
            cell.covers,
            hit.state.name if self.words.stateful else None,
            tone(hit.state),
            tuple(map(self._reason, hit.ways)),
        )

    def _reason(self, way: Way) -> Reason:
        words = clean(self.words.relations.get(way.link, way.link))
        return Reason(
            way.link, words, way.forward, self._name(way.via) if way.via else None
        )

    def _name(self, label: Label) -> Name:
        id_, title = label_text(label)
        return Name(clean(id_), clean(title), self.address(label))

    def _states(self) -> tuple[tuple[str, Entry], ...]:
        found = {
            state.name: _entry(state.symbol, state_name(state))
            for state in sorted(self.matrix.states, key=lambda state: state.rank)
            if state != PLAIN
        }
        return tuple(found.items())

    def _legend(self) -> tuple[Entry, ...]:
        # The same state may cover in one cell and not in another: then it has no colour.
        tones: dict[tuple[str, str], set[str]] = {}
        for state in self.matrix.states:
            tones.setdefault((state.symbol, state_name(state)), set()).add(tone(state))
        return tuple(
            _entry(
                *entry, found.pop() if len(found := tones.get(entry, set())) == 1 else ""
            )
            for entry in self.words.legend(self.matrix)
        )

    def _gaps(self) -> Sequence[Gap]:
        matrix, words = self.matrix, self.words
        rows = [row.label for row in matrix.rows]
        gaps = [self._gap("rows", words.rows, words.columns, matrix.uncovered, rows)]
        if words.two_sided:
            across = (matrix.orphans, matrix.columns)
            gaps.append(self._gap("columns", words.columns, words.rows, *across))
        return gaps

    def _gap(
        self, side: str, kind: str, other: str, found: Sequence[Label], of: Sequence[Label]
    ) -> Gap:
        heading = clean(gap_heading(kind, other, len(found), len(of)))
        return Gap(heading, side, tuple(map(self._name, found)))


def tone(state: State) -> str:
    """Return what a hit in a state is coloured by; the words beside it say the same."""
    if not state.covers:
        return "lost"
    if state.done or state == PLAIN:
        return "done"
    return f"rank-{min(state.rank, 3)}"


def _entry(symbol: str, words: str, tone: str = "") -> Entry:
    return Entry(clean(symbol), clean(words), tone)
