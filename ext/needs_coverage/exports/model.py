"""A matrix as its files contain it: one value that all formats are written from.

Texts are cleaned of what no file may hold, and every item has its address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from needs_core.items import Label
from needs_core.progress_text import state_name
from needs_core.spreadsheet import clean
from needs_core.states import PLAIN
from needs_coverage.text import FileTitles, label_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from needs_coverage.matrix import Cell, Matrix, Path
    from needs_coverage.text import MatrixText

Address = Callable[[Label], str | None]
"""Returns the address of an item as seen from the folder of the files."""


@dataclass(frozen=True, slots=True)
class ItemName:
    """An item in a file: id, title and address."""

    id: str
    """Empty for the value of a field."""
    title: str
    href: str | None

    @property
    def text(self) -> str:
        """Id and title on one line, as in a column's header."""
        return f"{self.id} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class SymbolText:
    """A symbol with its words, and the name of its colour, if it has one."""

    symbol: str
    words: str
    tone: str = ""

    @property
    def text(self) -> str:
        """Symbol and words as they stand in a cell."""
        return f"{self.symbol} {self.words}"


@dataclass(frozen=True, slots=True)
class ExportedPath:
    """One path between a column and a row."""

    link: str
    words: str
    forward: bool
    via: ItemName | None
    mark: SymbolText | None = None


@dataclass(frozen=True, slots=True)
class ExportedCell:
    """A cell that is not empty."""

    column: int
    lines: tuple[SymbolText, ...]
    covers: bool
    state: str | None
    """Name of its state, empty when not stated; ``None`` where there are none."""
    tone: str
    paths: tuple[ExportedPath, ...]

    @property
    def text(self) -> str:
        """The cell on one line."""
        return ", ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class ExportedRow:
    """A row with its group, its cells by ascending column, and its total."""

    group: int | None
    """Index in ``ExportedMatrix.groups``."""
    name: ItemName
    cells: tuple[ExportedCell, ...]
    total: int
    step: str = ""
    """Its step with what is told beside it; empty in a matrix without steps."""


@dataclass(frozen=True, slots=True)
class ExportedGap:
    """The items of one side that lack a counterpart, with their heading."""

    side: str
    heading: str
    names: tuple[ItemName, ...]
    notes: tuple[str, ...] = ()
    """What is told beside each item, if anything."""


@dataclass(frozen=True)
class ExportedMatrix:
    """A whole matrix, with its legend, numbers and gaps."""

    name: str
    """File name without its ending."""
    caption: str
    page: str | None
    """Address of the matrix on its page."""
    titles: FileTitles
    columns: tuple[ItemName, ...]
    spans: tuple[tuple[ItemName | None, int], ...]
    groups: tuple[ItemName | None, ...]
    rows: tuple[ExportedRow, ...]
    column_totals: tuple[int, ...]
    total: int
    states: tuple[tuple[str, SymbolText], ...]
    """The states that occur, by name, in the order of progress."""
    legend: tuple[SymbolText, ...]
    numbers: tuple[str, ...]
    gaps: tuple[ExportedGap, ...]
    day: date | None
    """The day that the matrix depends on; ``None``: on none."""
    computed: str
    """The same in words; "" for none."""

    @cached_property
    def stepped(self) -> bool:
        """Whether the rows have steps."""
        return any(row.step for row in self.rows)

    @cached_property
    def grouped(self) -> bool:
        """Whether any row stands below a heading."""
        return any(group is not None for group in self.groups)

    def group_of(self, row: ExportedRow) -> ItemName | None:
        """Return the heading a row stands below."""
        return None if row.group is None else self.groups[row.group]


@dataclass(frozen=True, slots=True)
class MatrixExport:
    """Makes the exported value of one matrix."""

    matrix: Matrix
    text: MatrixText
    address: Address

    def make(
        self, name: str, caption: str, page: str | None, computed: tuple[date | None, str]
    ) -> ExportedMatrix:
        """Return the whole matrix; ``computed`` is the day it depends on, also in words."""
        matrix, text = self.matrix, self.text
        groups = tuple(self._heading(group.label) for group in matrix.groups)
        gaps = (
            ExportedGap(
                x.side,
                clean(x.heading),
                tuple(map(self._name, x.labels)),
                tuple(clean(x.notes[y.id]) for y in x.labels if x.notes),
            )
            for x in text.gaps(matrix)
        )
        return ExportedMatrix(
            name=name,
            caption=clean(caption),
            page=page,
            titles=FileTitles(clean(text.rows), clean(text.columns), clean(text.total)),
            columns=tuple(map(self._name, matrix.columns)),
            spans=tuple((self._heading(x.label), x.width) for x in matrix.spans),
            groups=groups,
            rows=self._rows(groups),
            column_totals=matrix.column_counts,
            total=matrix.total,
            states=self._states(),
            legend=self._legend(),
            numbers=tuple(map(clean, (*text.numbers(matrix), *text.step_meanings(matrix)))),
            gaps=tuple(gaps),
            day=computed[0],
            computed=computed[1],
        )

    def _rows(self, groups: Sequence[ItemName | None]) -> tuple[ExportedRow, ...]:
        return tuple(
            ExportedRow(
                None if groups[number] is None else number,
                self._name(row.label),
                tuple(map(self._cell, row.cells)),
                row.count,
                clean(self.text.step(row)),
            )
            for number, group in enumerate(self.matrix.groups)
            for row in group.rows
        )

    def _cell(self, cell: Cell) -> ExportedCell:
        text = self.text.cell(cell)
        return ExportedCell(
            cell.column,
            tuple(_symbol_text(symbol, words) for symbol, words in text.lines),
            text.covers,
            clean(cell.state.name) if self.text.stateful else None,
            cell.state.tone,
            tuple(map(self._path, cell.paths)),
        )

    def _path(self, path: Path) -> ExportedPath:
        words, mark = clean(self.text.path_words(path)), path.mark
        return ExportedPath(
            path.link,
            words,
            path.forward,
            self._heading(path.via),
            _symbol_text(mark.symbol, mark.text) if mark else None,
        )

    def _heading(self, label: Label | None) -> ItemName | None:
        return self._name(label) if label else None

    def _name(self, label: Label) -> ItemName:
        id_, title = label_text(label)
        return ItemName(clean(id_), clean(title), self.address(label))

    def _states(self) -> tuple[tuple[str, SymbolText], ...]:
        found = {
            clean(state.name): _symbol_text(state.symbol, state_name(state))
            for state in sorted(self.matrix.states, key=lambda state: state.rank)
            if state != PLAIN
        }
        return tuple(found.items())

    def _legend(self) -> tuple[SymbolText, ...]:
        # The same state may cover in one cell and not in another: then it has no colour.
        tones: dict[tuple[str, str], set[str]] = {}
        for state in self.matrix.states:
            tones.setdefault((state.symbol, state_name(state)), set()).add(state.tone)
        return tuple(
            _symbol_text(*entry, next(iter(found)) if len(found) == 1 else "")
            for entry in self.text.legend(self.matrix)
            for found in [tones.get(entry, set())]
        )


def _symbol_text(symbol: str, words: str, tone: str = "") -> SymbolText:
    return SymbolText(clean(symbol), clean(words), tone)
