"""Conditions: one grammar, with quoting, and an error for everything else."""

from __future__ import annotations

import pytest

from needs_core.items import ConditionError, Conditions, Item
from needs_core.lint.condition_faults import unmatched
from needs_core.model import Model
from needs_core.states import States

STATES = States.read({"closed": {"symbol": "●"}})

OWNERS = [
    Item("A_1", "action", "", fields={"owner": ("Jobs, youth",), "kind": ("x",)}),
    Item("A_2", "action", "", fields={"owner": ("Jobs",), "kind": ("x", "y")}),
    Item("A_3", "action", "", status="on; hold"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("owner = Jobs", ["A_2"]),
        ('owner = "Jobs, youth"', ["A_1"]),
        ('owner = "Jobs, youth", Jobs; kind = y', ["A_2"]),
        ('status = "on; hold"', ["A_3"]),
        ('status="on; hold";id=A_3', ["A_3"]),
        ("owner = nobody", []),
    ],
)
def test_items_that_meet_every_condition_are_selected(text: str, found: list[str]) -> None:
    assert [item.id for item in Conditions.parse(text).select(OWNERS)] == found


def test_a_quote_within_quotes_is_doubled() -> None:
    assert Conditions.parse('a = "say ""yes"", or"').pairs == (("a", ('say "yes", or',)),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "owner",
        "= Jobs",
        "owner =",
        "owner = ,",
        "owner = Jobs;",
        "; owner = Jobs",
        "owner = a;; kind = x",
        'owner = "Jobs',
        'owner = "Jobs" youth',
        'owner = Jobs"',
        '"owner" = Jobs',
    ],
)
def test_what_is_no_condition_is_an_error(text: str) -> None:
    with pytest.raises(ConditionError):
        Conditions.parse(text)


def test_a_value_that_nobody_has_is_told_unless_it_is_declared() -> None:
    model = Model({}, {}, {}, allowed={"state": ("planned", "done")})
    items = [Item("A", "t", "", fields={"state": ("planned",), "owner": ("One, Two",)})]
    condition = Conditions.parse(
        'status = closed; state = done, dome; owner = One, Two; owner = "One, Two"'
    )
    faults = [fault for fault, _ in unmatched(condition, items, model, STATES)]
    assert ["dome" in faults[0], "One / Two" in faults[1]] == [True, True]
    assert "One, Two" in faults[1], "what is meant is suggested"
    assert len(faults) == 2
    assert list(unmatched(condition, [], model, STATES)) == []
