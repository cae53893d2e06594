"""Rows against several types: what counts in each of them, and in any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.items import Item, Items
from needs_core.model import LinkType, Model
from needs_core.states import States
from needs_core.steps import Steps
from needs_coverage.options import TARGETS, DirectiveOptions

if TYPE_CHECKING:
    from needs_coverage.targets import Targets

STATES = States.read({"open": {"symbol": "◔"}, "dropped": {"symbol": "✕", "covers": False}})
MODEL = Model(
    {"req": "Requirement", "spec": "Specification", "test": "Test"},
    {},
    {
        "details": LinkType("details", "", "", frozenset({"spec"}), frozenset({"req"})),
        "verifies": LinkType("verifies", "", "", frozenset({"test"}), frozenset({"req"})),
        "uses": LinkType("uses", "", "", frozenset({"test"}), frozenset({"spec"})),
    },
)
ITEMS = Items.sort(
    [
        *(Item(f"R_{number}", "req", "") for number in range(1, 5)),
        Item("S_1", "spec", "", "open", links={"details": ("R_1", "R_2")}),
        Item("T_1", "test", "", "open", links={"verifies": ("R_1",)}),
        Item("T_2", "test", "", "dropped", links={"verifies": ("R_2", "R_3")}),
    ]
)


def options(**given: str) -> DirectiveOptions:
    return DirectiveOptions(given, MODEL, Steps(states=STATES), TARGETS)


def targets(require: str) -> Targets:
    given = options(
        rows="req", targets="spec, test", link="details, verifies", require=require
    )
    assert list(given.faults()) == []
    return ITEMS.look(given.targets_spec())


def test_each_type_has_to_cover_and_what_is_abandoned_does_not() -> None:
    found = targets("each")
    assert [row.is_met("each") for row in found.rows] == [True, False, False, False]
    assert (found.covered, found.met) == ((2, 1), 1)
    shown = [[x.label.id for x in linked] for linked in found.rows[1].linked]
    assert shown == [["S_1"], ["T_2"]]


def test_any_type_is_enough_where_one_asks_so() -> None:
    assert targets("any").met == 2


def test_mistakes_in_the_types_and_links_are_told() -> None:
    (missing,) = options(rows="req", link="details").faults()
    assert (missing.subtype, "targets" in missing.text) == ("missing_option", True)
    (unknown,) = options(rows="req", targets="spec, tests", link="details").faults()
    assert (unknown.subtype, "tests" in unknown.text) == ("unknown_type", True)
    (apart,) = options(rows="req", targets="spec, test", link="details, uses").faults()
    assert apart.text == "“details, uses” never joins req and test."
    (require,) = options(rows="req", targets="spec", link="details", require="all").faults()
    assert require.subtype == "unknown_value"
