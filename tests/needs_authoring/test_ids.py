"""Ids follow their row, and a number is never used twice."""

from __future__ import annotations

from needs_authoring.ids import next_id
from needs_core.items import Item

RULE = "^TI_[0-9]{3}$"


def item(id_: str, parent: str) -> Item:
    return Item(id_, "tiltag", "", links={"under": (parent,)})


ITEMS = [item("TI_101", "PM_1"), item("TI_102", "PM_1"), item("TI_207", "PM_2")]


def free(parent: str, *gone: str, also: tuple[str, ...] = ()) -> str | None:
    used = {x.id for x in ITEMS} | {*gone, *also}
    parents = {"under": (parent,)}
    return next_id(ITEMS, used, prefix="TI_", rule=RULE, parents=parents, also=also)


def test_ids_follow_their_siblings() -> None:
    assert free("PM_1") == "TI_103"
    assert free("PM_2") == "TI_208"
    assert free("PM_1", also=("TI_103",)) == "TI_104"


def test_a_number_of_the_past_is_not_used_again() -> None:
    assert free("PM_1", "TI_103", "TI_105") == "TI_106"


def test_a_new_row_is_made_as_those_of_other_parents() -> None:
    assert free("PM_4") == "TI_401"
    assert free("PM_4", also=("TI_401",)) == "TI_402"


def test_the_first_of_a_type_begins_with_its_prefix() -> None:
    assert next_id([], set(), prefix="OP_", rule="^OP_[0-9]{3}$") == "OP_001"
    assert next_id([], {"OP_001"}, prefix="OP_", rule="^OP_[0-9]{3}$") == "OP_002"
    assert next_id([], set(), prefix="OP_", rule="^X$") is None


def test_a_row_does_not_run_into_the_next() -> None:
    items = [item("TI_199", "PM_1"), item("TI_200", "PM_2")]
    used = {x.id for x in items}
    assert next_id(items, used, rule=RULE, parents={"under": ("PM_1",)}) is None
    full = [item("TI_999", "PM_9")]
    assert next_id(full, {"TI_999"}, rule=RULE) is None
