"""The core of the gates, without a build: every kind held and broken."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from needs_core.model import Item, Items, LinkType, Model
from needs_core.states import States
from needs_coverage.conditions import Conditions
from needs_coverage.gates import baseline
from needs_coverage.gates.asking import read_gates
from needs_coverage.gates.baseline import BaselineError, Known
from needs_coverage.gates.judging import Judgement, judge
from needs_coverage.gates.rules import (
    Covered,
    Gate,
    Linked,
    OnTime,
    Rule,
    Share,
    Stated,
    day,
)
from needs_coverage.spec import Axis, MatrixSpec

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


ITEMS = Items.of(
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


def spec(group: str | None = None, rows: str = "goal", columns: str = "act") -> MatrixSpec:
    return MatrixSpec(Axis(rows, group_by=group), Axis(columns), ("helps",), states=STATES)


def broken(rule: Rule, items: Items = ITEMS) -> list[str]:
    cases = rule.cases(items, TODAY)
    return [f"{x.id} {x.detail}".strip() for x in cases if not x.holds]


def test_covered_wants_a_column_that_counts() -> None:
    assert broken(Covered(spec())) == ["G_3", "G_10"], "abandoned covers nothing"
    assert broken(Covered(spec(), at_least=2)) == ["G_2", "G_3", "G_10"]
    few = Items.of(x for x in ITEMS if x.id in {"G_1", "M_1"})
    assert broken(Covered(spec()), few) == []


def test_linked_wants_a_link_whatever_the_state() -> None:
    assert broken(Linked(spec())) == ["M_4", "M_10"]
    assert broken(Linked(spec(rows="star"))) == ["M_1", "M_2", "M_3", "M_4", "M_10"]


def test_stated_judges_every_field_of_every_item() -> None:
    going = Conditions.parse("status = going")
    assert broken(Stated("act", ("owner", "due"), going)) == ["M_4 owner"]
    assert broken(Stated("act", ("due",))) == []


def test_share_is_reached_in_every_group_or_not() -> None:
    assert broken(Share(spec("under"), 50)) == [""], "those of no group are one, too"
    assert broken(Share(spec("under"), 51)) == ["S_2", ""]
    (_, second, last) = Share(spec("under"), 51).cases(ITEMS, TODAY)
    assert (second.have, second.whole, second.lacking) == (1, 2, ("G_3",))
    assert (last.docname, last.line) == ("page", 7), "at the place of its first row"


def test_a_share_is_never_rounded_up() -> None:
    goals = [item(f"G_{n}", "goal", under="S_1") for n in range(1, 201)]
    helps = " ".join(goal.id for goal in goals[:199])
    items = Items.of([item("S_1", "star"), *goals, item("M_1", "act", helps=helps)])
    assert broken(Share(spec("under"), 100), items) == ["S_1"]
    assert broken(Share(spec("under"), 99), items) == []


def test_a_passed_date_is_told_unless_nothing_more_is_needed() -> None:
    assert broken(OnTime("act", "due", states=STATES)) == ["M_1 2027-03-31", "M_10 snart"]
    only = Conditions.parse("status = going")
    assert broken(OnTime("act", "due", unless=only, states=STATES)) == [
        "M_2 2027-01-01",
        "M_3 2027-01-01",
        "M_10 snart",
    ]
    assert broken(OnTime("act", "due", where=Conditions.parse("id = M_4"))) == []


def test_a_deadline_is_passed_on_the_day_after() -> None:
    rule = OnTime("act", "due", where=Conditions.parse("id = M_4"), states=STATES)
    assert [x.holds for x in rule.cases(ITEMS, date(2027, 4, 1))] == [True]
    assert [x.holds for x in rule.cases(ITEMS, date(2027, 4, 2))] == [False]


@pytest.mark.parametrize("text", ["", "2027", "2027-02-30", "31/3 2027", "i morgen"])
def test_what_is_no_date_is_no_date(text: str) -> None:
    assert day(text) is None


def test_needs_of_other_projects_are_theirs_to_mend() -> None:
    items = Items.of(
        [Item("M_1", "act", "", url="https://example.org", fields={"due": ("x",)})]
    )
    rules: list[Rule] = [Stated("act", ("owner",)), OnTime("act", "due"), Linked(spec())]
    assert [broken(rule, items) for rule in rules] == [[], [], []]


GATES = (Gate("covered", Covered(spec())), Gate("linked", Linked(spec()), fails=False))


def judged(*known: Known) -> Judgement:
    return judge(GATES, ITEMS, known, TODAY)


def test_a_gate_fails_or_reports() -> None:
    covered, linked = judged().verdicts
    assert [case.id for case in covered.new] == ["G_3", "G_10"]
    assert [case.id for case in linked.new] == ["M_4", "M_10"]
    assert (covered.fails, linked.fails) == (True, False)
    assert judged().fails
    assert not judge(GATES[1:], ITEMS, (), TODAY).fails


def test_what_is_known_does_not_fail_and_what_is_new_does() -> None:
    one = judged(Known("covered", "G_3"))
    assert [case.id for case in one.verdicts[0].known] == ["G_3"]
    assert [case.id for case in one.verdicts[0].new] == ["G_10"]
    assert one.fails
    assert not judged(Known("covered", "G_3"), Known("covered", "G_10")).fails
    assert judged(Known("linked", "G_3"), Known("linked", "G_10")).fails, "another gate"


def test_a_known_gap_that_is_there_no_more_is_closed() -> None:
    gone = Known("covered", "G_1"), Known("covered", "X_9"), Known("away", "G_3")
    assert judged(Known("covered", "G_3"), *gone).closed == gone


def test_the_gaps_to_write_down_are_those_that_fail_known_or_not() -> None:
    expected = (Known("covered", "G_3"), Known("covered", "G_10"))
    assert judged().gaps == judged(*expected).gaps == expected


def test_a_baseline_is_read_as_it_was_written() -> None:
    gaps = [Known("b", "G_10"), Known("b", "G_2", "frist"), Known("a", "Ø_1")]
    text = baseline.written(gaps)
    assert list(baseline.read(text)) == [gaps[2], gaps[1], gaps[0]]
    assert text == baseline.written(reversed(gaps)), "in natural order, always"
    assert baseline.read(baseline.written([])) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "broken"),
        ("[", "broken"),
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
        baseline.read(text)
    assert caught.value.reason == reason


MODEL = Model(
    types={"goal": "Goal", "act": "Act", "star": "Star"},
    fields={"owner": "Owner", "due": "Due"},
    links={name: LinkType(name, name, name) for name in ("helps", "under")},
    own_fields={"act": ("status",)},
)


def test_gates_are_read_as_they_are_written() -> None:
    side = {"rows": "goal", "columns": "act", "link": "helps"}
    going = Conditions.parse("status = going")
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
        ],
        MODEL,
        STATES,
    )
    assert bad == ()
    assert gates == (
        Gate("a", Covered(spec(), 2), "T"),
        Gate("b", Share(spec("under"), 80)),
        Gate("c", Linked(spec())),
        Gate("d", Stated("act", ("owner",))),
        Gate("e", OnTime("act", "due", states=STATES), fails=False),
        Gate("f", OnTime("act", "due", unless=going, states=STATES)),
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
    gates, bad = read_gates(declared, MODEL, STATES)
    assert bad
    judge(gates, ITEMS, (), TODAY)
