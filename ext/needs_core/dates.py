"""Dates as readers say them. In data, and for machines, they stay as they are written."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date


def read_day(text: str | None) -> date | None:
    """Return the day a text names; ``None`` for what is no day.

    >>> read_day("2027-03-31"), read_day("20270331"), read_day("snart"), read_day(None)
    (datetime.date(2027, 3, 31), None, None, None)
    """
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.isoformat() == text else None


@lru_cache(maxsize=4096)
def said_day(day: date, language: str) -> str:
    """Return a day in words; in English where the language is not known.

    >>> said_day(date(2026, 12, 10), "da")
    '10. december 2026'
    """
    try:
        locale = Locale.parse((language or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return str(format_date(day, "long", locale=locale))


def said(text: str, language: str) -> str:
    """Return the value of a field as it is read: a day in words, all else as it stands.

    >>> said("2026-12-10", "da"), said("2026-1", "da")
    ('10. december 2026', '2026-1')
    """
    day = read_day(text)
    return said_day(day, language) if day else text


def today() -> date:
    """Return ``SOURCE_DATE_EPOCH`` (UTC) where it is set, else the day of the build."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now().astimezone().date()
