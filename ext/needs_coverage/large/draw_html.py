"""A roll-up as an HTML table: sections of rows against sections of columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from needs_coverage.large.texts import cell_lines, covered_heading, heading, name, size
from needs_coverage.lines import share
from needs_coverage.words import MISS, label_text

if TYPE_CHECKING:
    from needs_core.model import Label
    from needs_coverage.large.rolling import Cell, Line, Rollup, Section
    from needs_coverage.words import Words

LeadToPart = Callable[[int, str], str | None]
"""Gives the address of a part by its number and a place in it, if it has a page."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws one roll-up; everything from a page is escaped here."""

    rollup: Rollup
    words: Words
    address: Callable[[Label], str | None]
    part: LeadToPart

    def body(self) -> str:
        """Return head, body and foot of the table."""
        groups = "".join(
            f"<tbody>{self._heading(label)}{''.join(map(self._line, lines))}</tbody>\n"
            for label, lines in self.rollup.groups
        )
        return f"{self._head()}{groups}{self._foot()}"

    def _head(self) -> str:
        columns = "".join(
            f'<th scope="col">{self._section(section)}'
            f"<small>{escape(size(section, self.words.columns))}</small></th>"
            for section in self.rollup.columns
        )
        corner = f'<th scope="col" class="coverage-corner">{escape(self.words.rows)}</th>'
        covered = f'<th scope="col">{escape(covered_heading())}</th>'
        total = f'<th scope="col" class="coverage-total">{escape(self.words.total)}</th>'
        return f"<thead><tr>{corner}{covered}{columns}{total}</tr></thead>\n"

    def _heading(self, label: Label | None) -> str:
        if label is None:
            return ""
        span = len(self.rollup.columns) + 3
        return (
            f'<tr class="coverage-group"><th scope="rowgroup" colspan="{span}">'
            f"<span>{self._link(label)}</span></th></tr>\n"
        )

    def _line(self, line: Line) -> str:
        cells = "".join(map(self._cell, line.cells))
        said = escape(share(line.rows.used, line.rows.size))
        none = "" if line.rows.used else ' class="coverage-none"'
        return (
            f'<tr><th scope="row">{self._rows(line)}</th><td{none}>{said}</td>'
            f"{cells}{_total(line.total)}</tr>\n"
        )

    def _rows(self, line: Line) -> str:
        said = escape(name(line.rows))
        addresses = [self.part(number, "") for number in line.parts]
        linked = [x for x in addresses if x is not None]
        if not linked:
            return said
        first, *more = (escape(x, quote=True) for x in linked)
        rest = "".join(
            f' <a href="{href}">{number}</a>' for number, href in enumerate(more, 2)
        )
        return f'<a href="{first}">{said}</a>{rest}'

    def _cell(self, cell: Cell | None) -> str:
        if cell is None:
            return "<td></td>"
        said = "<br/>".join(map(escape, cell_lines(cell)))
        href = self.part(cell.part, cell.first.id)
        if href is not None:
            said = f'<a href="{escape(href, quote=True)}">{said}</a>'
        return f'<td class="coverage-rolled">{said}</td>'

    def _foot(self) -> str:
        rollup = self.rollup
        totals = "".join(map(_total, rollup.column_totals))
        covered = escape(share(rollup.covered, rollup.rows))
        total = f'<td class="coverage-total">{rollup.total}</td>'
        first = f'<th scope="row">{escape(self.words.total)}</th>'
        return f"<tfoot><tr>{first}<td>{covered}</td>{totals}{total}</tr></tfoot>\n"

    def _section(self, section: Section) -> str:
        return self._link(section.label) if section.label else escape(heading(section))

    def _link(self, label: Label) -> str:
        id_, title = map(escape, label_text(label))
        said, href = f'<span class="coverage-id">{id_}</span> {title}', self.address(label)
        return said if href is None else f'<a href="{escape(href, quote=True)}">{said}</a>'


def _total(count: int) -> str:
    if count:
        return f'<td class="coverage-total">{count}</td>'
    return f'<td class="coverage-total coverage-none">{MISS} 0</td>'
