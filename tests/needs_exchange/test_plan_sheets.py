"""The columns of a sheet: headers that can be told apart, and values of one form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from needs_core.declarations import Declared
from needs_core.items import Item, Items
from needs_exchange.plan_sheets import (
    PlanContents,
    item_value,
    plan_contents,
    plan_sources,
    type_sheet,
)


def declared(name: str, label: str, *, link: bool = False, own: bool = True) -> Declared:
    return Declared(name, label, link, own, {}, nullable=True)


def test_two_columns_with_one_header_are_told_apart() -> None:
    fields = [
        declared("a", "ansvarlig"),
        declared("b", "Ansvarlig"),
        declared("c", "Frist"),
    ]
    sheet = type_sheet("tiltag", "Tiltag", fields, [])
    labels = [column.label for column in sheet.columns if column.name in {"a", "b", "c"}]
    assert labels == ["Ansvarlig (a)", "Ansvarlig (b)", "Frist"]


def test_what_all_types_share_is_a_column_where_it_is_used() -> None:
    shared = declared("quote", "Quote", own=False)
    item = Item("A_1", "action", "A", fields={"quote": ("x",), "tags": ("b", "a")})
    assert "quote" not in [x.name for x in type_sheet("action", "A", [shared], []).columns]
    names = [x.name for x in type_sheet("action", "A", [shared], [item]).columns]
    assert names == ["id", "title", "status", "quote", "tags", "page"]


def test_links_have_no_order_and_other_lists_do() -> None:
    link = declared("under", "Under", link=True)
    item = Item("A_1", "action", "A", links={"under": ("P_10", "P_2")}, docname="plan")
    columns = {x.name: x for x in type_sheet("action", "A", [link], [item]).columns}
    assert item_value(item, columns["under"]) == "P_2, P_10"
    assert item_value(item, columns["page"]) == "plan"


TYPES = {"tiltag": "Tiltag", "mål": "Mål"}
ACTION = Item("T_1", "tiltag", "A", "ny", "plan", fields={"a": ("x",)})
GOAL = Item("M_1", "mål", "B", docname="maal")


def filled(*items: Item) -> tuple[PlanContents, list[object]]:
    """Return what a plan of a type holds, and what it is known by."""
    link = Declared("under", "Under", link=True, own=True, schema={}, nullable=True)
    link = replace(link, targets=frozenset({"mål"}))
    columns = [declared("a", "A"), link]
    sheets = [type_sheet("tiltag", "Tiltag", columns, [])]
    found = Items.sort(items)
    return plan_contents("Plan", sheets, found, TYPES), plan_sources(sheets, found)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "T_2"},
        {"title": "Z"},
        {"status": "gammel"},
        {"docname": "andet"},
        {"external": True},
        {"fields": {"a": ("y",)}},
        {"links": {"under": ("M_1",)}},
    ],
)
def test_a_plan_is_known_by_all_that_it_holds(change: dict[str, Any]) -> None:
    contents, sources = filled(ACTION, GOAL)
    changed, other = filled(replace(ACTION, **change), GOAL)
    assert (contents != changed, sources != other) == (True, True)


def test_what_links_may_point_at_is_in_the_plan() -> None:
    contents, sources = filled(ACTION, GOAL)
    changed, other = filled(ACTION, replace(GOAL, title="Z"))
    assert (contents != changed, sources != other) == (True, True)


def test_a_text_and_a_type_without_a_sheet_are_not_in_the_plan() -> None:
    other = Item("X_1", "andet", "C")
    assert filled(ACTION, GOAL) == filled(replace(ACTION, text="Ny tekst"), GOAL, other)
