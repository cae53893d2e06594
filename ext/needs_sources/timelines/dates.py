"""Dates as sources give them: a day, a month, a half-year, a year, some years. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """What a date covers, and how exactly it is known."""

    start: date
    end: date
    kind: str
    """``day``, ``month``, ``half-year``, ``year`` or ``years``."""


_FORMS = (
    ("day", re.compile(r"(\d{4})-(\d\d)-(\d\d)")),
    ("month", re.compile(r"(\d{4})-(\d\d)")),
    ("half-year", re.compile(r"(\d{4})-H([12])")),
    ("years", re.compile(r"(\d{4})[-–/](\d{4})")),
    ("year", re.compile(r"(\d{4})")),
)


def read_span(text: str) -> Span | None:
    """Read a date; ``None`` for what is none, as "not dated" or the 31st of April.

    >>> read_span("2015-H1").end
    datetime.date(2015, 6, 30)
    """
    for kind, form in _FORMS:
        if found := form.fullmatch(text.strip()):
            try:
                return _span(kind, [int(part) for part in found.groups()])
            except ValueError:
                return None
    return None


def _span(kind: str, numbers: list[int]) -> Span | None:
    year = numbers[0]
    if kind == "day":
        day = date(*numbers)
        return Span(day, day, kind)
    if kind == "month":
        last = monthrange(year, numbers[1])[1]
        return Span(date(year, numbers[1], 1), date(year, numbers[1], last), kind)
    if kind == "half-year":
        first, last_month, last = (1, 6, 30) if numbers[1] == 1 else (7, 12, 31)
        return Span(date(year, first, 1), date(year, last_month, last), kind)
    last_year = numbers[1] if kind == "years" else year
    if last_year < year:
        return None
    return Span(date(year, 1, 1), date(last_year, 12, 31), kind)
