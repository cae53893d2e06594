"""How far an indicator is between its baseline and its target, and its picture."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from needs_core.items import Item, Items
from needs_plan.indicators import (
    Course,
    Indicator,
    IndicatorFields,
    IndicatorsView,
    picture,
)

NAMES = IndicatorFields(
    *("sign", "now", "from", "to", "year", "unit", "day", "way"), ("up",), ("down",)
)


def one(start: str, now: str, end: str, way: str = "", year: str = "") -> Indicator:
    written = {"from": start, "now": now, "to": end, "way": way, "year": year}
    fields = {name: (text,) for name, text in written.items() if text}
    items = Items.sort([Item("S_1", "sign", "A <b>", fields=fields)])
    return IndicatorsView(NAMES).look(items)[0]


@pytest.mark.parametrize(
    ("written", "course"),
    [
        (("350", "412", "500"), Course.ON_THE_WAY),
        (("350", "500", "500"), Course.REACHED),
        (("120", "138", "60"), Course.AWAY),
        (("120", "59,5", "60"), Course.REACHED),
        (("120", "120.0", "60"), Course.UNMOVED),
        (("50", "40", "50", "up"), Course.AWAY),
        (("50", "40", "50", "down"), Course.REACHED),
        (("", "61", "60", "up"), Course.REACHED),
        (("", "59", "60", "up"), Course.UNKNOWN),
        (("50", "40", "50"), Course.UNKNOWN),
        (("350", "", "500"), Course.UNKNOWN),
        (("350", "412", ""), Course.UNKNOWN),
        (("350", "about 412", "500"), Course.UNKNOWN),
    ],
)
def test_an_indicator_is_where_its_numbers_say(
    written: tuple[str, ...], course: Course
) -> None:
    assert one(*written).course is course


def test_only_what_is_not_reached_in_its_year_is_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")  # 26 October 2026
    assert one("1", "2", "3", year="2025").late
    assert not one("1", "2", "3", year="2026").late
    assert not one("1", "3", "3", year="2025").late
    assert not one("1", "", "3", year="2025").late


def test_what_is_no_number_is_told_with_its_field() -> None:
    assert one("350", "about 412", "1.234,5").faults == (
        ("now", "about 412"),
        ("to", "1.234,5"),
    )


def test_the_picture_has_baseline_value_and_target_in_their_places() -> None:
    def places(*written: str) -> tuple[float, float, float]:
        drawn = BeautifulSoup(picture(one(*written)), "html.parser")
        start, now, goal = (drawn.select_one(f".plan-{x}") for x in ("from", "now", "goal"))
        assert start is not None
        assert now is not None
        assert goal is not None
        return float(str(start["x1"])), float(str(now["cx"])), float(str(goal["x"])) + 5

    assert places("350", "425", "500") == (8, 60, 112)
    assert places("120", "140", "100") == (60, 112, 8)
    assert "style" not in picture(one("350", "425", "500"))
    assert picture(one("350", "", "500")) == ""
