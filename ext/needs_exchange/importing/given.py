"""What a cell gives a field: a value in the one way we write it, or what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_exchange.columns import TITLE, one_way
from needs_exchange.sheets.raw import ERROR, FORMULA, TIME, TRUTH

if TYPE_CHECKING:
    from needs_exchange.columns import Column
    from needs_exchange.importing.said import Place
    from needs_exchange.sheets.raw import Cell

_ = get_translation("needs_exchange")

_DANISH_DAY = re.compile(r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})")


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell gives a field."""

    text: str
    place: Place
    wrong: str = ""
    """Why it cannot be used, when it is not what it was."""


def value_of_cell(column: Column, cell: Cell | None, place: Place) -> Value:
    """Return what a cell gives a field, and what is wrong with it."""
    if cell is None:
        return Value("", place)
    truth = cell.wrong == TRUTH and column.schema.get("type") == "boolean"
    if cell.wrong and not truth:
        return Value(cell.text, place, str(_WRONG[cell.wrong]))
    text = one_way(cell.text, column)
    if column.date:
        return _day(text, place)
    if cell.day:
        said = _("The program has made a date of it. Make it text, and write it again.")
        return Value(text, place, said)
    return Value(text if column.name != TITLE else text.replace("\n", " "), place)


def _day(text: str, place: Place) -> Value:
    """Read a day as year-month-day, or as a Danish program writes it."""
    found = _DANISH_DAY.fullmatch(text)
    iso = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text
    try:
        known = not iso or date.fromisoformat(iso).isoformat() == iso
    except ValueError:
        known = False
    if known:
        return Value(iso, place)
    said = _("”%s” is not a date. Write it as year-month-day, for example 2027-03-31.")
    return Value(text, place, said % text)


_WRONG = {
    FORMULA: _("The cell holds a formula. Put its value in its place."),
    ERROR: _("The cell holds an error. Write what is meant."),
    TIME: _("The cell holds a time of day. Write a date or a text."),
    TRUTH: _("The program has made true or false of it. Make it text, and write it again."),
}
