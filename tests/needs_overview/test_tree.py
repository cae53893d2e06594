"""What stands below what, where it is drawn, and how far it is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from needs_core.items import Item, Items
from needs_core.states import States
from needs_core.steps import Step, Steps
from needs_overview import svg
from needs_overview.layout import (
    HIGHEST,
    split_into_sheets,
    tall_layout,
    text_width,
    wide_layout,
    wrap,
)
from needs_overview.tree import BarsView, Branch, TreeView

if TYPE_CHECKING:
    from needs_core.items import Conditions

STATES = States.read(
    {
        "kandidat": {"symbol": "◇"},
        "i gang": {"symbol": "◑"},
        "færdig": {"symbol": "●", "done": True},
        "opgivet": {"symbol": "✕", "covers": False},
    }
)
SPEC = TreeView(("top", "mål", "tiltag"), ("under", "til"), Steps(states=STATES))


def tiltag(id_: str, status: str | None = "kandidat", **links: tuple[str, ...]) -> Item:
    return Item(id_, "tiltag", f"Tiltag {id_}", status, "side", links=links)


ITEMS = Items.sort(
    [
        Item("P_1", "top", "Først", None, "side"),
        Item("P_2", "top", "Sidst", None, "side"),
        Item("M_1", "mål", "Mål et", None, "side", links={"under": ("P_1",)}),
        Item("M_2", "mål", "Mål to", None, "side", links={"under": ("P_1",)}),
        Item("M_10", "mål", "Mål ti", None, "side", links={"under": ("P_2",)}),
        tiltag("T_1", til=("M_10", "M_1"), under=("P_1",)),
        tiltag("T_2", "færdig", til=("M_10",)),
        tiltag("T_3", "opgivet", til=("M_2",)),
        tiltag("T_4", under=("P_1",)),
        tiltag("T_5", None),
    ]
)
FOREST = SPEC.look(ITEMS)


def shape(branches: tuple[Branch, ...]) -> list[object]:
    return [(x.label.id, shape(x.branches)) for x in branches]


def test_everything_stands_below_the_nearest_level_that_it_is_linked_with() -> None:
    assert shape(FOREST.branches) == [
        ("P_1", [("M_1", [("T_1", [])]), ("M_2", [("T_3", [])]), ("T_4", [])]),
        ("P_2", [("M_10", [("T_1", []), ("T_2", [])])]),
    ]
    assert shape(FOREST.loose) == [("T_5", [])]


def test_gaps_and_strays_are_what_lacks_something() -> None:
    assert [label.id for label in FOREST.gaps(1)] == [
        "M_2"
    ]  # what is given up covers nothing
    assert [label.id for label in FOREST.astray(2)] == ["T_4", "T_5"]
    assert FOREST.astray(0) == (), "above the first level is none"
    assert [FOREST.count(level) for level in range(3)] == [2, 3, 5]


def test_a_link_may_run_either_way() -> None:
    turned = Items.sort(
        [
            Item("P_1", "top", "Først", links={"under": ("M_1",)}),
            Item("M_1", "mål", "Mål"),
        ]
    )
    assert shape(SPEC.look(turned).branches) == [("P_1", [("M_1", [])])]


def test_a_tree_may_begin_with_one_need() -> None:
    rooted = TreeView(SPEC.levels, SPEC.links, Steps(states=STATES), "M_10").look(ITEMS)
    assert shape(rooted.branches) == [("M_10", [("T_1", []), ("T_2", [])])]
    assert rooted.loose == ()
    assert (
        TreeView(SPEC.levels, SPEC.links, Steps(states=STATES), "X").look(ITEMS).branches
        == ()
    )


def test_trees_of_single_needs_order_all_needs_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    narrow = Items.narrow

    def counted(items: Items, name: str, where: Conditions) -> tuple[Item, ...]:
        asked.append(name)
        return narrow(items, name, where)

    monkeypatch.setattr(Items, "narrow", counted)
    items = Items.sort(ITEMS)
    for root in ("M_1", "M_2", "M_10", "P_1", "P_2"):
        view = TreeView(SPEC.levels, SPEC.links, Steps(states=STATES), root)
        assert [x.label.id for x in view.look(items).branches] == [root]
    assert asked == list(SPEC.levels)


def test_a_bar_counts_each_goal_with_what_has_come_furthest() -> None:
    bars = BarsView(SPEC).look(ITEMS)
    told = [
        (bar.label.id, bar.total, [(s.name if s else None, n) for s, n in bar.parts])
        for bar in bars
    ]
    assert told == [
        ("P_1", 2, [("kandidat", 1), (None, 1)]),
        ("P_2", 1, [("færdig", 1)]),
    ]


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_every_need_has_one_place_and_no_two_share_it(layout: str) -> None:
    placed = (
        wide_layout(FOREST, 3, lambda *_: "")
        if layout == "wide"
        else tall_layout(FOREST, lambda *_: "")
    )
    assert sorted(box.label.id for box in placed.boxes) == sorted(FOREST.once)
    for number, one in enumerate(placed.boxes):
        assert one.x >= 0
        assert one.x + one.width <= placed.width
        assert one.y >= 0
        assert one.y + one.height <= placed.height
        for other in placed.boxes[number + 1 :]:
            apart = (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
            assert apart, (one.label.id, other.label.id)


def test_sheets_share_the_needs_and_never_cut_a_tree() -> None:
    placed = wide_layout(FOREST, 3, lambda *_: "")
    assert split_into_sheets(placed) == [placed], "a picture that fits is left alone"
    narrow = replace(placed, width=placed.height / HIGHEST / 2)
    cut = split_into_sheets(narrow)
    assert len(cut) > 1
    names = [{box.label.id for box in sheet.boxes} for sheet in cut]
    assert sorted(name for here in names for name in here) == sorted(FOREST.once)
    hues = [{box.hue for box in sheet.boxes} for sheet in cut]
    assert all(not one & other - {0} for one, other in pairwise(hues))
    for sheet in cut:
        assert all(0 <= box.y <= sheet.height - box.height for box in sheet.boxes)
        here = {box.label.id for box in sheet.boxes}
        assert all({x.above.label.id, x.below.label.id} & here for x in sheet.edges)
    assert {(x.above.label.id, x.below.label.id) for one in cut for x in one.edges} == {
        (edge.above.label.id, edge.below.label.id) for edge in placed.edges
    }


def test_a_need_below_two_stands_with_the_first_its_author_named() -> None:
    placed = wide_layout(FOREST, 3, lambda *_: "")
    boxes = {box.label.id: box for box in placed.boxes}
    assert boxes["T_1"].hue == boxes["P_2"].hue != boxes["P_1"].hue
    lines = {(edge.above.label.id, edge.below.label.id, edge.kind) for edge in placed.edges}
    assert lines == {
        ("P_1", "M_1", "near"),
        ("P_1", "M_2", "near"),
        ("P_1", "T_4", "far"),
        ("P_2", "M_10", "near"),
        ("M_1", "T_1", "near"),
        ("M_10", "T_1", "near"),
        ("M_10", "T_2", "near"),
        ("M_2", "T_3", "near"),
    }


def test_a_text_of_a_page_is_text_in_the_picture() -> None:
    evil = '<script>alert(1)</script>&amp; "x"'
    items = Items.sort([Item("P_1", "top", evil, docname="a"), Item("M_1", "mål", "]]>")])
    placed = wide_layout(SPEC.look(items), 3, lambda *_: evil)
    drawn = svg.map_svg(placed, (evil,), evil, lambda _label: 'a.html#"><b>')
    root = ET.fromstring(drawn)  # noqa: S314 (our own)
    assert not [e for e in root.iter() if e.tag.endswith("script") or e.tag.endswith("}b")]
    said = " ".join(t.text or "" for t in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "<script>alert(1)</script>&amp;" in said.replace(" ", "").replace('"x"', "")


def test_the_same_needs_give_the_same_bytes() -> None:
    one, two = (svg.map_svg(wide_layout(FOREST, 3, lambda *_: "n"), (), "a") for _ in "ab")
    assert one == two


def test_lines_fit_and_lose_no_letter() -> None:
    text = "Speciallægepraksisplanlægningsstabiliseringsperiode og mmmmmm 日本語テキスト ok"
    for room in (20.0, 60.0, 200.0):
        lines = wrap(text, room, 14)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(text_width(line, 14) <= room or len(line) == 1 for line in lines)
    assert wrap("", 100, 14) == ("",)


def test_a_goal_has_its_step_and_misses_no_state() -> None:
    steps = Steps(
        (Step("intet", "○", covers=False),), STATES, goals="mål", actions="tiltag"
    )
    top = replace(SPEC, levels=("top", "mål"), steps=steps).look(ITEMS).branches[0]
    assert [x.told_state for x in top.next_level] == [None, None]
    found = {x.label.id: x for x in FOREST.walk()}
    unknown = found["T_5"].told_state
    assert unknown is not None
    assert unknown.name == ""
