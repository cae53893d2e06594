"""What has become of needs, and what a change of one touches, as values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from needs_core.core_settings import FollowUpFields, LineageFields
from needs_core.extra_data import LinkFromElsewhere
from needs_core.items import Conditions, Item, Items, Label, Retirement
from needs_core.states import States
from needs_core.steps import Step, Steps
from needs_lineage.config import PlanNames
from needs_lineage.consequence import NAME, Consequence, ConsequenceView, Surroundings
from needs_lineage.successions import Fate, SuccessionView

LINEAGE = LineageFields(
    "standing", ("retired", "replaced"), "replaced", "until", "replaced_by", "stems_from"
)
STEPS = Steps(
    (
        Step("nothing", "○", covers=False, rank=1),
        Step("under way", "◑", rank=2, states=("running",)),
    ),
    States.read({"running": {"symbol": "◑"}, "dropped": {"symbol": "✕", "covers": False}}),
    goals="goal",
    actions="act",
    link="serves",
)
NAMES = PlanNames(
    LINEAGE, FollowUpFields("report", "about", "half", next="next"), "needs", ("q",), STEPS
)


def need(
    id_: str,
    type_: str,
    title: str = "",
    *,
    fields: dict[str, str] | None = None,
    status: str | None = None,
    **links: tuple[str, ...],
) -> Item:
    values = {name: (value,) for name, value in (fields or {}).items()}
    return Item(
        id_, type_, title or id_, status, docname=f"{type_}s", fields=values, links=links
    )


def plan(*members: Item) -> Items:
    items = Items.sort(members)
    return replace(items, retirement=Retirement("standing", LINEAGE.retired))


OLD, NEW = {"period": "old"}, {"period": "new"}
PERIODS = plan(
    need("G_1", "goal", "Same", fields=OLD),
    need("G_2", "goal", "Words", fields=OLD),
    need("G_3", "goal", fields=OLD),
    need("G_4", "goal", fields=OLD),
    need("G_5", "goal", fields=OLD),
    need("G_6", "goal", fields={**OLD, "standing": "retired"}),
    need("G_7", "goal", fields=OLD),
    need("G_8", "goal", fields={**OLD, "standing": "replaced"}, replaced_by=("G_19",)),
    need("G_11", "goal", "Same", fields=NEW, stems_from=("G_1",)),
    need("G_12", "goal", "Other words", fields=NEW, stems_from=("G_2",)),
    need("G_13", "goal", fields=NEW, stems_from=("G_3", "G_4")),
    need("G_14", "goal", fields=NEW, stems_from=("G_5",)),
    need("G_15", "goal", fields=NEW, stems_from=("G_5",)),
    need("G_16", "goal", fields=NEW),
    # Between the two periods: neither old nor new.
    need("G_19", "goal", fields={"standing": "replaced"}, replaced_by=("G_20",)),
    need("G_20", "goal", "G_8", fields=NEW),
)


def test_every_goal_of_two_periods_has_one_fate() -> None:
    old, new = (Conditions.parse(f"period = {x}") for x in ("old", "new"))
    found = SuccessionView("goal", LINEAGE, old, new).look(PERIODS)
    fates = {
        (row.old or row.new[0]).id: (row.fate, [label.id for label in row.new])
        for row in found.rows
    }
    assert fates == {
        "G_1": (Fate.CARRIED_ON, ["G_11"]),
        "G_2": (Fate.REWORDED, ["G_12"]),
        "G_3": (Fate.MERGED, ["G_13"]),
        "G_4": (Fate.MERGED, ["G_13"]),
        "G_5": (Fate.SPLIT, ["G_14", "G_15"]),
        "G_6": (Fate.DROPPED, []),
        "G_7": (Fate.UNDECIDED, []),
        "G_8": (Fate.CARRIED_ON, ["G_20"]),
        "G_16": (Fate.NEW, ["G_16"]),
    }
    assert dict(found.counts)[Fate.MERGED] == 2


def test_a_goal_of_both_periods_is_carried_on() -> None:
    both = Conditions.parse("period = old, new")
    found = SuccessionView("goal", LINEAGE, both, both).look(PERIODS)
    assert {row.fate for row in found.rows} == {Fate.CARRIED_ON}


PLAN = plan(
    need("G_1", "goal", fields={"q": "As it is said."}),
    need("G_2", "goal"),
    need("A_1", "act", status="running", serves=("G_1",)),
    need("A_2", "act", status="running", serves=("G_1", "G_2"), needs=("A_1",)),
    need("A_3", "act", status="running", serves=("G_2",), needs=("A_2",)),
    need("A_4", "act", fields={"standing": "retired"}, serves=("G_1",), needs=("A_1",)),
    need("I_1", "sign", shows=("G_1",)),
    need("R_1", "report", fields={"half": "2020-1", "next": "old"}, about=("G_1",)),
    need("R_2", "report", fields={"half": "2020-2", "next": "Ask again."}, about=("G_1",)),
    need("R_3", "report", fields={"half": "9999-1"}, about=("G_1",)),
)


def consequence(id_: str, items: Items = PLAN) -> Consequence:
    found = ConsequenceView(id_, NAMES).look(items)
    assert found is not None
    return found


def ids(labels: tuple[Label, ...]) -> list[str]:
    return [label.id for label in labels]


def test_a_goal_touches_what_points_at_it_and_leaves_some_with_nothing() -> None:
    found = consequence("G_1")
    linked = {(x.link, x.incoming): ids(x.labels) for x in found.linked}
    assert linked[("serves", True)] == ["A_1", "A_2"]
    assert linked[("shows", True)] == ["I_1"]
    alone = {x.link: ids(x.labels) for x in found.alone}
    assert alone == {"serves": ["A_1"], "shows": ["I_1"]}
    assert found.wording == (("q", "As it is said."),)
    decisions = [(x.label.id, x.planned, x.next_step) for x in found.decisions]
    assert decisions == [("R_3", True, None), ("R_2", False, "Ask again.")]


def test_an_action_touches_what_waits_for_it_and_the_steps_of_its_goals() -> None:
    found = consequence("A_1")
    assert ids(found.waiting) == ["A_2", "A_3"]
    assert found.steps == ()  # A_2 acts on G_1, too
    without = plan(*(x for x in PLAN if x.id != "A_2"))
    (change,) = consequence("A_1", without).steps
    told = (change.label.id, change.before.name, change.after.name)
    assert told == ("G_1", "under way", "nothing")


def test_what_is_retired_changes_no_step_any_more() -> None:
    found = consequence("A_4")
    assert found.lineage.retired
    assert found.steps == ()


def test_a_circle_of_waiting_ends() -> None:
    ring = plan(need("A_1", "act", needs=("A_2",)), need("A_2", "act", needs=("A_1",)))
    assert ids(consequence("A_1", ring).waiting) == ["A_2"]


def test_pages_and_plans_of_others_are_told() -> None:
    view = SuccessionView("goal", LINEAGE)
    link = LinkFromElsewhere("North", Label("N_1", "Theirs", "act", None, None, "x"), "G_1")
    around = Surroundings(
        "digest", {"table": (view,)}, {"text": frozenset({"G_1"})}, (link,)
    )
    items = replace(PLAN, extra={NAME: around})
    found = consequence("G_1", items)
    assert found.pages == ("goals", "table", "text")
    assert found.elsewhere == (link,)
    assert consequence("A_1", items).pages == ("acts",)


def test_there_is_nothing_of_an_id_that_is_not_there() -> None:
    assert ConsequenceView("X_1", NAMES).look(PLAN) is None


@pytest.mark.parametrize("id_", ["G_2", "I_1"])
def test_a_project_that_retires_nothing_is_asked_the_same(id_: str) -> None:
    unaware = Items.sort(PLAN.all)
    assert consequence(id_, unaware).label.id == id_
