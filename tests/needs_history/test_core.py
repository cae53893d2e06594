"""The history as plain values: snapshots, changes, suspect links, follow-ups, counts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from random import Random

import jsonschema_rs
import openpyxl
import pytest

from needs_core.core_settings import FollowUpFields, Roles
from needs_core.dates import HalfYear
from needs_core.items import Item, Items
from needs_core.progress_text import distribution_text
from needs_core.states import States
from needs_core.steps import Step, Steps
from needs_history.config import Confirmation, Settings
from needs_history.core import confirmation, snapshot
from needs_history.core.changes import compare
from needs_history.core.confirmation import (
    OPEN,
    SOUND,
    SUSPECT,
    ConfirmedLink,
    Link,
    link_states,
)
from needs_history.core.counts import trend_point, upkeep, workload
from needs_history.core.shown_follow_ups import held, last_and_next, read_follow_ups
from needs_history.core.snapshot import HistoryFileError, ModelNames, Snapshot
from needs_history.nodes import half_year_name
from needs_history.workbook import Sheet, workbook

STATES = States.read(
    {
        "planlagt": {"symbol": "◔"},
        "gennemført": {"symbol": "●", "done": True},
        "opgivet": {"symbol": "✕", "covers": False},
    }
)
SETTINGS = Settings(
    roles=Roles("tiltag", "mål", "til", "ejer", "start", "frist"),
    confirmation=Confirmation(("til",), ("citat",)),
    steps=Steps(
        (
            Step("intet", "○", covers=False, rank=1),
            Step("i tide", "◔", rank=2, states=("planlagt",), in_time="frist"),
        ),
        STATES,
        goals="mål",
        actions="tiltag",
        link="til",
    ),
)
NAMES = ModelNames(("mål", "tiltag"), ("citat", "ejer", "frist", "start"), ("til",))


def taken(name: str, *items: Item, names: ModelNames = NAMES) -> Snapshot:
    period = HalfYear.parse(name)
    assert period is not None
    return Snapshot(period, period.last, Items.sort(items), names)


def act(number: int, *goals: str, status: str = "planlagt", **fields: str) -> Item:
    values = {name: (value,) for name, value in fields.items()}
    links = {"til": goals} if goals else {}
    return Item(
        f"T_{number}", "tiltag", f"T {number}", status, "plan", fields=values, links=links
    )


def goal(number: int, title: str, quote: str = "") -> Item:
    fields = {"citat": (quote,)} if quote else {}
    return Item(f"M_{number}", "mål", title, docname="maal", fields=fields)


def test_a_snapshot_is_read_as_it_was_written_and_fits_its_schema() -> None:
    items = (act(1, "M_1", ejer="Ær\nå", frist="2026-01-01"), goal(1, 'Et "mål" </b>'))
    made = replace(taken("2026-1", *items), commit="a" * 40)
    text = snapshot.serialize(made)
    assert snapshot.parse(text, "2026-1") == made
    assert snapshot.serialize(snapshot.parse(text, "2026-1")) == text
    schema = json.loads(snapshot.SCHEMA.read_text("utf-8"))
    assert jsonschema_rs.is_valid(schema, json.loads(text))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", HistoryFileError.TEXT),
        ("[" * 100_000, HistoryFileError.TEXT),
        ("[]", HistoryFileError.FOREIGN),
        ('{"format": "andet"}', HistoryFileError.FOREIGN),
        ('{"format": "needs-history-snapshot", "version": 2}', HistoryFileError.VERSION),
        ('{"format": "needs-history-snapshot", "version": 1}', HistoryFileError.BROKEN),
    ],
)
def test_a_file_that_is_no_snapshot_is_refused(text: str, reason: str) -> None:
    with pytest.raises(HistoryFileError) as error:
        snapshot.parse(text, "2026-1")
    assert error.value.reason == reason


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("taken", "2026-13-01", HistoryFileError.BROKEN),
        ("name", "2025-1", HistoryFileError.NAME),
        ("needs", [{"id": "A", "type": "t", "title": "x"}] * 2, HistoryFileError.BROKEN),
        ("needs", [{"id": "A", "type": "t"}], HistoryFileError.BROKEN),
        ("more", 1, HistoryFileError.BROKEN),
    ],
)
def test_a_snapshot_that_was_edited_is_never_guessed_at(
    key: str, value: object, reason: str
) -> None:
    loaded = json.loads(snapshot.serialize(taken("2026-1", goal(1, "a"))))
    loaded[key] = value
    with pytest.raises(HistoryFileError) as error:
        snapshot.parse(json.dumps(loaded), "2026-1")
    assert error.value.reason == reason


def test_what_changed_is_told_once_and_in_its_place() -> None:
    old = taken(
        "2025-2",
        act(1, "M_1", ejer="A"),
        act(2, "M_1", "M_2"),
        act(3),
        goal(1, "Et mål"),
        replace(goal(2, "To"), docname="gammel"),
    )
    new = taken(
        "2026-1",
        act(1, "M_1", ejer="B", status="gennemført"),
        act(2, "M_2", "M_1"),
        act(4),
        goal(1, "Et nyt mål"),
        goal(2, "To"),
    )
    found = compare(old, new, SETTINGS.is_open)
    assert [x.id for x in found.added] == ["T_4"]
    assert [x.id for x in found.removed] == ["T_3"]
    assert [
        (x.label.id, [(p.name, p.old, p.new) for p in x.values], x.moved, x.closed)
        for x in found.changed
    ] == [
        ("M_1", [("title", "Et mål", "Et nyt mål")], None, False),
        ("M_2", [], ("gammel", "maal"), False),
        (
            "T_1",
            [("status", "planlagt", "gennemført"), ("ejer", "A", "B")],
            None,
            True,
        ),
    ]


def test_what_only_one_model_knows_is_named_and_not_compared() -> None:
    less = ModelNames(("tiltag",), ("citat",), ("til",))
    old = taken("2025-2", act(1, ejer="A"), names=less)
    new = taken("2026-1", act(1, ejer="B"), goal(1, "nyt"))
    found = compare(old, new, SETTINGS.is_open)
    assert found.count == 0
    assert found.not_compared == ("ejer", "frist", "mål", "start")


def test_a_link_is_suspect_when_the_wording_it_was_confirmed_for_is_gone() -> None:
    items = Items.sort([act(1, "M_1"), goal(1, "Mål", "citat")])
    link = ("T_1", "til", "M_1")
    rules = SETTINGS.confirmation
    assert [x.state for x in link_states(items, rules, {}, [])] == [OPEN]
    done = confirmation.confirm(items, rules, {}, [link], "2026-01-01")
    assert [x.state for x in link_states(items, rules, done, [])] == [SOUND]
    for changed in (goal(1, "Nyt mål", "citat"), goal(1, "Mål", "andet citat")):
        now = Items.sort([act(1, "M_1"), changed])
        found = link_states(now, rules, done, [])
        assert [(x.state, x.since) for x in found] == [(SUSPECT, "2026-01-01")]
        again = confirmation.confirm(now, rules, done, [link], "2026-02-01")
        assert [x.state for x in link_states(now, rules, again, [])] == [SOUND]
    spaced = Items.sort([act(1, "M_1"), goal(1, "Mål ", "citat")])
    assert [x.state for x in link_states(spaced, rules, done, [])] == [SOUND]


def test_a_snapshot_tells_of_a_link_nobody_confirmed() -> None:
    now = Items.sort([act(1, "M_1"), goal(1, "Nyt mål")])
    first = taken("2025-1", act(1, "M_1"), goal(1, "Mål"))
    second = taken("2025-2", act(1, "M_1"), goal(1, "Nyt mål"))
    rules = SETTINGS.confirmation
    found = link_states(now, rules, {}, [second, first])
    assert [(x.state, x.since, x.old[0]) for x in found] == [(SUSPECT, "2025-1", "Mål")]
    without = taken("2025-2", act(1), goal(1, "Nyt mål"))
    assert [x.state for x in link_states(now, rules, {}, [first, without])] == [OPEN]
    assert [x.state for x in link_states(now, rules, {}, [second])] == [OPEN]


def test_random_wordings_and_confirmations_leave_no_link_missed_or_invented() -> None:
    """Other code keeps the account: for each link, the wording somebody last saw."""
    random = Random(8)
    titles = {f"M_{n}": f"mål {n}" for n in range(1, 5)}
    made: dict[tuple[str, str], str] = {}
    seen: dict[tuple[str, str], str] = {}
    confirmed: dict[Link, ConfirmedLink] = {}
    for step in range(400):
        match random.choice(["reword", "link", "unlink", "confirm", "back"]):
            case "reword":
                titles[random.choice(list(titles))] = f"mål {random.randint(1, 6)}"
            case "back":
                titles["M_1"] = "mål 1"
            case "link":
                pair = f"T_{random.randint(1, 5)}", random.choice(list(titles))
                made[pair] = titles[pair[1]]
            case "unlink" if made:
                made.pop(random.choice(list(made)))
            case "confirm" if made:
                wanted = random.sample(sorted(made), random.randint(1, len(made)))
                items = world(made, titles)
                confirmed = confirmation.confirm(
                    items,
                    SETTINGS.confirmation,
                    confirmed,
                    [(s, "til", t) for s, t in wanted],
                    str(step),
                )
                seen = {pair: seen[pair] for pair in seen if pair in made}
                seen |= {pair: titles[pair[1]] for pair in wanted}
        text = confirmation.serialize(confirmed.values())
        confirmed = confirmation.parse(text)
        assert confirmation.serialize(confirmed.values()) == text
        states = link_states(world(made, titles), SETTINGS.confirmation, confirmed, [])
        found = {(x.link[0], x.link[2]) for x in states if x.state == SUSPECT}
        assert found == {
            pair for pair in made if pair in seen and seen[pair] != titles[pair[1]]
        }, step


def world(made: dict[tuple[str, str], str], titles: dict[str, str]) -> Items:
    goals = [Item(id_, "mål", title) for id_, title in titles.items()]
    sources = sorted({source for source, _ in made})
    acts = [act(int(x[2:]), *(t for s, t in sorted(made) if s == x)) for x in sources]
    return Items.sort([*goals, *acts])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda _: "{", HistoryFileError.TEXT),
        (lambda _: "[]", HistoryFileError.FOREIGN),
        (lambda x: x.replace('"version": 1', '"version": 9'), HistoryFileError.VERSION),
        (lambda x: x.replace('"Mål"', '"Andet"'), HistoryFileError.BROKEN),
        (lambda x: x.replace('"on"', '"om"'), HistoryFileError.BROKEN),
    ],
)
def test_a_list_of_confirmed_links_that_was_edited_is_refused(
    change: object, reason: str
) -> None:
    items = Items.sort([act(1, "M_1"), goal(1, "Mål")])
    entries = confirmation.confirm(
        items, SETTINGS.confirmation, {}, [("T_1", "til", "M_1")], "2026-01-01"
    )
    assert callable(change)
    with pytest.raises(HistoryFileError) as error:
        confirmation.parse(change(confirmation.serialize(entries.values())))
    assert error.value.reason == reason


def test_counts_leave_out_what_is_given_up() -> None:
    items = Items.sort(
        [
            act(1, "M_1", start="2026-02-01", frist="2026-08-01"),
            act(2, "M_2", start="2026-03-01", status="opgivet"),
            act(3, start="2026-06-30", status="gennemført"),
            goal(1, "a"),
            goal(2, "b"),
        ]
    )
    at = trend_point(items, SETTINGS, "", date(2026, 8, 1))
    assert distribution_text(at.steps) == "1 i tide, 1 intet"
    late = trend_point(items, SETTINGS, "", date(2026, 8, 2))
    assert distribution_text(late.steps) == "2 intet", "as of the day of the snapshot"
    assert (at.covered, at.goals) == (1, 2)
    assert dict(at.states) == {"planlagt": 1, "gennemført": 1, "opgivet": 1}
    found = workload(items, SETTINGS, 1)
    assert [(str(x.period), len(x.start), len(x.end)) for x in found.loads] == [
        ("2026-1", 2, 0),
        ("2026-2", 0, 1),
    ]
    assert [str(x.period) for x in found.crowded] == ["2026-1"]
    assert workload(items, SETTINGS, 2).crowded == (), "as many as may begin"
    assert [x.id for x in found.no_end] == []


def meeting(number: int, *of: str, period: str = "", dato: str = "") -> Item:
    fields = {k: (v,) for k, v in {"halvaar": period, "dato": dato}.items() if v}
    return Item(f"O_{number}", "opf", f"O {number}", fields=fields, links={"om": of})


FOLLOWING = replace(
    SETTINGS,
    follow_ups=FollowUpFields(type="opf", link="om", period="halvaar", date="dato"),
)
DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("period", "dato", "planned"),
    [
        ("2026-2", "2026-11-20", False),
        ("2026-2", "2026-11-21", False),
        ("2026-2", "2026-11-22", True),
        ("2026-1", "2027-01-01", True),
        ("2027-1", "2026-10-01", False),
        ("2026-2", "", False),
        ("2027-1", "", True),
        ("2027-1", "snart", True),
        ("", "2026-11-22", True),
        ("", "", False),
    ],
)
def test_what_is_still_to_come_is_planned(period: str, dato: str, *, planned: bool) -> None:
    items = Items.sort([act(1), meeting(1, "T_1", period=period, dato=dato)])
    told = read_follow_ups(items, FOLLOWING.follow_ups, DAY)
    assert [x.planned for x in told.all] == [planned]
    assert len(held(told.all)) == (not planned)
    assert told.by_need["T_1"] == told.all
    expected = frozenset() if planned or not period else {"T_1"}
    found = HalfYear.parse(period)
    assert not found or told.followed_up(found) == expected


def test_nothing_is_followed_up_by_what_is_planned() -> None:
    items = Items.sort(
        [
            *(act(n) for n in (1, 2)),
            meeting(1, "T_1", period="2026-1", dato="2026-06-01"),
            meeting(2, "T_2", period="2026-2", dato="2026-12-10"),
        ]
    )
    told = read_follow_ups(items, FOLLOWING.follow_ups, DAY)
    before = upkeep(items, FOLLOWING, told, None, NAMES)
    assert str(before.period) == "2026-1"
    assert before.fresh is not None
    assert [x.id for x in before.fresh.missing] == ["T_2"]
    later = read_follow_ups(items, FOLLOWING.follow_ups, date(2026, 12, 10))
    after = upkeep(items, FOLLOWING, later, None, NAMES)
    assert str(after.period) == "2026-2"
    assert after.fresh is not None
    assert [x.id for x in after.fresh.missing] == ["T_1"]
    alone = Items.sort([act(2), items.by_id["O_2"]])
    assert read_follow_ups(alone, FOLLOWING.follow_ups, DAY).latest_period is None
    near = last_and_next(told, DAY)
    assert near.next is not None
    assert near.last is not None
    assert (near.last.label.id, near.next.label.id) == ("O_1", "O_2")
    assert last_and_next(told, date(2026, 12, 10)) == near, "on the day itself, it is next"


def test_a_day_that_excel_does_not_know_is_written_as_text() -> None:
    """Excel's calendar begins in 1900: an earlier day would be another one, or none."""
    days = ("1899-12-31", "1900-03-01", "2026-06-30")
    content = Sheet("Dage", ("Dag",), [(day,) for day in days], "")
    book = openpyxl.load_workbook(BytesIO(workbook("Dage", [content])))
    found = [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert found == ["1899-12-31", datetime(1900, 3, 1), datetime(2026, 6, 30)]  # noqa: DTZ001


def test_a_half_year_before_1900_is_counted_as_any_other() -> None:
    items = Items.sort([act(1, start="1899-07-01", frist="1900-06-30")])
    found = workload(items, SETTINGS)
    assert [(str(x.period), len(x.start), len(x.end)) for x in found.loads] == [
        ("1899-2", 1, 0),
        ("1900-1", 0, 1),
    ]
    assert "1899" in half_year_name(HalfYear(1899, 2))
