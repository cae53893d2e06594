"""Half-years: how they are read, and their order over the years."""

from __future__ import annotations

from datetime import date

import pytest

from needs_core.dates import HalfYear
from needs_core.period_text import period_text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-1", "2026-1"),
        ("2026-3", None),
        ("26-1", None),
        ("2026-1 ", None),
        ("0000-1", None),
    ],
)
def test_a_half_year_is_read_or_not(text: str, said: str | None) -> None:
    found = HalfYear.parse(text)
    assert (str(found) if found else None) == said


def test_half_years_follow_each_other_over_the_year() -> None:
    end = HalfYear(2026, 1)
    assert [str(x) for x in HalfYear(2024, 2).to(end)] == [
        *("2024-2", "2025-1", "2025-2", "2026-1")
    ]
    assert (end.first, end.last) == (date(2026, 1, 1), date(2026, 6, 30))
    assert end.after().before() == end


def test_a_half_year_may_be_long_past() -> None:
    old = HalfYear.parse("1899-2")
    assert old == HalfYear.containing(date(1899, 12, 31))
    assert (old.first, old.last) == (date(1899, 7, 1), date(1899, 12, 31))
    assert [str(x) for x in old.to(HalfYear(1900, 1))] == ["1899-2", "1900-1"]


def test_half_years_and_quarters_are_told_in_words() -> None:
    names = ("2027-1", "2027-2", "2027-Q3", "2027-07", "2027", "soon")
    assert [*map(period_text, names)] == [
        "first half of 2027",
        "second half of 2027",
        "quarter 3 of 2027",
        "2027-07",
        "2027",
        "soon",
    ]
