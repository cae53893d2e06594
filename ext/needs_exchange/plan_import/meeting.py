"""Parse the file of a meeting: actions and goals changed, follow-ups new.

It says what each field was on the page, so it is compared as a workbook is, three ways. The
workbook of a meeting package that is sent back becomes such a file: its hidden sheet says
what each field was, and which header is of what.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from sphinx.locale import get_translation

from needs_authoring.sheet_control import RowControl, fingerprint
from needs_authoring.values import TITLE, normalized
from needs_core.dates import HalfYear, read_day
from needs_core.json_text import parse_json
from needs_exchange.plan_import.parse import (
    ParsedFile,
    ParsedRow,
    ParsedValue,
    Refusal,
    SheetPosition,
    cell_fault,
)
from needs_exchange.plan_sheets import ID
from needs_exchange.sheets.sheet_file import UnusableFileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needs_exchange.plan_sheets import TypeSheet
    from needs_exchange.sheets.sheet_file import ReadFile, ReadSheet, SheetCell, SheetRow

_ = get_translation("needs_exchange")

_SCHEMA = Path(__file__).with_name("meeting.schema.json")


def parse_meeting(
    content: Any, sheets: Sequence[TypeSheet], follow_ups: TypeSheet
) -> ParsedFile:
    """Parse the file of a meeting.

    ``content`` is what ``load_meeting`` or the workbook says. ``sheets`` are those of the
    actions and, in a project that has any, of the goals. Raises ``UnusableFileError`` for
    any other file.
    """
    found = _checked(content)
    by_type = {sheet.type: sheet for sheet in sheets}
    types = {line["type"] for line in found["lines"]}
    plan = (found["type"], found["followUpType"])
    if plan != (sheets[0].type, follow_ups.type) or not types <= set(by_type):
        text = _("The file is of a meeting on another plan.")
        raise UnusableFileError(text)
    own = {*by_type, follow_ups.type}
    parsed = ParsedFile(controls={}, types=own, from_meeting=True)
    assert parsed.controls is not None  # noqa: S101 (just given)
    for number, line in enumerate(found["lines"], start=1):
        id_, sheet = line["id"], by_type[line["type"]]
        values = _canonical(sheet, line["exported"])
        control = RowControl.from_values(sheet.type, id_, values)
        parsed.controls[sheet.type, id_] = control
        position = SheetPosition(sheet.name, number)
        texts = {ID: id_, **line["values"]}
        _add_row(parsed, sheet, position, texts, control)
        texts = {TITLE: line["title"], ID: "", **line["followUp"]}
        _add_row(parsed, follow_ups, SheetPosition(follow_ups.name, number), texts)
    return parsed


def load_meeting(path: Path) -> Any:
    """Load the file that the page saves. Raises ``UnusableFileError``."""
    try:
        return parse_json(path.read_bytes())
    except (ValueError, RecursionError, OSError) as error:
        raise UnusableFileError(_("The file is broken. Save it again.")) from error


def _checked(found: Any) -> dict[str, Any]:
    if not _validator().is_valid(found):
        text = _(
            "The file is not one that the page of a meeting saves. Save it there again."
        )
        raise UnusableFileError(text)
    return dict(found)


@cache
def _validator() -> Any:
    return jsonschema_rs.validator_for(json.loads(_SCHEMA.read_text("utf-8")))


def _canonical(sheet: TypeSheet, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    columns = {column.name: column for column in sheet.columns}
    return [
        (name, columns[name].canonical(text))
        for name, text in texts.items()
        if name in columns
    ]


def _add_row(
    parsed: ParsedFile,
    sheet: TypeSheet,
    position: SheetPosition,
    texts: Mapping[str, str],
    control: RowControl | None = None,
) -> None:
    """Add a row of a sheet; refuse it where it names a field that the sheet lacks."""
    columns = {column.name: column for column in sheet.columns}
    values = {}
    for name, text in texts.items():
        column = columns.get(name)
        if column is None:
            fault = _("There is no field %s.") % name
            parsed.refusals.append(Refusal(position, texts[ID], fault))
            return
        at = SheetPosition(position.sheet, position.row, header=column.label)
        values[name] = ParsedValue(column.canonical(column.read(text)), at)
    parsed.rows.append(ParsedRow(sheet, position, texts[ID], values, control))


_HIDDEN = "_meeting"
_ALL_LINES = frozenset({"id", "title", "reasons"})
"""The columns that say what a line is."""


def is_meeting_workbook(read: ReadFile) -> bool:
    """Tell whether a workbook is that of a meeting package."""
    return any(sheet.name == _HIDDEN for sheet in read.sheets)


def meeting_of_workbook(read: ReadFile, follow_ups: TypeSheet) -> dict[str, Any]:
    """Return what the file of the page would say. Raises ``UnusableFileError``."""
    by_name = {sheet.name: sheet for sheet in read.sheets}
    try:
        about, *lines = (
            json.loads(row.cells[1].text) for row in by_name[_HIDDEN].rows if 1 in row.cells
        )
        return _Reading(about, by_name[about["sheet"]], follow_ups).meeting(lines)
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise UnusableFileError(_("The file is broken. Save it again.")) from error


def without_meeting(read: ReadFile) -> ReadFile:
    """Return the other sheets of the package: they show needs, and can be changed, too."""
    cells = next(sheet.rows for sheet in read.sheets if sheet.name == _HIDDEN)[0].cells
    own = {_HIDDEN, json.loads(cells[1].text)["sheet"]}
    return replace(read, sheets=tuple(x for x in read.sheets if x.name not in own))


def join_excerpt(parsed: ParsedFile, excerpt: ParsedFile) -> None:
    """Add what other sheets of the package change to the file of a meeting."""
    parsed.refusals += excerpt.refusals
    parsed.notes += excerpt.notes
    places = {(x.sheet.type, x.id): n for n, x in enumerate(parsed.rows) if x.id}
    for row in excerpt.rows:
        place = places.get((row.sheet.type, row.id))
        if place is None:
            parsed.rows.append(row)
            continue
        ours = parsed.rows[place]
        for name, value in row.values.items():
            mine = ours.values.get(name)
            changed = mine and fingerprint(mine.text) != _print(ours, name)
            if mine and changed and name != ID and mine.text != value.text:
                text = _("Something else is written at %s. Write the same in both.")
                fault = Refusal(value.position, row.id, text % mine.position.text)
                parsed.refusals.append(fault)
        control = row.control
        if control and ours.control:
            prints = {**control.prints, **ours.control.prints}
            control = replace(control, prints=prints)
        values = {**ours.values, **row.values}
        parsed.rows[place] = replace(ours, values=values, control=control)


def _print(row: ParsedRow, name: str) -> str:
    return row.control.prints.get(name, "") if row.control else ""


class _Reading:
    def __init__(
        self, about: Mapping[str, Any], sheet: ReadSheet, follow_ups: TypeSheet
    ) -> None:
        self._about, self._sheet = about, sheet
        self._names: Mapping[str, str] = about["names"]
        keys = {label.casefold(): key for label, key in about["headers"].items()}
        heads = [row for row in sheet.rows if "id" in map(_header, row.cells.values())]
        if not heads:
            raise UnusableFileError(_("There is no row with the headers Id and so on."))
        self._head = heads[0]
        cells = self._head.cells.items()
        self._columns = {n: keys[_header(x)] for n, x in cells if _header(x) in keys}
        self._dates = {x.name: x for x in follow_ups.columns}

    def meeting(self, lines: list[Mapping[str, Any]]) -> dict[str, Any]:
        """Return the lines that something is decided on."""
        exported = {line["id"]: line for line in lines}
        found = []
        for row in self._sheet.rows:
            if row.number > self._head.number and (values := self._texts(row)):
                old = exported.get(values.pop("id", ""))
                if old is None:
                    place = SheetPosition(self._sheet.name, row.number).text
                    text = _("%s: The id is no line of this meeting. Leave the ids alone.")
                    raise UnusableFileError(text % place)
                self._check_fields(row, values, old)
                if line := self._line(values, old):
                    found.append(line)
        types = {name: self._about[name] for name in ("format", "version", "type")}
        return {**types, "followUpType": self._about["followUpType"], "lines": found}

    def _texts(self, row: SheetRow) -> dict[str, str]:
        found = {}
        for number, key in self._columns.items():
            if cell := row.cells.get(number):
                if fault := cell_fault(cell.other):
                    place = SheetPosition(self._sheet.name, row.number, number).text
                    text = f"{place}: {fault}"
                    raise UnusableFileError(text)
                found[key] = cell.text
        return found

    def _check_fields(
        self, row: SheetRow, texts: Mapping[str, str], old: Mapping[str, Any]
    ) -> None:
        """Refuse what is written in a field that the type of the line does not have."""
        for number, key in self._columns.items():
            if key in _ALL_LINES or key.endswith("()") or key in old["exported"]:
                continue
            if texts.get(key, "").strip():
                place = SheetPosition(self._sheet.name, row.number, number).text
                text = _("%(place)s: %(id)s has no such field. Empty the cell.")
                raise UnusableFileError(text % {"place": place, "id": old["id"]})

    def _line(
        self, texts: Mapping[str, str], old: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """Return a line that was dealt with; ``None`` for any other."""
        there = {*self._columns.values()}
        was: Mapping[str, str] = old["exported"]
        values = {x: texts.get(x, "") if x in there else was[x] for x in was}
        decision, following = (
            _one_line(texts.get(x, "")) for x in ("decision()", "next()")
        )
        changed = any(normalized(values[x]) != normalized(was[x]) for x in was)
        if not (changed or decision or following or texts.get("done()", "").strip()):
            return None
        forum, day = self._occasion()
        said = {
            "link": old["id"],
            "period": str(HalfYear.containing(day)),
            "forum": forum,
            "date": day.isoformat(),
            "status": values.get("status", ""),
            "decision": decision,
            "next": following,
        }
        follow_up = {self._names[x]: said[x] for x in said if self._names[x] and said[x]}
        occasion = " ".join(x for x in (forum, day.isoformat()) if x)
        return {
            "id": old["id"],
            "type": old["type"],
            "exported": dict(was),
            "values": values,
            "title": f"{old['title']} – {occasion}",
            "followUp": follow_up,
        }

    def _occasion(self) -> tuple[str, Any]:
        """Return forum and day of the meeting, which stand above the headers."""
        forum, date = (self._above(self._about[x]) for x in ("forum", "date"))
        rule = self._dates.get(self._names["date"])
        day = read_day(rule.read(date) if rule else date)
        if day is None or (self._names["forum"] and not forum):
            text = _("Write forum and date of the meeting at the top of the sheet %s.")
            raise UnusableFileError(text % self._sheet.name)
        return forum, day

    def _above(self, label: str) -> str:
        """Return what stands beside a label above the headers."""
        for row in self._sheet.rows:
            for number, cell in row.cells.items() if row.number < self._head.number else ():
                if _header(cell) == label.casefold() and number + 1 in row.cells:
                    return row.cells[number + 1].text.strip()
        return ""


def _header(cell: SheetCell) -> str:
    return normalized(cell.text).casefold()


def _one_line(text: str) -> str:
    return " ".join(text.split())
