"""What a file says of needs: its sheets, headers and rows, found and read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_exchange.columns import ID, PAGE
from needs_exchange.importing.given import Value, value_of_cell
from needs_exchange.importing.said import Place, Refusal
from needs_exchange.sheets.as_csv import control_header
from needs_exchange.values import Control, canonical

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needs_exchange.columns import Column, Sheet
    from needs_exchange.sheets.raw import RawFile, RawRow, RawSheet

_ = get_translation("needs_exchange")

_CONTROL = "control"
_HEAD_WITHIN = 20
"""Rows among which the headers stand: somebody may have put a title above."""


@dataclass(frozen=True, slots=True)
class Given:
    """A row of a sheet. A column the sheet lacks is not among the values."""

    sheet: Sheet
    place: Place
    id: str
    values: Mapping[str, Value]
    control: Control | None


@dataclass
class Reading:
    """All rows of a file, and what is to be said before they are compared."""

    rows: list[Given] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    controls: dict[tuple[str, str], Control] | None = None
    """What each need was at the export; none: the file does not say."""
    types: set[str] = field(default_factory=set)
    """The types that the file has a sheet of."""


def read_rows(raw: RawFile, sheets: Sequence[Sheet]) -> Reading:
    """Find each type's sheet in a file, and read it."""
    reading = Reading(notes=list(raw.notes))
    if raw.controls is not None:
        read = [x for x in map(Control.read, raw.controls) if x]
        reading.controls = {(x.type, x.id): x for x in read}
    if raw.csv:
        _read_csv(raw, sheets, reading)
        return reading
    by_name = {x.name.strip().casefold(): x for x in raw.sheets}
    for sheet in sheets:
        found = by_name.get(sheet.name.casefold())
        if found is None:
            reading.notes.append(
                _("There is no sheet %s. Nothing of it changes.") % sheet.name
            )
        else:
            _Reader(sheet, found, reading).read()
    if not reading.types:
        names = ", ".join(sheet.name for sheet in sheets)
        said = _("The file has no sheet called %s. Is it the plan?") % names
        reading.refusals.append(Refusal(Place(), "", said))
    return reading


def _read_csv(raw: RawFile, sheets: Sequence[Sheet], reading: Reading) -> None:
    cells = (cell.text for row in raw.sheets[0].rows for cell in row.cells.values())
    kinds = {control.type for control in map(Control.read, cells) if control}
    fitting = [sheet for sheet in sheets if sheet.type in kinds] or list(sheets)
    if len(fitting) != 1:
        said = _("The file does not say which kind of needs it holds. Download it again.")
        reading.refusals.append(Refusal(Place(), "", said))
        return
    _Reader(fitting[0], raw.sheets[0], reading).read()


class _Reader:
    """Reads one sheet."""

    def __init__(self, sheet: Sheet, raw: RawSheet, reading: Reading) -> None:
        self._sheet, self._raw, self._reading = sheet, raw, reading
        self._columns: dict[int, Column | str] = {}

    def read(self) -> None:
        """Read headers and rows, or say why not."""
        self._reading.types.add(self._sheet.type)
        for where in self._raw.merged[:1]:
            said = _("The cells %s are merged. Divide them again.") % where
            self._refuse(said)
        head = next((row for row in self._raw.rows[:_HEAD_WITHIN] if _is_head(row)), None)
        if head is None:
            self._refuse(_("There is no row with the headers Id and so on."))
            return
        self._read_head(head)
        for row in self._raw.rows:
            if row.number > head.number and (given := self._given(row)):
                self._reading.rows.append(given)

    def _read_head(self, head: RawRow) -> None:
        known = {x.header.casefold(): x for x in self._sheet.columns}
        known |= {x.name: x for x in self._sheet.columns if x.name not in known}
        unknown = []
        for number, cell in head.cells.items():
            text = canonical(cell.text, many=False).casefold()
            if column := known.get(text):
                if column in self._columns.values():
                    said = _("The header ”%s” is there twice.") % column.header
                    self._refuse(said, head.number, number)
                self._columns[number] = column
            elif text == control_header().casefold():
                self._columns[number] = _CONTROL
            else:
                unknown.append((number, cell.text))
        missing = [x for x in self._sheet.columns if x not in self._columns.values()]
        self._tell_strangers(head, unknown, missing)

    def _tell_strangers(
        self, head: RawRow, unknown: list[tuple[int, str]], missing: list[Column]
    ) -> None:
        for number, text in unknown:
            if missing:
                names = ", ".join(column.header for column in missing)
                said = _(
                    "The header ”%(text)s” is not known, and %(names)s is missing."
                    " Has a header been changed?"
                )
                self._refuse(said % {"text": text, "names": names}, head.number, number)
                return
            said = _("The column ”%s” is not read.")
            self._reading.notes.append(
                f"{Place(self._raw.name).text}: {said % text}"
                if self._raw.name
                else said % text
            )
        for column in missing if not unknown else ():
            said = _("The column ”%s” is missing. Nothing of it changes.")
            self._reading.notes.append(said % column.header)

    def _given(self, row: RawRow) -> Given | None:
        values, control, id_ = {}, None, ""
        for number, column in self._columns.items():
            cell = row.cells.get(number)
            if column == _CONTROL:
                control = Control.read(cell.text) if cell else None
            elif not isinstance(column, str):
                place = Place(self._raw.name, row.number, number, column.header)
                value = value_of_cell(column, cell, place)
                values[column.name] = value
                id_ = value.text if column.name == ID else id_
        written = {name for name, value in values.items() if value.text or value.wrong}
        if not written - {PAGE} and control is None:
            return None
        place = Place(self._raw.name, row.number)
        controls = self._reading.controls
        if controls is not None:
            control = controls.get((self._sheet.type, id_))
        return Given(self._sheet, place, id_, values, control)

    def _refuse(self, text: str, row: int = 0, column: int = 0) -> None:
        place = Place(self._raw.name, row, column)
        self._reading.refusals.append(Refusal(place, "", text))


def _is_head(row: RawRow) -> bool:
    texts = {cell.text.strip().casefold() for cell in row.cells.values()}
    return ID in texts and len(texts) > 1
