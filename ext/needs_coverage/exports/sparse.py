"""A sheet that writes the cells there are, and asks for no others.

XlsxWriter looks twice at every cell of the grid. A matrix of 1,000 by 10,000 with 18,000
links would be looked at twenty million times.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet


class SparseSheet(Worksheet):
    """Writes as its base does, row by row and cell by cell, and leaves out empty cells."""

    def _calculate_spans(self) -> None:
        """Leave out how far each row reaches: a hint that no program needs."""

    def _write_rows(self) -> None:
        """Write every row that has cells or a height of its own."""
        for row in sorted({*self.table, *self.row_info}):
            self._write_row(row, None, self.row_info.get(row))
            for column, cell in sorted(self.table[row].items(), key=lambda pair: pair[0]):
                self._write_cell(row, column, cell)
            self._xml_end_tag("row")
