"""What the one page of a plan says, and on which days something of it is due."""

from __future__ import annotations

import pytest

from needs_core.core_settings import FollowUpFields, MilestoneFields
from needs_core.items import Item, Items
from needs_core.states import States
from needs_core.steps import GoalSteps, Step, Steps
from needs_plan.owners import DayKind, DueDaysSpec, concerning
from needs_plan.status import StatusView
from needs_plan.table import PlanRules, Standing

STATES = States.read({"idea": {"symbol": "◇"}, "done": {"symbol": "●", "done": True}})
STEPS = Steps(
    (
        Step("none", "○", covers=False, rank=1),
        Step("proposed", "◇", covers=False, rank=2, states=("idea",)),
        Step("done", "●", rank=3, states=("done",)),
    ),
    STATES,
    FollowUpFields("report", "on", "half"),
    "goal",
    "act",
    "for",
)
DAYS = DueDaysSpec(
    "act",
    PlanRules(STEPS, GoalSteps(STEPS), "owner", "due"),
    MilestoneFields("stages", "reached"),
    FollowUpFields("report", "on", "half", "forum", "day"),
)


def act(id_: str, status: str, due: str, stages: str, *goals: str) -> Item:
    fields = {"owner": ("Unit A",), "due": (due,), "stages": (stages,)}
    return Item(id_, "act", id_.lower(), status, fields=fields, links={"for": goals})


def report(id_: str, day: str, *about: str) -> Item:
    fields = {"half": ("2026-2",), "day": (day,), "forum": ("Board",)}
    return Item(id_, "report", id_.lower(), fields=fields, links={"on": about})


ITEMS = Items.sort(
    [
        Item("V_1", "aim", "Aim"),
        Item("G_1", "goal", "First", links={"in": ("V_1",)}),
        Item("G_2", "goal", "Second", links={"in": ("V_1", "V_9")}),
        Item("G_3", "goal", "Third", fields={"owner": ("Unit B",)}),
        act("A_1", "idea", "2026-01-01", "2026-02-01: x, reached; 2027-03-01: y", "G_1"),
        act("A_2", "done", "2026-01-01", "2026-02-01: z", "G_2"),
        act("A_3", "idea", "soon", ""),
        report("R_1", "2026-06-01", "A_1"),
        report("R_2", "2026-12-01", "A_1", "G_3"),
    ]
)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")  # 26 October 2026


def test_goals_are_counted_by_step_in_their_groups_and_once_in_all() -> None:
    found = StatusView("goal", DAYS, "in").look(ITEMS)

    def counts(number: int) -> dict[str, int]:
        return {state.name: n for state, n in found.groups[number].goals.counts}

    assert [x.label.id if x.label else "" for x in found.groups] == ["V_1", ""]
    assert counts(0) == {"proposed": 1, "done": 1}
    assert counts(1) == {"none": 1, "done": 1}
    assert (found.every.total, found.every.covering, found.goal_count) == (3, 1, 3)


def test_what_waits_is_named_and_counted() -> None:
    found = StatusView("goal", DAYS).look(ITEMS)
    assert found.groups == ()
    assert dict(found.counts)[Standing.CLOSED] == 1
    assert found.open == 2
    assert [(x.label.id, x.end, x.owners) for x in found.overdue] == [
        ("A_1", "2026-01-01", ("Unit A",))
    ]
    assert [x.label.id for x in found.undecided] == ["A_3"]
    assert found.next_follow_up is not None
    assert found.next_follow_up.label.id == "R_2"


def test_days_are_those_of_what_is_open_and_of_every_follow_up() -> None:
    days = DAYS.look(ITEMS)
    assert [(str(x.day), x.kind, x.label.id, x.text) for x in days] == [
        ("2026-01-01", DayKind.DEADLINE, "A_1", ""),
        ("2026-06-01", DayKind.FOLLOW_UP, "R_1", "Board"),
        ("2026-12-01", DayKind.FOLLOW_UP, "R_2", "Board"),
        ("2027-03-01", DayKind.MILESTONE, "A_1", "y"),
    ]
    assert [x.label.id for x in concerning(days, "Unit B")] == ["R_2"]
