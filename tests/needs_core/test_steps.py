"""Steps of coverage: which is reached, and what is told beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from needs_core.confidence import LinkConfidence, confidence_of
from needs_core.core_settings import ConfidenceFields, FollowUpFields
from needs_core.items import Item, Items
from needs_core.model import Model
from needs_core.progress_text import step_line, step_share
from needs_core.states import States
from needs_core.steps import (
    COVERED,
    UNCONFIRMED,
    UNCOVERED,
    WEAK,
    Distribution,
    GoalSteps,
    Step,
    Steps,
)

if TYPE_CHECKING:
    from needs_core.steps import StepOf

STATES = States.read(
    {
        "idea": {"symbol": "◇", "plural": "ideas"},
        "planned": {"symbol": "◔"},
        "running": {"symbol": "◑"},
        "done": {"symbol": "●", "done": True},
        "dropped": {"symbol": "✕", "covers": False},
    }
)
STEPS = Steps(
    (
        Step("nothing", "○", covers=False, rank=1),
        Step("proposed", "◇", covers=False, rank=2, states=("idea", "planned", "running")),
        Step(
            "decided",
            "◔",
            rank=3,
            states=("planned", "running", "done"),
            stated=("owner", "end"),
        ),
        Step(
            "under way",
            "◑",
            rank=4,
            states=("running",),
            stated=("owner",),
            in_time="end",
            followed_up_within=2,
        ),
        Step(
            "finished",
            "●",
            rank=5,
            done=True,
            states=("done",),
            none_in=("planned", "running"),
        ),
    ),
    STATES,
    FollowUpFields(type="report", link="on", period="half", date="day"),
    "goal",
    "act",
    "for",
)
MODEL = Model({}, {"owner": "Owner", "end": "End"}, {})


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 1 December 2026: the last two half-years are 2026-1 and 2026-2."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")


def act(number: int, status: str, owner: str = "", end: str = "") -> Item:
    """Return a need that acts on the goal."""
    given = {"owner": owner, "end": end}
    fields = {name: (value,) for name, value in given.items() if value}
    return Item(f"A_{number}", "act", "", status or None, fields=fields)


def report(number: int, half: str, *on: int, day: str = "") -> Item:
    """Return a follow-up of some acting needs."""
    fields = {"half": (half,)} | ({"day": (day,)} if day else {})
    links = {"on": tuple(f"A_{n}" for n in on)}
    return Item(f"R_{number}", "report", "", fields=fields, links=links)


def step(*items: Item, **doubts: str) -> StepOf:
    """Return the step of a goal on which the acting needs among these act."""
    found = Items.sort(items)
    return STEPS.of(found.of_type("act"), found, doubts)


def plain(text: str) -> str:
    """Return a text with spaces that may break, as a reader sees it."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def line(*items: Item, **doubts: str) -> str:
    """Return the same in words."""
    return plain(step_line(step(*items, **doubts), MODEL))


LATE, LATER = "2026-11-30", "2027-06-30"


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([], "○ nothing"),
        ([act(1, "dropped")], "○ nothing · 1 dropped"),
        ([act(1, "idea"), act(2, "dropped")], "◇ proposed · 1 idea, 1 dropped"),
        # A need without a status reaches nothing, and is not hidden.
        ([act(1, "")], "○ nothing · 1 not stated"),
        ([act(1, "planned", "B", LATER), act(2, "idea")], "◔ decided · 1 planned, 1 idea"),
        (
            [act(1, "planned")],
            "◇ proposed · 1 planned · ⚠ 1 without owner, 1 without end",
        ),
        ([act(1, "planned", "B", LATE)], "◔ decided · 1 planned · ⚠ 1 overdue"),
        (
            [act(1, "running", "B", LATER), report(1, "2026-1", 1)],
            "◑ under way · 1 running",
        ),
        # An owner is asked for, and an end only of what is decided.
        (
            [act(1, "running", "B"), report(1, "2026-2", 1)],
            "◑ under way · 1 running · ⚠ 1 without end",
        ),
        (
            [act(1, "running", "", LATER), report(1, "2026-2", 1)],
            "◇ proposed · 1 running · ⚠ 1 without owner",
        ),
        (
            [act(1, "running", "B", LATE), report(1, "2026-2", 1)],
            "◔ decided · 1 running · ⚠ 1 overdue",
        ),
        # On its last day it is in time.
        (
            [act(1, "running", "B", "2026-12-01"), report(1, "2026-2", 1)],
            "◑ under way · 1 running",
        ),
        (
            [act(1, "running", "B", LATER)],
            "◔ decided · 1 running · ⚠ 1 never followed up",
        ),
        (
            [act(1, "running", "B", LATER), report(1, "2025-2", 1)],
            "◔ decided · 1 running · ⚠ 1 not followed up lately",
        ),
        # What is planned, or says no half-year, is no follow-up yet.
        (
            [
                act(1, "running", "B", LATER),
                report(1, "2026-2", 1, day="2026-12-10"),
                report(2, "soon", 1),
            ],
            "◔ decided · 1 running · ⚠ 1 never followed up",
        ),
        # One of several is enough, and the others are told.
        (
            [
                act(1, "running", "B", LATER),
                act(2, "running", "B", LATE),
                act(3, "planned", "", LATER),
                report(1, "2026-2", 1, 2),
            ],
            "◑ under way · 2 running, 1 planned · ⚠ 1 without owner, 1 overdue",
        ),
        ([act(1, "done")], "● finished · 1 done"),
        (
            [act(1, "done"), act(2, "idea"), act(3, "idea"), act(4, "dropped")],
            "● finished · 1 done, 2 ideas, 1 dropped · ⚠ 2 not done",
        ),
        # What is done needs nothing more, and is decided at least.
        (
            [act(1, "done", "", LATE), act(2, "planned")],
            "◔ decided · 1 done, 1 planned · ⚠ 1 without owner, 1 without end",
        ),
        (
            [
                act(1, "done"),
                *(act(n, "running", "B", LATER) for n in range(2, 10)),
                *(act(n, "planned", "B", LATER) for n in range(10, 13)),
                *(act(n, "idea") for n in range(13, 20)),
                report(1, "2026-2", *range(2, 10)),
            ],
            "◑ under way · 1 done, 8 running, 3 planned, 7 ideas",
        ),
    ],
)
def test_the_step_is_the_highest_that_one_need_reaches(
    items: list[Item], told: str
) -> None:
    assert line(*items) == told


def test_links_that_are_all_weak_are_told_and_one_that_is_not_is_enough() -> None:
    acts = (act(1, "idea"), act(2, "idea"), act(3, "dropped"))
    told = line(*acts, A_1=WEAK, A_2=WEAK)
    assert told == "◇ proposed · 2 ideas, 1 dropped · ⚠ only weak links"
    assert "only unsure links" in line(*acts, A_1=WEAK, A_2=UNCONFIRMED)
    assert "weak" not in line(*acts, A_1=WEAK, A_3=UNCONFIRMED)
    assert "weak" not in line(act(3, "dropped"), A_3=WEAK)


def test_a_remark_names_the_needs_it_is_about() -> None:
    found = step(act(10, "planned", "B"), act(2, "planned", "B"), act(3, "idea"))
    assert [(x.kind, x.field, x.ids) for x in found.remarks] == [
        ("missing", "end", ("A_2", "A_10"))
    ]


def test_without_declared_steps_a_need_is_covered_or_not() -> None:
    plain = Steps((), STATES)
    acts = Items.sort([act(1, "planned"), act(2, "dropped")])
    covered = plain.of(acts.all, acts)
    assert covered.step == COVERED
    assert step_line(covered, MODEL) == "● covered · 1 planned, 1 dropped"
    dropped = plain.of(acts.all[1:], acts)
    assert step_line(dropped, MODEL) == "○ not covered · 1 dropped"
    both = Distribution.of([covered.step, UNCOVERED, UNCOVERED])
    assert step_share(both, plain) == "1 of 3 (33\N{NO-BREAK SPACE}%)"


def test_a_share_names_its_step_and_counts_what_covers() -> None:
    found = [step(act(1, "idea")), step(), step(act(1, "done"))]
    told = step_share(Distribution.of(x.step for x in found), STEPS)
    assert told == "at least decided: 1 of 3 (33\N{NO-BREAK SPACE}%)"


def test_what_is_covered_by_goals_is_as_far_as_the_least_of_them() -> None:
    parts = [step(act(1, "done")), step(act(1, "idea"))]
    whole = STEPS.lowest(parts)
    assert step_line(whole, MODEL) == "◇ proposed · 1 finished, 1 proposed"
    assert STEPS.lowest([]).step.name == "nothing"
    assert Steps().lowest([]).step == UNCOVERED


def test_the_goals_of_a_plan_have_the_steps_of_what_acts_on_them_from_either_end() -> None:
    items = Items.sort(
        [
            Item("G_1", "goal", "", links={"for": ("A_2",)}),
            Item("G_2", "goal", ""),
            Item("A_1", "act", "", "done", links={"for": ("G_1",)}),
            Item("A_2", "act", "", "idea"),
            Item("X_1", "other", "", "done", links={"for": ("G_2",)}),
        ]
    )
    found = items.look(GoalSteps(STEPS))
    assert {id_: plain(step_line(x, MODEL)) for id_, x in found.items()} == {
        "G_1": "● finished · 1 done, 1 idea · ⚠ 1 not done",
        "G_2": "○ nothing",
    }


def test_the_confidence_of_single_links_goes_before_that_of_all_and_needs_no_link() -> None:
    names = ConfidenceFields(("for",), "each", "all", ("low", "none"))
    written = "G_3: low, named, in passing; once; G_7: high; G_9: none"
    item = Item("A_1", "act", "", "idea", fields={"all": ("high",), "each": (written,)})
    assert confidence_of(item, "G_3", names) == LinkConfidence(
        "low", "named, in passing; once", weak=True, own=True
    )
    assert confidence_of(item, "G_7", names) == LinkConfidence("high", own=True)
    assert confidence_of(item, "G_1", names) == LinkConfidence("high"), "that of all"
    linked = replace(item, links={"for": ("G_3", "G_7")})
    others = [Item(x, "goal", "") for x in ("G_3", "G_7")]
    items = replace(
        Items.sort([linked, *others]), unconfirmed=frozenset({("A_1", "for", "G_7")})
    )
    found = items.look(GoalSteps(replace(STEPS, confidence=names)))
    assert {
        id_: plain(step_line(x, MODEL)).split(" · ")[-1] for id_, x in found.items()
    } == {
        "G_3": "⚠ only weak links",
        "G_7": "⚠ only unsure links",
    }
