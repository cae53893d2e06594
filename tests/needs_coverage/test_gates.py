"""The core of the gates, without a build: every kind held and broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from needs_core.core_settings import FollowUpFields
from needs_core.items import Conditions, Item, Items
from needs_core.model import LinkType, Model
from needs_core.setting_checks import Scope, groups
from needs_core.states import States
from needs_core.steps import Step, Steps
from needs_coverage.gates.evaluate import (
    BaselineError,
    Evaluation,
    KnownGap,
    baseline_text,
    evaluate,
    parse_baseline,
)
from needs_coverage.gates.messages import breach_of
from needs_coverage.gates.rules import (
    KINDS,
    Agrees,
    AtStep,
    Covered,
    Gate,
    GateContext,
    Linked,
    OnTime,
    Share,
    Stated,
)

TODAY = date(2027, 4, 1)
STATES = States.read(
    {
        "idea": {"symbol": "◇"},
        "going": {"symbol": "◑"},
        "done": {"symbol": "●", "done": True},
        "left": {"symbol": "✕", "covers": False},
    }
)


def item(id_: str, type_: str, status: str | None = None, **more: str) -> Item:
    """Return an item; ``helps`` and ``under`` are links, the rest are fields."""
    links: dict[str, tuple[str, ...]] = {}
    for name in ("helps", "under"):
        if name in more:
            links[name] = tuple(more.pop(name).split())
    return Item(
        id_,
        type_,
        f"Title of {id_}",
        status,
        "page",
        7,
        links=links,
        fields={n: (v,) for n, v in more.items()},
    )


ITEMS = Items.sort(
    [
        item("S_1", "star"),
        item("S_2", "star"),
        item("G_1", "goal", under="S_1"),
        item("G_2", "goal", under="S_2"),
        item("G_3", "goal", under="S_2"),
        item("G_10", "goal"),
        item("M_1", "act", "going", helps="G_1 G_2", owner="x", due="2027-03-31"),
        item("M_2", "act", "left", helps="G_3", due="2027-01-01"),
        item("M_3", "act", "done", helps="G_1", due="2027-01-01"),
        item("M_4", "act", "going", due="2027-04-01"),
        item("M_10", "act", "idea", due="snart"),
    ]
)


MODEL = Model(
    types={"goal": "Goal", "act": "Act", "star": "Star"},
    fields={"owner": "Owner", "due": "Due"},
    links={name: LinkType(name, name, name) for name in ("helps", "under")},
    own_fields={"act": ("status",)},
)
SIDES: dict[str, Any] = {"rows": "goal", "columns": "act", "link": ("helps",)}
GOING = Conditions.parse("status = going")


def project(items: Items = ITEMS, day: date = TODAY) -> GateContext:
    return GateContext(items, MODEL, Steps(states=STATES), day)


def broken(gate: Gate, items: Items = ITEMS) -> list[str]:
    cases = gate.cases(project(items))
    return [f"{x.id} {x.detail}".strip() for x in cases if not x.holds]


def test_covered_wants_a_column_that_counts() -> None:
    assert broken(Covered(**SIDES)) == ["G_3", "G_10"], "abandoned covers nothing"
    assert broken(Covered(**SIDES, at_least=2)) == ["G_2", "G_3", "G_10"]
    few = Items.sort(x for x in ITEMS if x.id in {"G_1", "M_1"})
    assert broken(Covered(**SIDES), few) == []


def test_a_step_is_asked_for_of_goals_and_of_what_goals_belong_to() -> None:
    steps = Steps(
        (
            Step("nothing", "○", covers=False, rank=1),
            Step("going", "◑", rank=2, states=("going",), stated=("owner",)),
            Step("done", "●", rank=3, states=("done",), none_in=("going",)),
        ),
        STATES,
        goals="goal",
        actions="act",
        link="helps",
    )
    under = LinkType("under", "under", "under", frozenset({"goal"}))
    model = replace(MODEL, links={**MODEL.links, "under": under})
    context = GateContext(ITEMS, model, steps, TODAY)

    def told(gate: AtStep) -> list[str]:
        found = (x for x in gate.cases(context) if not x.holds)
        return [f"{x.id}: {breach_of(gate, x, context).fault}" for x in found]

    going = AtStep(**SIDES, step="going")
    assert told(going) == [
        "G_3: It is not yet going: ○ nothing · 1 left.",
        "G_10: It is not yet going: ○ nothing.",
    ]
    deep = AtStep("a", rows="star", columns="goal", link=("under",), step="going")
    assert told(deep) == ["S_2: It is not yet going: ○ nothing · 1 going, 1 nothing."]
    assert len(told(replace(deep, step="done"))) == 2, "one that is open keeps it back"


def test_a_gate_that_names_nothing_is_about_the_roles_of_the_project() -> None:
    roles = Steps(states=STATES, goals="goal", actions="act", link="helps")
    assert Covered("a").with_roles(roles) == Covered("a", **SIDES)
    assert Covered("a", **SIDES).with_roles(Steps()) == Covered("a", **SIDES)
    assert Covered("a", rows="goal").with_roles(roles) is None, "only a part of it"
    assert Covered("a").with_roles(Steps()) is None
    stated = Stated("a", fields=("due",))
    assert stated.with_roles(roles) == replace(stated, items="act")
    assert stated.with_roles(Steps()) is None


def test_linked_wants_a_link_whatever_the_state() -> None:
    assert broken(Linked(items="act", to="goal", link=("helps",))) == ["M_4", "M_10"]
    everything = ["M_1", "M_2", "M_3", "M_4", "M_10"]
    assert broken(Linked(items="act", to="star", link=("helps",))) == everything


def test_linked_with_its_own_type_counts_links_from_either_end() -> None:
    members = [item("G_1", "goal", under="G_2"), item("G_2", "goal"), item("G_3", "goal")]
    gate = Linked(items="goal", to="goal", link=("under",))
    assert broken(gate, Items.sort(members)) == ["G_3"]


def test_stated_checks_every_field_of_every_item() -> None:
    going = Stated(items="act", fields=("owner", "due"), where=GOING)
    assert broken(going) == ["M_4 owner"]
    assert broken(Stated(items="act", fields=("due",))) == []


def test_share_is_reached_in_every_group_or_not() -> None:
    half = Share(**SIDES, group_by="under", percent=50)
    more = replace(half, percent=51)
    assert broken(half) == [""], "those of no group are one, too"
    assert broken(more) == ["S_2", ""]
    (_, second, last) = more.cases(project())
    assert (second.have, second.total, second.lacking) == (1, 2, ("G_3",))
    assert (last.docname, last.line) == ("page", 7), "at the place of its first row"


def test_a_share_is_never_rounded_up() -> None:
    goals = [item(f"G_{n}", "goal", under="S_1") for n in range(1, 201)]
    helps = " ".join(goal.id for goal in goals[:199])
    items = Items.sort([item("S_1", "star"), *goals, item("M_1", "act", helps=helps)])
    assert broken(Share(**SIDES, group_by="under", percent=100), items) == ["S_1"]
    assert broken(Share(**SIDES, group_by="under", percent=99), items) == []


def test_a_passed_date_is_told_unless_nothing_more_is_needed() -> None:
    due = OnTime(items="act", date="due")
    assert broken(due) == ["M_1 2027-03-31", "M_10 snart"]
    assert broken(replace(due, unless=GOING)) == [
        "M_2 2027-01-01",
        "M_3 2027-01-01",
        "M_10 snart",
    ]
    assert broken(replace(due, where=Conditions.parse("id = M_4"))) == []


def test_a_deadline_is_passed_on_the_day_after() -> None:
    gate = OnTime(items="act", date="due", where=Conditions.parse("id = M_4"))
    days = (date(2027, 4, 1), date(2027, 4, 2))
    found = [[x.holds for x in gate.cases(project(day=day))] for day in days]
    assert found == [[True], [False]]


@pytest.mark.parametrize(
    "text", ["2027", "2027-02-30", "31/3 2027", "i morgen", "20991231", "2099-W01-1"]
)
def test_what_is_no_date_does_not_hold(text: str) -> None:
    items = Items.sort([item("M_1", "act", due=text)])
    assert broken(OnTime(items="act", date="due"), items) == [f"M_1 {text}"]


def test_needs_of_other_projects_are_theirs_to_mend() -> None:
    items = Items.sort(
        [Item("M_1", "act", "", url="https://example.org", fields={"due": ("x",)})]
    )
    gates: list[Gate] = [
        Stated(items="act", fields=("owner",)),
        OnTime(items="act", date="due"),
        Linked(items="act", to="goal", link=("helps",)),
    ]
    assert [broken(gate, items) for gate in gates] == [[], [], []]


GATES: tuple[Gate, ...] = (
    Covered("covered", **SIDES),
    Linked("linked", fails=False, items="act", to="goal", link=("helps",)),
)


def judged(*known: KnownGap) -> Evaluation:
    return evaluate(GATES, project(), known)


def test_a_gate_fails_or_reports() -> None:
    covered, linked = judged().verdicts
    assert [case.id for case in covered.new] == ["G_3", "G_10"]
    assert [case.id for case in linked.new] == ["M_4", "M_10"]
    assert (covered.fails, linked.fails) == (True, False)
    assert judged().fails
    assert not evaluate(GATES[1:], project()).fails


def test_what_is_known_does_not_fail_and_what_is_new_does() -> None:
    one = judged(KnownGap("covered", "G_3"))
    assert [case.id for case in one.verdicts[0].known] == ["G_3"]
    assert [case.id for case in one.verdicts[0].new] == ["G_10"]
    assert one.fails
    assert not judged(KnownGap("covered", "G_3"), KnownGap("covered", "G_10")).fails
    assert judged(KnownGap("linked", "G_3"), KnownGap("linked", "G_10")).fails, (
        "another gate"
    )


def test_a_known_gap_that_is_there_no_more_is_closed() -> None:
    gone = KnownGap("covered", "G_1"), KnownGap("covered", "X_9"), KnownGap("away", "G_3")
    assert judged(KnownGap("covered", "G_3"), *gone).closed == gone


def test_the_gaps_to_write_down_are_those_that_fail_known_or_not() -> None:
    expected = (KnownGap("covered", "G_3"), KnownGap("covered", "G_10"))
    assert judged().gaps == judged(*expected).gaps == expected


def test_a_baseline_is_read_as_it_was_written() -> None:
    gaps = [KnownGap("b", "G_10"), KnownGap("b", "G_2", "frist"), KnownGap("a", "Ø_1")]
    text = baseline_text(gaps)
    assert list(parse_baseline(text)) == [gaps[2], gaps[1], gaps[0]]
    assert text == baseline_text(reversed(gaps)), "in natural order, always"
    assert parse_baseline(baseline_text([])) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "foreign"),
        ('{"version": 1, "known": []}', "foreign"),
        ('{"format": "needs-coverage-baseline", "known": []}', "version"),
        ('{"format": "needs-coverage-baseline", "version": 2, "known": []}', "version"),
        ('{"format": "needs-coverage-baseline", "version": 1}', "broken"),
        ('{"format": "needs-coverage-baseline", "version": 1, "known": [1]}', "broken"),
    ],
)
def test_a_baseline_that_cannot_be_used_says_why(text: str, reason: str) -> None:
    with pytest.raises(BaselineError) as caught:
        parse_baseline(text)
    assert caught.value.reason == reason


def read_gates(declared: object) -> tuple[tuple[Gate, ...], list[str]]:
    """Return the gates of a configuration, and the faults of the others."""
    scope = Scope((), [], lambda: MODEL)
    gates: tuple[Gate, ...] = groups(KINDS, unique="name").read(declared, scope)
    return gates, [error.fault for _, error in scope.found]


def test_gates_are_read_as_they_are_written() -> None:
    side = {"rows": "goal", "columns": "act", "link": "helps"}
    gates, bad = read_gates(
        [
            {"name": "a", "kind": "covered", **side, "at_least": 2, "text": "T"},
            {"name": "b", "kind": "share", **side, "group_by": "under", "percent": 80},
            {
                "name": "c",
                "kind": "linked",
                "items": "act",
                "to": "goal",
                "link": ["helps"],
            },
            {"name": "d", "kind": "stated", "items": "act", "fields": "owner"},
            {"name": "e", "kind": "on_time", "items": "act", "date": "due", "fails": False},
            {"name": "f", "kind": "on_time", "items": "act", "date": "due"}
            | {"unless": "status = going"},
        ]
    )
    assert bad == []
    assert gates == (
        Covered("a", "T", **SIDES, at_least=2),
        Share("b", **SIDES, group_by="under", percent=80),
        Linked("c", items="act", to="goal", link=("helps",)),
        Stated("d", items="act", fields=("owner",)),
        OnTime("e", fails=False, items="act", date="due"),
        OnTime("f", items="act", date="due", unless=GOING),
    )


VALUES: list[object] = [
    None,
    0,
    -1,
    101,
    2.5,
    True,
    "",
    "x",
    (),
    [],
    {},
    [1],
    "a = b",
    b"x",
]


@pytest.mark.parametrize("seed", range(30))
def test_no_configuration_is_a_traceback(seed: int) -> None:
    random = Random(seed)
    keys = [
        "name",
        "kind",
        "rows",
        "columns",
        "link",
        "via",
        "items",
        "to",
        "fields",
        "date",
    ]
    keys += ["where", "rows_where", "unless", "at_least", "percent", "group_by", "text"]
    kinds = ["covered", "share", "linked", "stated", "on_time"]
    sound = {
        "rows": "goal",
        "columns": "act",
        "link": "helps",
        "items": "act",
        "to": "goal",
    }
    sound |= {"fields": "owner", "date": "due", "group_by": "under"}
    declared: list[object] = [*VALUES]
    for number in range(60):
        gate: dict[str, object] = {**sound, "percent": 50, "name": f"g{number}"}
        gate |= {key: random.choice(VALUES) for key in random.sample(keys, 3)}
        declared.append({**gate, "kind": random.choice([*kinds, *kinds, None, "x"])})
    gates, bad = read_gates(declared)
    assert bad
    evaluate(gates, project())


def test_a_state_agrees_with_what_was_last_said_of_it() -> None:
    names = FollowUpFields("report", "on", "half", date="day", outcomes="each")

    def report(id_: str, day: str, status: str | None, on: str, each: str = "") -> Item:
        fields = {"half": ("2027-1",), "day": (day,), "each": (each,)}
        links = {"on": tuple(on.split())}
        return Item(id_, "report", id_, status, "page", 1, links=links, fields=fields)

    items = Items.sort(
        [
            *(item(f"M_{number}", "act", "going") for number in range(1, 6)),
            report("R_1", "2027-01-10", "done", "M_1 M_2 M_3"),
            report("R_2", "2027-02-10", "going", "M_1 M_3", "M_3: left, as agreed"),
            report("R_3", "2027-03-10", None, "M_2 M_1"),
            report("R_4", "2027-05-10", "left", "M_1 M_4"),  # is still to come
        ]
    )
    steps = Steps(states=STATES, follow_ups=names)
    context = GateContext(items, Model({"act": "Act"}, {}, {}), steps, TODAY)
    gate = Agrees("as-said", items="act")
    found = [(x.id, x.holds, x.detail) for x in gate.cases(context)]
    assert found == [("M_1", True, "R_2"), ("M_2", False, "R_1"), ("M_3", False, "R_2")]
    wrong = [breach_of(gate, x, context).fault for x in gate.cases(context) if not x.holds]
    assert wrong[1] == "Its state is “going”, and R_2 says “left”."
