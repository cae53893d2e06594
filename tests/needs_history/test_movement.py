"""What moves and what stands, computed from snapshots that say it plainly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from needs_core.core_settings import FollowUpFields, Roles
from needs_core.dates import HalfYear
from needs_core.items import Item, Items
from needs_core.states import States
from needs_core.steps import Step, Steps
from needs_history.config import Settings
from needs_history.core.counts import upkeep
from needs_history.core.history import NAME, History
from needs_history.core.movement import Movement, MovementView
from needs_history.core.snapshot import ModelNames, Snapshot

STATES = States.read(
    {
        "idea": {"symbol": "◇"},
        "running": {"symbol": "◑"},
        "done": {"symbol": "●", "done": True},
    }
)
STEPS = Steps(
    (
        Step("nothing", "○", covers=False, rank=1),
        Step("under way", "◑", rank=2, states=("running",)),
    ),
    STATES,
    goals="goal",
    actions="act",
    link="serves",
)
ROLES = Roles("act", "goal", "serves", "owner", "start", "end")
REPORTS = FollowUpFields("report", "about", "half")
SETTINGS = Settings(ROLES, REPORTS, steps=STEPS)
NAMES = ModelNames(
    ("act", "goal", "report"), ("end", "half", "owner", "start"), ("about", "serves")
)
TODAY = date(2026, 8, 1)


def act(
    id_: str, status: str = "running", *, serves: tuple[str, ...] = (), **fields: str
) -> Item:
    values = {name: (value,) for name, value in fields.items()}
    links = {"serves": serves} if serves else {}
    return Item(id_, "act", id_, status, docname="plan", fields=values, links=links)


def goal(id_: str) -> Item:
    return Item(id_, "goal", id_, docname="goals")


def report(id_: str, half: str, *about: str) -> Item:
    links = {"about": about}
    return Item(
        id_, "report", id_, docname="reports", fields={"half": (half,)}, links=links
    )


def snapshot(name: str, *members: Item) -> Snapshot:
    period = HalfYear.parse(name)
    assert period is not None
    return Snapshot(period, period.last, Items.sort(members), NAMES)


def looked(
    snapshots: tuple[Snapshot, ...], *members: Item, half_years: int = 2
) -> Movement:
    items = with_history(snapshots, *members)
    return MovementView(half_years).look(items)


def with_history(snapshots: tuple[Snapshot, ...], *members: Item) -> Items:
    items = Items.sort(members)
    history = History("", TODAY, SETTINGS, NAMES, snapshots).with_needs(items)
    return replace(items, extra={NAME: history})


STILL = act("A_1", owner="Unit A", start="2025-01-01", end="2027-06-30")
PAST = (
    snapshot(
        "2025-1", STILL, act("A_2", end="2025-12-31"), act("A_3", "idea"), goal("G_1")
    ),
    snapshot(
        "2025-2", STILL, act("A_2", end="2026-06-30"), act("A_3", "idea"), goal("G_1")
    ),
    snapshot(
        "2026-1", STILL, act("A_2", end="2026-12-31"), act("A_3", "idea"), goal("G_1")
    ),
)
NOW = (
    STILL,
    act("A_2", end="2027-12-31"),
    act("A_3", "idea"),
    act("A_4", owner="Unit B; Unit A", start="2026-07-01", end="2026-12-31"),
    goal("G_1"),
)


def test_what_stands_is_told_with_the_half_year_it_last_moved_in() -> None:
    found = looked(PAST, *NOW)
    still = [(x.label.id, str(x.since), x.half_years) for x in found.still]
    assert still == [("G_1", "2025-1", 3), ("A_1", "2025-1", 3), ("A_3", "2025-1", 3)]
    assert looked(PAST, *NOW, half_years=4).still == ()


def test_a_follow_up_moves_a_need_and_what_acts_moves_its_goal() -> None:
    served = replace(STILL, links={"serves": ("G_1",)})
    past = tuple(
        replace(x, items=Items.sort([served, *(y for y in x.items if y.id != "A_1")]))
        for x in PAST
    )
    rest = [x for x in NOW if x.id != "A_1"]
    found = looked(past, served, *rest, report("R_1", "2026-1", "A_1"))
    assert [x.label.id for x in found.still] == ["A_3"]
    planned = looked(past, served, *rest, report("R_1", "2027-1", "A_1"))
    assert [x.label.id for x in planned.still] == ["G_1", "A_1", "A_3"]


def test_pushed_deadlines_are_counted_from_snapshot_to_snapshot() -> None:
    (pushed,) = looked(PAST, *NOW).pushed
    told = (pushed.label.id, pushed.times, pushed.first, pushed.now)
    assert told == ("A_2", 3, "2025-12-31", "2027-12-31")
    # Pulled forward is not pushed; done needs nothing.
    forward = [act("A_2", end="2026-06-30"), *(x for x in NOW if x.id != "A_2")]
    assert looked(PAST, *forward).pushed[0].times == 2
    done = [act("A_2", "done", end="2027-12-31"), *(x for x in NOW if x.id != "A_2")]
    assert looked(PAST, *done).pushed == ()


def test_a_candidate_is_old_after_a_year_in_which_it_was_always_one() -> None:
    (old,) = looked(PAST, *NOW).candidates
    assert (old.label.id, old.since) == ("A_3", date(2025, 6, 30))
    broken = (PAST[0], snapshot("2025-2", act("A_3")), PAST[2])
    assert looked(broken, *NOW).candidates == ()


def test_an_owner_is_silent_when_nothing_of_theirs_moves() -> None:
    assert looked(PAST, *NOW).silent == ()  # A_4 is new, and Unit A has it, too
    (silent,) = looked(PAST, *(x for x in NOW if x.id != "A_4")).silent
    assert (silent.name, [x.label.id for x in silent.needs]) == ("Unit A", ["A_1"])


def test_the_load_is_what_runs_at_the_same_time() -> None:
    found = looked(PAST, *NOW)
    loads = [(str(x.period), x.total, x.owners) for x in found.loads]
    assert loads == [
        ("2026-2", 2, (("Unit A", 2), ("Unit B", 1))),
        ("2027-1", 1, (("Unit A", 1),)),
    ]
    assert found.undated == 2


def test_each_goal_has_its_steps_over_time() -> None:
    served = act("A_1", serves=("G_1",))
    past = (snapshot("2025-2", served), snapshot("2026-1", served, goal("G_1")))
    (trend,) = looked(past, act("A_1", "done", serves=("G_1",)), goal("G_1")).goals
    assert [x.name if x else None for x in trend.steps] == [None, "under way", "nothing"]


def test_without_a_snapshot_nothing_is_known_and_nothing_is_told() -> None:
    found = looked((), *NOW)
    assert found.moments == ("",)
    assert (found.still, found.pushed, found.candidates, found.silent) == ((), (), (), ())


def test_a_change_is_fresh_before_the_snapshot_of_its_half_year_is_there() -> None:
    changed = act("A_2", end="2028-12-31")
    members = [changed, *(x for x in NOW if x.id != "A_2")]
    members.append(report("R_1", "2026-2", "A_1"))
    items = with_history(PAST, *members)
    history = items.extra[NAME]
    assert isinstance(history, History)
    found = upkeep(items, SETTINGS, history.follow_ups, PAST[-1], NAMES)
    assert found.fresh is not None
    assert str(found.period) == "2026-2"
    assert [x.id for x in found.fresh.missing] == ["A_3"]  # A_4 is new
