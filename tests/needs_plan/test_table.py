"""What stands in the rows and cells of a table, and what each need waits for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from needs_core.core_settings import FollowUpFields
from needs_core.dates import HalfYear
from needs_core.items import Conditions, Item, Items
from needs_core.model import Model
from needs_core.states import States
from needs_core.steps import (
    OVERDUE,
    UNSURE,
    GoalStep,
    GoalSteps,
    Remark,
    Step,
    Steps,
)
from needs_plan.owners import OwnersSpec
from needs_plan.table import (
    Column,
    Kind,
    PlanRules,
    PlanTableSpec,
    Standing,
    sort_ranks,
)
from needs_plan.text import PlanText

STATES = States.read(
    {
        "idea": {"symbol": "◇"},
        "planned": {"symbol": "◔"},
        "done": {"symbol": "●", "done": True},
        "dropped": {"symbol": "✕", "covers": False},
    }
)
STEPS = Steps(
    (
        Step("none", "○", covers=False, rank=1),
        Step("proposed", "◇", covers=False, rank=2, states=("idea", "planned")),
        Step("decided", "◔", rank=3, states=("planned", "done"), in_time="due"),
    ),
    STATES,
    FollowUpFields("report", "on", "half"),
    "goal",
    "act",
    "for",
)
RULES = PlanRules(STEPS, GoalSteps(STEPS), "owner", "due")


def act(id_: str, status: str, owner: str = "", due: str = "", *goals: str) -> Item:
    fields = {"owner": (owner,) if owner else (), "due": (due,) if due else ()}
    item = Item(id_, "act", id_.lower(), status, fields=fields, links={"for": goals})
    return replace(item, several=("owner",))


ITEMS = Items.sort(
    [
        Item("G_1", "goal", "First", fields={"owner": ("Unit B",)}),
        Item("G_2", "goal", "Second"),
        act("A_1", "planned", "Unit A; Unit B", "2026-01-01", "G_1", "G_2"),
        act("A_2", "idea", "Unit A"),
        act("A_10", "planned", "", "2026-12-31", "G_2"),
        act("A_3", "done", "Unit B", "2026-01-01", "G_1"),
        act("A_4", "dropped"),
        act("A_5", "planned", "Unit A", "2027-01-01"),
        Item("R_1", "report", "r", fields={"half": ("2026-1",)}, links={"on": ("A_1",)}),
    ]
)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")  # 26 October 2026


def column(name: str, kind: Kind = Kind.FIELD) -> Column:
    return Column(kind, name)


def cells(spec: PlanTableSpec, name: str) -> dict[str, tuple[object, ...]]:
    table = spec.look(ITEMS)
    place = [x.name for x in table.columns].index(name)
    return {row.label.id: row.cells[place] for row in table.rows}


def test_each_waits_for_one_thing_the_first_that_fits() -> None:
    standing = {x.id: RULES.standing(x) for x in ITEMS.of_type("act")}
    assert standing == {
        "A_1": Standing.OVERDUE,
        "A_2": Standing.UNDECIDED,
        "A_3": Standing.CLOSED,
        "A_4": Standing.CLOSED,
        "A_5": Standing.LATER,
        "A_10": Standing.DUE,
    }


def test_without_steps_and_states_nothing_awaits_a_decision() -> None:
    rules = PlanRules(Steps(), None)
    assert {rules.standing(x) for x in ITEMS.of_type("act")} == {Standing.LATER}


def test_cells_hold_what_the_columns_ask_for() -> None:
    columns = (
        *(column(x.value, x) for x in (Kind.TITLE, Kind.STATUS, Kind.REMARKS)),
        column("followed_up", Kind.FOLLOWED_UP),
        column("owner"),
        column("for", Kind.LINK),
    )
    spec = PlanTableSpec("act", columns, RULES)
    assert list(cells(spec, "title")) == ["A_1", "A_2", "A_3", "A_4", "A_5", "A_10"]
    assert cells(spec, "owner")["A_1"] == ("Unit A", "Unit B")
    assert [x.kind for x in cells(spec, "remarks")["A_1"]] == [OVERDUE]  # type: ignore[attr-defined]
    assert cells(spec, "remarks")["A_3"] == ()
    assert cells(spec, "followed_up")["A_1"] == (HalfYear(2026, 1),)
    assert cells(spec, "followed_up")["A_2"] == ()
    assert [x.id for x in cells(spec, "for")["A_1"]] == ["G_1", "G_2"]  # type: ignore[attr-defined]
    assert cells(spec, "status")["A_4"] == (STATES.get("dropped"),)


def test_remarks_of_a_goal_count_what_acts_on_it() -> None:
    model = Model({}, {"due": "Deadline"}, {})
    late, unsure = Remark(OVERDUE, ("A_1",), "due"), Remark(UNSURE, ("A_1",))
    goals, actions = (PlanText(model, x, "en", "goal") for x in ("goal", "act"))
    assert [goals.remark(x) for x in (late, unsure)] == ["1 overdue", "only unsure links"]
    assert actions.remark(late) == "Deadline has passed"


def test_a_table_of_goals_shows_their_steps_and_what_acts_on_them() -> None:
    columns = (column("step", Kind.STEP), column("for", Kind.BACK))
    spec = PlanTableSpec("goal", columns, RULES)
    assert [x.name for x in cells(spec, "step")["G_1"]] == ["decided"]  # type: ignore[attr-defined]
    assert [x.id for x in cells(spec, "for")["G_2"]] == ["A_1", "A_10"]  # type: ignore[attr-defined]


def test_rows_are_chosen_and_sorted_and_what_is_empty_comes_last() -> None:
    due = column("due")
    spec = PlanTableSpec("act", (due,), RULES, sort=(due, False))
    order = ["A_1", "A_3", "A_10", "A_5", "A_2", "A_4"]
    assert list(cells(spec, "due")) == order
    backwards = replace(spec, sort=(due, True))
    assert list(cells(backwards, "due")) == ["A_5", "A_10", "A_1", "A_3", "A_2", "A_4"]
    chosen = replace(spec, where=Conditions.parse("status = planned"))
    assert list(cells(chosen, "due")) == ["A_1", "A_10", "A_5"]
    assert list(cells(replace(spec, owner="Unit B"), "due")) == ["A_1", "A_3"]
    assert list(cells(replace(spec, owner=""), "due")) == ["A_10", "A_4"]


def test_ranks_sort_states_by_progress_and_numbers_as_numbers() -> None:
    states = [(STATES.get(name),) for name in ("done", "idea", "planned")]
    assert sort_ranks(states) == [2, 0, 1]
    assert sort_ranks([("TI_10",), ("TI_9",), ()]) == [1, 0, None]


def test_owners_are_counted_once_for_each_need_and_nobody_comes_last() -> None:
    owners = OwnersSpec("act", RULES).look(ITEMS)
    assert [x.name for x in owners] == ["Unit A", "Unit B", ""]
    first, second, nobody = owners
    assert (first.open, first.count(Standing.OVERDUE)) == (3, 1)
    assert first.count(Standing.UNDECIDED) == first.count(Standing.LATER) == 1
    assert first.followed_up == HalfYear(2026, 1)
    assert (second.open, second.count(Standing.CLOSED)) == (1, 1)
    assert [x.id for x in second.others] == ["G_1"]
    assert (nobody.open, nobody.count(Standing.CLOSED)) == (1, 1)
    assert (nobody.followed_up, nobody.others) == (None, ())


def test_a_table_knows_whether_it_depends_on_the_day() -> None:
    undated = Items.sort(
        [
            Item("G_1", "goal", "First"),
            Item("G_2", "goal", "Second"),
            act("A_1", "planned", "Unit A", "", "G_1"),
            act("A_2", "planned", "Unit A", "2030-01-01", "G_2"),
            Item(
                "R_1", "report", "r", fields={"half": ("2026-1",)}, links={"on": ("A_1",)}
            ),
        ]
    )
    today = date(2026, 10, 26)

    def day(items: Items, *kinds: Kind, owner: str | None = None) -> date | None:
        columns = tuple(column(x.value, x) for x in kinds)
        return items.day_of(PlanTableSpec("act", columns, RULES, owner=owner))

    assert day(undated, Kind.ID, Kind.TITLE, Kind.STATUS, Kind.FOLLOWED_UP) is None
    assert day(undated, Kind.STANDING) == today
    # What is part of another look is known though it is looked at again.
    assert undated.day_of(GoalStep(STEPS, "G_1")) is None
    assert undated.day_of(GoalStep(STEPS, "G_2")) == today
    assert undated.day_of(GoalSteps(STEPS)) == today
    planned = Item("R_2", "report", "r", fields={"half": ("2027-1",)}, links={})
    later = Items.sort([*undated, planned])
    assert day(later, Kind.FOLLOWED_UP) == today


def test_a_half_year_is_told_in_words() -> None:
    text = PlanText(Model({"act": "Act"}, {}, {}), "act", "en")
    followed_up = column("followed_up", Kind.FOLLOWED_UP)
    assert text.value(HalfYear(2026, 1), followed_up) == "first half of 2026"
    assert text.choice("2026-08-01", followed_up) == "second half of 2026"
    assert text.last_followed_up(None) == "never"
