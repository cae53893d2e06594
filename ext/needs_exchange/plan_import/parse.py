"""Parse the rows of a file: finds sheets and headers; each cell is a value or a fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_authoring.sheet_control import RowControl
from needs_authoring.values import TITLE, decimal_mark, normalized
from needs_exchange.plan_sheets import ID, PAGE
from needs_exchange.sheets.csv_format import control_header
from needs_exchange.sheets.sheet_file import BOOLEAN, ERROR, FORMULA, TIME, column_letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needs_authoring.values import FieldRule
    from needs_exchange.plan_sheets import TypeSheet
    from needs_exchange.sheets.sheet_file import ReadFile, ReadSheet, SheetCell, SheetRow

_ = get_translation("needs_exchange")

_CONTROL = "control"
_HEAD_WITHIN = 20
"""Rows among which the headers stand: somebody may have put a title above."""


def cell_fault(kind: str | None) -> str:
    """Return what is wrong with a cell of a kind, in the language of the build.

    >>> cell_fault("text")
    ''
    """
    return {
        FORMULA: _("The cell holds a formula. Put its value in its place."),
        ERROR: _("The cell holds an error. Write what is meant."),
        TIME: _("The cell holds a time of day. Write a date or a text."),
        BOOLEAN: _(
            "The program has made true or false of it. Make it text, and write it again."
        ),
    }.get(kind or "", "")


@dataclass(frozen=True, slots=True)
class SheetPosition:
    """A cell, a row or a sheet of a file; what is not known of it is empty."""

    sheet: str = ""
    row: int = 0
    column: int = 0
    header: str = ""

    @property
    def text(self) -> str:
        """The position in words."""
        parts = []
        if self.sheet:
            parts.append(_("sheet %s") % self.sheet)
        if self.row:
            parts.append(_("row %d") % self.row)
        if self.column:
            shown = f" ({self.header})" if self.header else ""
            parts.append(_("column %s") % column_letters(self.column) + shown)
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not taken in: where, which need, what is wrong and what to do."""

    position: SheetPosition
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ParsedValue:
    """What a cell gives a field, in canonical form."""

    text: str
    position: SheetPosition
    fault: str = ""
    """Why it cannot be used, when it is not what it was at the export."""
    exported: str = ""
    """The text as it stands in the cell, and as the export would write it."""


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row of a sheet. A column the sheet lacks is not among the values."""

    sheet: TypeSheet
    position: SheetPosition
    id: str
    values: Mapping[str, ParsedValue]
    control: RowControl | None


@dataclass
class ParsedFile:
    """All rows of a file, with refusals and notes from before they are compared."""

    rows: list[ParsedRow] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    controls: dict[tuple[str, str], RowControl] | None = None
    """Type and id to what each need was at the export; ``None``: the file does not say."""
    types: set[str] = field(default_factory=set)
    """The types that the file has a sheet of."""
    from_meeting: bool = False
    """Whether the page of a meeting saved it: a new need may begin a page of its own."""


def parse_file(read: ReadFile, sheets: Sequence[TypeSheet]) -> ParsedFile:
    """Find each type's sheet in a file, and parse its rows."""
    parsed = ParsedFile(notes=list(read.notes))
    if read.controls is not None:
        controls = [x for x in map(RowControl.read, read.controls) if x]
        parsed.controls = {(x.type, x.id): x for x in controls}
    if read.csv:
        _parse_csv(read, sheets, parsed)
        return parsed
    by_name = {x.name.strip().casefold(): x for x in read.sheets}
    for sheet in sheets:
        found = by_name.get(sheet.name.casefold())
        if found is None:
            text = _("There is no sheet %s. Nothing of it changes.")
            parsed.notes.append(text % sheet.name)
        else:
            _SheetParser(sheet, found, parsed).parse()
    if not parsed.types:
        names = ", ".join(sheet.name for sheet in sheets)
        text = _("The file has no sheet called %s. Is it the plan?") % names
        parsed.refusals.append(Refusal(SheetPosition(), "", text))
    return parsed


def _parse_csv(read: ReadFile, sheets: Sequence[TypeSheet], parsed: ParsedFile) -> None:
    cells = (cell.text for row in read.sheets[0].rows for cell in row.cells.values())
    kinds = {control.type for control in map(RowControl.read, cells) if control}
    fitting = [sheet for sheet in sheets if sheet.type in kinds] or list(sheets)
    if len(fitting) != 1:
        text = _("The file does not say which kind of needs it holds. Download it again.")
        parsed.refusals.append(Refusal(SheetPosition(), "", text))
        return
    _SheetParser(fitting[0], read.sheets[0], parsed).parse()


class _SheetParser:
    """Parses one sheet into a ``ParsedFile``."""

    def __init__(self, sheet: TypeSheet, read: ReadSheet, parsed: ParsedFile) -> None:
        self._sheet, self._read, self._parsed = sheet, read, parsed
        self._columns: dict[int, FieldRule | str] = {}

    def parse(self) -> None:
        """Parse headers and rows, or say why not."""
        self._parsed.types.add(self._sheet.type)
        for where in self._read.merged[:1]:
            text = _("The cells %s are merged. Divide them again.") % where
            self._refuse(text)
        head = head_of(self._read)
        if head is None:
            self._refuse(_("There is no row with the headers Id and so on."))
            return
        self._parse_head(head)
        for row in self._read.rows:
            if row.number > head.number and (found := self._row(row)):
                self._parsed.rows.append(found)

    def _parse_head(self, head: SheetRow) -> None:
        known = {x.label.casefold(): x for x in self._sheet.columns}
        known |= {x.name: x for x in self._sheet.columns if x.name not in known}
        unknown = []
        for number, cell in head.cells.items():
            header = normalized(cell.text).casefold()
            if column := known.get(header):
                if column in self._columns.values():
                    text = _("The header “%s” is there twice.") % column.label
                    self._refuse(text, head.number, number)
                self._columns[number] = column
            elif header == control_header().casefold():
                self._columns[number] = _CONTROL
            else:
                unknown.append((number, cell.text))
        missing = [x for x in self._sheet.columns if x not in self._columns.values()]
        self._note_unknown(head, unknown, missing)

    def _note_unknown(
        self,
        head: SheetRow,
        unknown: list[tuple[int, str]],
        missing: list[FieldRule],
    ) -> None:
        for number, header in unknown:
            if missing:
                names = ", ".join(column.label for column in missing)
                text = _(
                    "The header “%(text)s” is not known, and %(names)s is missing."
                    " Has a header been changed?"
                )
                at = {"text": header, "names": names}
                self._refuse(text % at, head.number, number)
                return
            text = _("The column “%s” is not read.") % header
            sheet = SheetPosition(self._read.name).text
            self._parsed.notes.append(f"{sheet}: {text}" if sheet else text)
        for column in missing if not unknown else ():
            text = _("The column “%s” is missing. Nothing of it changes.")
            self._parsed.notes.append(text % column.label)

    def _row(self, row: SheetRow) -> ParsedRow | None:
        values, control, id_ = {}, None, ""
        for number, column in self._columns.items():
            cell = row.cells.get(number)
            if column == _CONTROL:
                control = RowControl.read(cell.text) if cell else None
            elif not isinstance(column, str):
                at = SheetPosition(self._read.name, row.number, number, column.label)
                value = parse_cell(column, cell, at)
                values[column.name] = value
                id_ = value.text if column.name == ID else id_
        written = {name for name, value in values.items() if value.text or value.fault}
        if not written - {PAGE} and control is None:
            return None
        position = SheetPosition(self._read.name, row.number)
        controls = self._parsed.controls
        if controls is not None:
            control = controls.get((self._sheet.type, id_))
        return ParsedRow(self._sheet, position, id_, values, control)

    def _refuse(self, text: str, row: int = 0, column: int = 0) -> None:
        position = SheetPosition(self._read.name, row, column)
        self._parsed.refusals.append(Refusal(position, "", text))


def parse_cell(
    column: FieldRule, cell: SheetCell | None, position: SheetPosition
) -> ParsedValue:
    """Convert a cell to a field value in canonical form, or to a fault."""
    if cell is None:
        return ParsedValue("", position)
    boolean = cell.other == BOOLEAN and column.schema.get("type") == "boolean"
    if cell.other and not boolean:
        return ParsedValue(cell.text, position, cell_fault(cell.other))
    read = cell.text
    if cell.number and not column.number:  # a text, in which a number is as people write it
        read = read.replace(".", decimal_mark())
    text = column.canonical(column.read(read))
    exported = column.canonical(cell.text)
    if cell.day and not column.date:
        fault = _("The program has made a date of it. Make it text, and write it again.")
        return ParsedValue(text, position, fault)
    if column.name == TITLE:
        text = text.replace("\n", " ")
    return ParsedValue(text, position, exported=exported)


def head_of(read: ReadSheet) -> SheetRow | None:
    """Return the row with the headers, if the sheet has one."""
    return next((row for row in read.rows[:_HEAD_WITHIN] if _is_head(row)), None)


def _is_head(row: SheetRow) -> bool:
    texts = {cell.text.strip().casefold() for cell in row.cells.values()}
    return ID in texts and len(texts) > 1
