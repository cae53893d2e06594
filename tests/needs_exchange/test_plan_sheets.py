"""The columns of a sheet: headers that can be told apart, and values of one form."""

from __future__ import annotations

from needs_core.declarations import Declared
from needs_core.model import Item
from needs_exchange.plan_sheets import item_value, type_sheet


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
