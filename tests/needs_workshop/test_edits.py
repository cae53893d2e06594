"""What a form asks, and what becomes of its answers: only what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_authoring.project import NeedType
from needs_authoring.values import FieldRule, ValueJudge
from needs_workshop.forms import (
    ADDED,
    CHOICE,
    DAY,
    KEPT,
    LEFT_OUT,
    LINES,
    LINKS,
    REMOVED,
    FieldEdits,
    FormField,
    field_edits,
    form_fields,
    line_diff,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND = NeedType(
    "act",
    "Act",
    "A_",
    (
        FieldRule(
            "status",
            "Status",
            schema={"type": "string", "enum": ["idea", "done"]},
            nullable=False,
        ),
        FieldRule("due", "Due", schema={"type": "string", "format": "date"}),
        FieldRule("owner", "Owner", schema={"type": "string"}),
        FieldRule("under", "Under", link=True, many=True, targets=frozenset({"goal"})),
        FieldRule("note", "Note", schema={"type": "string"}),
    ),
    frozenset({"status", "due", "owner", "under"}),
)
JUDGE = ValueJudge({"G_1": "goal", "G_2": "goal", "A_1": "act"}, {"goal": "Goal"})
WAS = {"title": "One", "status": "idea", "due": "2027-01-01", "under": "G_1"}


def fields(**values: str) -> dict[str, FormField]:
    return {x.name: x for x in form_fields(KIND, JUDGE, {**WAS, **values})}


def answered(asked: Mapping[str, str], now: Mapping[str, str] | None = None) -> FieldEdits:
    return field_edits(KIND, JUDGE, WAS if now is None else now, WAS, {**WAS, **asked})


def test_a_form_asks_by_what_the_model_says() -> None:
    asked = fields()
    assert list(asked) == ["title", "status", "due", "owner", "under", "note"]
    assert [asked[x].kind for x in ("status", "due", "under")] == [CHOICE, DAY, LINKS]
    assert asked["status"].choices == ("idea", "done")
    assert asked["under"].targets == ("goal",)
    assert [x.name for x in asked.values() if x.required] == ["title", "status"]
    assert [x.name for x in asked.values() if x.folded] == ["note"]


def test_what_is_no_allowed_value_is_seen_and_not_replaced() -> None:
    asked = fields(status="odd", due="soon", owner="a\nb", note="[[copy('id')]]")
    assert asked["status"].choices == ("idea", "done", "odd")
    assert asked["due"].kind == "line"
    assert asked["owner"].kind == LINES
    assert asked["note"].computed
    assert not asked["note"].folded


def test_only_what_was_answered_otherwise_is_changed() -> None:
    assert answered({}) == FieldEdits()
    assert answered({"due": "1.1.2027"}) == FieldEdits()
    assert answered({"under": " G_1 "}) == FieldEdits()
    assert answered({"status": "Done", "due": ""}).changed == {"status": "done", "due": ""}


def test_ids_that_stay_keep_their_order() -> None:
    now = {**WAS, "under": "G_2, G_1"}
    found = field_edits(KIND, JUDGE, now, now, {"under": "G_1"})
    assert found.changed == {"under": "G_1"}
    now = {**WAS, "under": "G_2"}
    found = field_edits(KIND, JUDGE, now, now, {"under": "G_1, G_2"})
    assert found.changed == {"under": "G_2, G_1"}


def test_a_fault_is_told_of_its_field_alone() -> None:
    found = answered({"status": "", "under": "G_9", "owner": "<<x>>", "due": "2027-13-01"})
    assert set(found.faults) == {"status", "under", "owner", "due"}
    # What stood there wrongly before is nobody's fault here.
    now = {**WAS, "status": "odd"}
    assert not field_edits(KIND, JUDGE, now, now, {**now, "owner": "A"}).faults


def test_what_others_have_changed_stays_and_is_told() -> None:
    now = {**WAS, "due": "2028-01-01"}
    found = answered({"status": "done"}, now)
    assert found.changed == {"status": "done"}
    assert found.by_others == ("due",)
    assert not found.conflicts


def test_one_field_changed_by_two_is_a_conflict_unless_they_agree() -> None:
    now = {**WAS, "status": "odd"}
    assert answered({"status": "done"}, now).conflicts == {"status": "odd"}
    assert answered({"status": "done"}, {**WAS, "status": "done"}).changed == {}


def test_the_difference_shows_lines_and_leaves_out_the_rest() -> None:
    before = "".join(f"{x}\r\n" for x in range(20)).encode()
    after = before.replace(b"10\r\n", b"ten\r\n")
    shown = [(x.kind, x.text) for x in line_diff(before, after)]
    assert shown == [
        (LEFT_OUT, ""),
        *((KEPT, str(x)) for x in (8, 9)),
        (REMOVED, "10"),
        (ADDED, "ten"),
        *((KEPT, str(x)) for x in (11, 12)),
    ]
