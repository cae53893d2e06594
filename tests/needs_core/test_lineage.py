"""What is retired keeps its place and leaves every count; what holds in its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from needs_core.core_settings import LineageFields, Roles
from needs_core.dates import today
from needs_core.items import ALL, Conditions, Item, Items, Retirement
from needs_core.lineage import LineageView, has_ended, holding_now, is_in_circle
from needs_core.model import Model
from needs_core.states import States
from needs_core.steps import GoalSteps, Step, Steps
from needs_coverage.spec import Axis, MatrixSpec
from needs_history.config import Settings
from needs_history.core.counts import trend_point
from needs_overview.profile import PosterView
from needs_overview.tree import TreeView
from needs_search.entries import EntrySources, SearchFacet, make_entries

NAMES = LineageFields(
    "standing", ("retired", "replaced"), "replaced", "until", "replaced_by", "stems_from"
)
STATES = States.read({"running": {"symbol": "◑"}})
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


def goal(id_: str, standing: str = "", **links: tuple[str, ...]) -> Item:
    fields = {"standing": (standing,)} if standing else {}
    return Item(id_, "goal", f"Goal {id_}", docname="goals", fields=fields, links=links)


def act(id_: str, standing: str = "", *, serves: tuple[str, ...]) -> Item:
    made = goal(id_, standing, serves=serves)
    return replace(made, type="act", status="running")


def plan(*members: Item) -> Items:
    return replace(Items.sort(members), retirement=Retirement("standing", NAMES.retired))


PLAN = plan(
    goal("G_1", "replaced", replaced_by=("G_2", "G_3")),
    goal("G_2", "retired"),
    goal("G_3", "replaced"),
    goal("G_4", stems_from=("G_3",)),
    goal("G_5"),
    act("A_1", serves=("G_1", "G_4")),
    act("A_2", "retired", serves=("G_5", "G_1")),
)


def ids(members: object) -> list[str]:
    return [x.id for x in members]  # type: ignore[attr-defined]


def test_what_is_retired_is_asked_for_by_name() -> None:
    assert ids(PLAN.of_type("goal")) == ["G_4", "G_5"]
    assert ids(PLAN.every("goal")) == ["G_1", "G_2", "G_3", "G_4", "G_5"]
    assert ids(PLAN.select("goal", ALL)) == ["G_4", "G_5"]
    asked = Conditions.parse("standing = retired, replaced")
    assert ids(PLAN.select("goal", asked)) == ["G_1", "G_2", "G_3"]
    assert "G_1" in PLAN.by_id
    assert PLAN.incoming["G_1"] == {"serves": ("A_1", "A_2")}


def test_a_project_that_retires_nothing_counts_everything() -> None:
    unaware = Items.sort(PLAN.all)
    assert unaware.of_type("goal") == unaware.every("goal")
    assert len(unaware.of_type("goal")) == 5


def test_what_holds_now_is_found_over_both_links_and_several_steps() -> None:
    assert ids(holding_now(PLAN.by_id["G_1"], PLAN, NAMES)) == ["G_4"]
    assert ids(holding_now(PLAN.by_id["G_2"], PLAN, NAMES)) == []
    found = LineageView("G_4", NAMES).look(PLAN)
    assert found is not None
    assert (ids(found.before), found.now, found.is_told) == (["G_3"], (), True)
    alone = LineageView("G_5", NAMES).look(PLAN)
    assert alone is not None
    assert not alone.is_told
    assert LineageView("G_9", NAMES).look(PLAN) is None


def test_a_circle_ends() -> None:
    ring = plan(
        goal("G_1", "replaced", replaced_by=("G_2",)),
        goal("G_2", "replaced", replaced_by=("G_1",)),
        goal("G_3", "replaced", replaced_by=("G_1",)),
    )
    assert [is_in_circle(x, ring, NAMES) for x in ring] == [True, True, False]
    assert holding_now(ring.by_id["G_1"], ring, NAMES) == ()


def test_what_is_retired_acts_on_nothing_that_holds() -> None:
    steps = PLAN.look(GoalSteps(STEPS))
    assert steps["G_5"].step.name == "nothing"
    assert steps["G_4"].step.name == "under way"
    assert set(steps) == {"G_4", "G_5"}


def test_a_matrix_has_what_holds_and_the_rest_when_asked() -> None:
    spec = MatrixSpec(Axis("goal"), Axis("act"), ("serves",), steps=STEPS)
    matrix = spec.look(PLAN)
    assert [row.label.id for row in matrix.rows] == ["G_4", "G_5"]
    assert [label.id for label in matrix.columns] == ["A_1"]
    asked = Axis("goal", Conditions.parse("standing = replaced"))
    past = replace(spec, rows=asked).look(PLAN)
    assert [row.label.id for row in past.rows] == ["G_1", "G_3"]


def test_a_map_has_what_holds() -> None:
    forest = TreeView(("goal", "act"), ("serves",), STEPS).look(PLAN)
    assert sorted(forest.once) == ["A_1", "G_4", "G_5"]


def test_the_search_finds_what_is_retired_last_and_in_no_facet() -> None:
    model = Model({"goal": "Goal", "act": "Act"}, {}, {})
    facets = (SearchFacet("type", "Type"),)
    sources = EntrySources(PLAN, model, facets, {}, str, {}, {})
    found = {x.id: x for x in make_entries(sources, ["goals"], {"goals": ()})}
    assert found["G_1"].facets["type"] == ()
    assert found["G_5"].facets["type"] == ("Goal",)
    assert found["G_1"].weight < found["G_5"].weight


@pytest.mark.parametrize(("until", "ended"), [("2020-01-01", True), ("9999-01-01", False)])
def test_a_day_to_come_ends_nothing(until: str, *, ended: bool) -> None:
    item = Item("G_1", "goal", "", fields={"until": (until,)})
    assert has_ended(item, NAMES, today()) is ended


def periods() -> Items:
    """Return two goals of two periods, each with an act, an act of none, and a vision."""
    first, second = (
        replace(goal(f"G_{n}"), fields={"period": (period,)}, links={"of": ("V_1",)})
        for n, period in ((1, "old"), (2, "new"))
    )
    vision = replace(goal("V_1"), type="vision")
    acts = (act("A_1", serves=("G_1",)), act("A_2", serves=("G_2",)), act("A_3", serves=()))
    return plan(vision, first, second, *acts)


def test_a_period_has_a_map_and_a_poster_of_its_own() -> None:
    where = Conditions.parse("period = new")
    levels, links = ("vision", "goal", "act"), ("of", "serves")
    forest = TreeView(levels, links, STEPS, where=where).look(periods())
    # What acts on the other period is not there; what acts on nothing still is.
    assert sorted(forest.once) == ["A_2", "A_3", "G_2", "V_1"]
    assert [branch.label.id for branch in forest.loose] == ["A_3"]
    poster = PosterView("vision", ("goal",), ("of",), steps=STEPS, where=where)
    (column,) = poster.look(periods())
    assert [entry.label.id for entry in column.lists[0]] == ["G_2"]


def test_a_period_has_a_trend_of_its_own() -> None:
    settings = Settings(Roles("act", "goal", "serves"), steps=STEPS)
    point = trend_point(periods(), settings, "", today(), frozenset({"G_2"}))
    assert (point.goals, point.covered) == (1, 1)
    assert dict(point.states) == {"running": 1}
    whole = trend_point(periods(), settings, "", today())
    assert dict(whole.states) == {"running": 3}
