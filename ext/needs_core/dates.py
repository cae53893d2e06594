"""Days, half-years and spans of days: reading, formatting, and the day of the build.

Numbers, too, are formatted here: as days, they are written for machines and read by people.
"""

from __future__ import annotations

import os
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import get_decimal_symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

_HALF_YEAR = re.compile(r"([0-9]{4})-([12])", re.ASCII)
_JULY = 7
_NUMBER = re.compile(r"[-−]?[0-9]+(?:\.[0-9]+)?", re.ASCII)


def read_day(text: str | None) -> date | None:
    """Parse ``YYYY-MM-DD``; ``None`` for any other text.

    >>> read_day("2027-03-31"), read_day("20270331"), read_day("snart"), read_day(None)
    (datetime.date(2027, 3, 31), None, None, None)
    """
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.isoformat() == text else None


_DAY_FIRST = re.compile(r"([0-9]{1,2})[-./ ]+([0-9]{1,2})[-./ ]+([0-9]{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"([0-9]{4})\W?([0-9]{1,2})\W?([0-9]{1,2})(?:T.*)?", re.ASCII)


def likely_day(text: str) -> str | None:
    """Return ``YYYY-MM-DD`` for a day that is written otherwise; ``None`` for no day.

    >>> likely_day("31/12-2027"), likely_day("2027.3.1"), likely_day("2027-02-30")
    ('2027-12-31', '2027-03-01', None)
    """
    if found := _DAY_FIRST.fullmatch(text.strip()):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(text.strip()):
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def long_date(day: date, language: str) -> str:
    """Return a day in words of a language; in English for an unknown language.

    >>> long_date(date(2026, 12, 10), "da")
    '10. december 2026'
    """
    return str(format_date(day, "long", locale=babel_locale(language)))


def babel_locale(language: str) -> Locale:
    """Return the locale of a language; the English one for an unknown language."""
    try:
        return Locale.parse((language or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def display_value(text: str, language: str) -> str:
    """Return a field value for readers: a day in words, anything else unchanged.

    >>> display_value("2026-12-10", "da"), display_value("2026-1", "da")
    ('10. december 2026', '2026-1')
    """
    day = read_day(text)
    return long_date(day, language) if day else text


def display_number(text: str, language: str) -> str:
    """Return a number for readers, with the decimal mark of their language.

    >>> display_number("61.5", "da"), display_number("61.5", "en")
    ('61,5', '61.5')
    >>> display_number("1.5, 2", "da"), display_number("1.5, 2", "en")
    ('1,5; 2', '1.5, 2')
    """
    numbers, mark = text.split(", "), str(get_decimal_symbol(babel_locale(language)))
    if not all(map(_NUMBER.fullmatch, numbers)):
        return text
    between = "; " if mark == "," else ", "
    return between.join(number.replace(".", mark) for number in numbers)


class DayUse:
    """Counts how often the day was asked for: what is computed in between depends on it.

    ``Items.day_of`` tells it of every look, so that what depends on the day says the day.
    """

    times: ClassVar[int] = 0

    @classmethod
    def note(cls) -> None:
        """Say that what is being computed depends on the day."""
        cls.times += 1


def today() -> date:
    """Return the day of the build, and note that what is being computed depends on it."""
    DayUse.note()
    return build_day()


def has_passed(text: str | None, day: date | None = None) -> bool:
    """Tell whether a deadline has passed on a day (``None``: today); a text may be none.

    >>> [has_passed(x, date(2027, 1, 1)) for x in ("2026-12-31", "2027-01-01", "soon")]
    [True, False, False]
    """
    end = read_day(text)
    return end is not None and end < (day or today())


def build_day() -> date:
    """Return ``SOURCE_DATE_EPOCH`` (UTC) where it is set, else the day of the build."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """The first or second half of a year.

    >>> str(HalfYear.containing(date(2026, 7, 1))), str(HalfYear(2026, 2).after())
    ('2026-2', '2027-1')
    """

    year: int
    half: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.half}"

    @classmethod
    def parse(cls, text: str | None) -> HalfYear | None:
        """Read ``2026-1``; ``None`` for anything else."""
        found = _HALF_YEAR.fullmatch(text or "")
        return cls(int(found[1]), int(found[2])) if found and int(found[1]) else None

    @classmethod
    def containing(cls, day: date) -> HalfYear:
        """Return the half-year a day is in."""
        return cls(day.year, 2 if day.month >= _JULY else 1)

    def after(self) -> HalfYear:
        """Return the one that follows."""
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    def before(self) -> HalfYear:
        """Return the one that goes before."""
        return HalfYear(self.year, 1) if self.half > 1 else HalfYear(self.year - 1, 2)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 1 if self.half == 1 else _JULY, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after().first - timedelta(days=1)

    def to(self, end: HalfYear) -> Iterator[HalfYear]:
        """Yield every half-year from this to another, both included."""
        at = self
        while at <= end:
            yield at
            at = at.after()


@dataclass(frozen=True, slots=True)
class DateSpan:
    """The first and last day of a date, and its precision."""

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


def read_span(text: str) -> DateSpan | None:
    """Parse a date of any precision; ``None`` for another text or an impossible date.

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


def _span(kind: str, numbers: list[int]) -> DateSpan | None:
    year = numbers[0]
    if kind == "day":
        day = date(*numbers)
        return DateSpan(day, day, kind)
    if kind == "month":
        last = monthrange(year, numbers[1])[1]
        return DateSpan(date(year, numbers[1], 1), date(year, numbers[1], last), kind)
    if kind == "half-year":
        first, last_month, last = (1, 6, 30) if numbers[1] == 1 else (7, 12, 31)
        return DateSpan(date(year, first, 1), date(year, last_month, last), kind)
    last_year = numbers[1] if kind == "years" else year
    if last_year < year:
        return None
    return DateSpan(date(year, 1, 1), date(last_year, 12, 31), kind)
