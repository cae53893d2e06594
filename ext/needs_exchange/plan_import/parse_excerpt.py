"""Parse a workbook that shows some of the needs, as the package of a meeting.

A need may stand on several of its sheets, and most of its cells are worked out. What is
as it was when the workbook was made changes nothing, and what is not must be a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_authoring.sheet_control import CellControl, RowControl
from needs_authoring.values import TITLE
from needs_core.lint.placeholder_values import is_placeholder
from needs_exchange.plan_import.parse import (
    ParsedFile,
    ParsedRow,
    ParsedValue,
    Refusal,
    SheetPosition,
    head_of,
    parse_cell,
)
from needs_exchange.plan_sheets import ID
from needs_exchange.sheets.sheet_file import SheetCell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needs_authoring.values import FieldRule
    from needs_exchange.plan_sheets import TypeSheet
    from needs_exchange.sheets.sheet_file import ReadFile, ReadSheet, SheetRow

_ = get_translation("needs_exchange")

_EMPTY = SheetCell("")


def is_excerpt(read: ReadFile) -> bool:
    """Tell whether a file says what its cells were: the workbook of a plan does not."""
    return bool(CellControl.read(read.controls or ()).prints)


def parse_excerpt(read: ReadFile, sheets: Sequence[TypeSheet]) -> ParsedFile:
    """Find the cells that are not as they were, and parse them as fields of needs."""
    lines = read.controls or ()
    controls = [x for x in map(RowControl.read, lines) if x]
    parsed = ParsedFile(
        notes=list(read.notes), controls={(x.type, x.id): x for x in controls}
    )
    parser = _ExcerptParser(sheets, controls, CellControl.read(lines), parsed)
    for sheet in read.sheets:
        parser.parse(sheet)
    return parsed


class _ExcerptParser:
    def __init__(
        self,
        sheets: Sequence[TypeSheet],
        controls: Sequence[RowControl],
        cells: CellControl,
        parsed: ParsedFile,
    ) -> None:
        self._sheets = {sheet.type: sheet for sheet in sheets}
        self._controls = {control.id: control for control in controls}
        self._cells, self._parsed = cells, parsed
        self._rows: dict[str, dict[str, ParsedValue]] = {}
        """Id to the fields that the file changes."""

    def parse(self, sheet: ReadSheet) -> None:
        """Parse a sheet, or say why not."""
        head = head_of(sheet)
        if head is None:
            text = _("The sheet “%s” is not read.")
            self._parsed.notes.append(text % sheet.name)
            return
        for where in sheet.merged[:1]:
            text = _("The cells %s are merged. Divide them again.") % where
            self._refuse(SheetPosition(sheet.name), "", text)
        headers = {number: cell.text for number, cell in head.cells.items()}
        known = {x: text for x, text in headers.items() if self._cells.has(ID, text, text)}
        for text in (text for number, text in headers.items() if number not in known):
            note = _("The column “%s” is not read.") % text
            self._parsed.notes.append(f"{SheetPosition(sheet.name).text}: {note}")
        at = next((x for x, text in known.items() if text.casefold() == ID), None)
        for row in sheet.rows if at else ():
            if row.number > head.number and at:
                self._parse_row(sheet, row, row.cells.get(at, _EMPTY).text, known)

    def _parse_row(
        self, sheet: ReadSheet, row: SheetRow, id_: str, headers: Mapping[int, str]
    ) -> None:
        position = SheetPosition(sheet.name, row.number)
        changed = {
            number: cell
            for number, header in headers.items()
            if not self._is_shown(id_, header, cell := row.cells.get(number, _EMPTY))
        }
        if any(headers[number].casefold() == ID for number in changed):
            text = _("The workbook has no such row. Write a new need in that of the plan.")
            self._refuse(position, id_, text)
            return
        for number, cell in changed.items():
            at = SheetPosition(sheet.name, row.number, number, headers[number])
            if column := self._column(id_, headers[number]):
                self._take(id_, column, _value(column, cell, at))
            else:
                text = _(
                    "This cell cannot be changed here. Change the need on its page, or in"
                    " the workbook of the plan."
                )
                self._refuse(at, id_, text)

    def _is_shown(self, id_: str, header: str, cell: SheetCell) -> bool:
        return not cell.other and self._cells.has(id_, header, cell.text)

    def _column(self, id_: str, header: str) -> FieldRule | None:
        """Return the field that a header names, if the workbook may change it."""
        control = self._controls.get(id_)
        sheet = self._sheets.get(control.type) if control else None
        if control is None or sheet is None:
            return None
        for column in sheet.fields:
            if (
                column.name in control.prints
                and column.label.casefold() == header.casefold()
            ):
                return column
        return None

    def _take(self, id_: str, column: FieldRule, value: ParsedValue) -> None:
        """Keep a changed field of a need; what two sheets change must be the same."""
        control = self._controls[id_]
        if id_ not in self._rows:
            sheet = self._sheets[control.type]
            values = self._rows[id_] = {ID: ParsedValue(id_, value.position)}
            row = ParsedRow(sheet, value.position, id_, values, control)
            self._parsed.rows.append(row)
        first = self._rows[id_].setdefault(column.name, value)
        if first.text != value.text:
            text = _("Something else is written at %s. Write the same in both.")
            self._refuse(value.position, id_, text % first.position.text)

    def _refuse(self, position: SheetPosition, id_: str, text: str) -> None:
        self._parsed.refusals.append(Refusal(position, id_, text))


def _value(column: FieldRule, cell: SheetCell, position: SheetPosition) -> ParsedValue:
    """Parse a cell; the words for what is not stated are no value."""
    if column.name != TITLE and is_placeholder(cell.text):
        return ParsedValue("", position)
    return parse_cell(column, cell, position)
