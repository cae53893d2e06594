"""Makes the grid of a matrix: every text cleaned, every item with its address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.model import Label
from needs_core.spreadsheet import clean
from needs_core.states import PLAIN
from needs_coverage.exports.grid import Entry, Gap, Grid, GridCell, GridRow, Name, Reason
from needs_coverage.exports.titles import Titles
from needs_coverage.lines import gap_heading, numbers
from needs_coverage.words import label_text, state_name

if TYPE_CHECKING:
    from needs_coverage.matrix import Hit, Matrix, Way
    from needs_coverage.words import Words

Address = Callable[[Label], str | None]
"""Gives the address of an item as seen from the folder of the files."""


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
            titles=Titles(clean(words.rows), clean(words.columns), clean(words.total)),
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
            clean(hit.state.name) if self.words.stateful else None,
            hit.state.tone,
            tuple(map(self._reason, hit.ways)),
        )

    def _reason(self, way: Way) -> Reason:
        words, mark = clean(self.words.said(way)), way.mark
        return Reason(
            way.link,
            words,
            way.forward,
            self._name(way.via) if way.via else None,
            _entry(mark.symbol, mark.text) if mark else None,
        )

    def _name(self, label: Label) -> Name:
        id_, title = label_text(label)
        return Name(clean(id_), clean(title), self.address(label))

    def _states(self) -> tuple[tuple[str, Entry], ...]:
        found = {
            clean(state.name): _entry(state.symbol, state_name(state))
            for state in sorted(self.matrix.states, key=lambda state: state.rank)
            if state != PLAIN
        }
        return tuple(found.items())

    def _legend(self) -> tuple[Entry, ...]:
        # The same state may cover in one cell and not in another: then it has no colour.
        tones: dict[tuple[str, str], set[str]] = {}
        for state in self.matrix.states:
            tones.setdefault((state.symbol, state_name(state)), set()).add(state.tone)
        return tuple(
            _entry(
                *entry, found.pop() if len(found := tones.get(entry, set())) == 1 else ""
            )
            for entry in self.words.legend(self.matrix)
        )

    def _gaps(self) -> Sequence[Gap]:
        matrix, words = self.matrix, self.words
        rows = [row.label for row in matrix.rows]
        down, across = words.sides
        gaps = [self._gap("rows", down[0], across[1], matrix.uncovered, rows)]
        if words.two_sided:
            found = (matrix.orphans, matrix.columns)
            gaps.append(self._gap("columns", across[0], down[1], *found))
        return gaps

    def _gap(
        self, side: str, kind: str, other: str, found: Sequence[Label], of: Sequence[Label]
    ) -> Gap:
        heading = clean(gap_heading(kind, other, len(found), len(of)))
        return Gap(heading, side, tuple(map(self._name, found)))


def _entry(symbol: str, words: str, tone: str = "") -> Entry:
    return Entry(clean(symbol), clean(words), tone)
