"""Summaries and lacks: counts, never an average."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from needs_core.items import Items
from needs_core.states import States
from needs_coverage.spec import Axis, MatrixSpec
from needs_coverage.summary import CompletenessSpec, SummarySpec
from tests.needs_coverage.test_matrix import NO_STEPS, acting, goal, star

if TYPE_CHECKING:
    from needs_coverage.summary import SummaryLine
    from tests.conftest import Project

SPEC = SummarySpec(
    MatrixSpec(
        Axis("goal", group_by="under"),
        Axis("measure"),
        ("helps",),
        steps=NO_STEPS,
    ),
    ("by", "due"),
)
ITEMS = Items.sort(
    [
        star("S_1"),
        star("S_2"),
        goal("G_1", "S_1"),
        goal("G_2", "S_1"),
        goal("G_3", "S_2"),
        goal("G_4"),
        acting("M_1", "done", "G_1", "G_3", by="x", due="2027-01-01"),
        acting("M_2", "left", "G_2", by="y"),
        acting("M_3", None, "G_3"),
        acting("M_4", "idea"),
    ]
)


def figures(line: SummaryLine) -> tuple[object, ...]:
    states = {state.name: count for state, count in line.states.counts}
    name = line.label and line.label.id
    return (name, line.rows, line.covered, line.linked, states, line.stated)


def test_a_line_counts_rows_actors_states_and_what_is_stated() -> None:
    summary = SPEC.look(ITEMS)
    assert [figures(line) for line in summary.lines] == [
        ("S_1", 2, 1, 2, {"done": 1, "left": 1}, (2, 1)),
        ("S_2", 1, 1, 2, {"": 1, "done": 1}, (1, 1)),
        (None, 1, 0, 0, {}, (0, 0)),
    ]


def test_the_whole_counts_an_actor_of_two_groups_once() -> None:
    whole = SPEC.look(ITEMS).total
    assert figures(whole) == (None, 4, 2, 3, {"": 1, "done": 1, "left": 1}, (2, 1))


def test_states_stand_with_the_furthest_first_and_what_is_shared_is_counted() -> None:
    first, second, _none = SPEC.look(ITEMS).lines
    assert [state.name for state, _ in first.states.counts] == ["done", "left"]
    assert (first.shared, second.shared, SPEC.look(ITEMS).total.shared) == (1, 1, 1)
    assert (first.unlinked, SPEC.look(ITEMS).total.unlinked) == (0, 1)


def test_what_is_done_or_abandoned_is_never_overdue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # 2027-01-15
    declared: dict[str, dict[str, object]] = {
        "idea": {"symbol": "◇"},
        "done": {"symbol": "●", "done": True},
        "left": {"symbol": "✕", "covers": False},
    }
    states = States.read(declared)
    items = Items.sort(
        acting(f"M_{number}", status, due=due)
        for number, (status, due) in enumerate(
            [
                ("idea", "2027-01-14"),
                ("idea", "2027-01-15"),
                (None, "2026-12-31"),
                ("done", "2026-12-31"),
                ("left", "2026-12-31"),
                ("idea", "snart"),
            ]
        )
    )
    (lack,) = CompletenessSpec(Axis("measure"), (), ("due",), states).look(items)
    assert [label.id for label in lack.labels] == ["M_0", "M_2"]
    assert lack.total == 4, "only what is still open"


def test_what_is_not_stated_is_counted_field_by_field() -> None:
    by, due = CompletenessSpec(Axis("measure"), ("by", "due")).look(ITEMS)
    assert [label.id for label in by.labels] == ["M_3", "M_4"]
    assert [label.id for label in due.labels] == ["M_2", "M_3", "M_4"]


def test_without_groups_there_is_the_line_of_all_rows_alone(plan: Project) -> None:
    text = SUMMARY.partition(":::{coverage-gaps}")[0].replace(":group-by: under\n", "")
    plan.write("daekning.md", f"# Dækning\n{text}")
    table = BeautifulSoup(plan.build().read("daekning.html"), "html.parser").table
    assert table is not None
    assert [line.text for line in table.select("th[scope=row]")] == ["I alt"]
    assert len(table.select("tbody tr")) == 1
    assert "ikke oplyst" not in plan.build("text").read("daekning.txt")


SUMMARY = """
:::{coverage-summary}
:rows: målsætning
:columns: tiltag
:link: bidrager_til
:group-by: under
:fields: ansvarlig, frist
:caption: Overblik
:name: overblik
:::

:::{coverage-gaps}
:rows: tiltag
:missing: ansvarlig
:passed: frist
:::
"""


@pytest.fixture
def summarised(plan: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1803859200")  # 2027-03-01
    plan.write("daekning.md", f"# Dækning\n{SUMMARY}")
    return plan


def test_the_picture_reads_as_a_table(summarised: Project) -> None:
    built = summarised.build()
    assert built.warnings == ""
    soup = BeautifulSoup(built.read("daekning.html"), "html.parser")
    table = soup.select_one("table.coverage-summary")
    assert table is not None
    lines = [
        [" ".join(cell.text.split()) for cell in line.find_all(["th", "td"])]
        for line in table.select("tr")
    ]
    whole = "1 i gang, 1 planlagt, 1 kandidat, 1 opgivet"
    assert lines == [
        ["Pejlemærke", "Målsætning dækket", "Tiltag", "Ansvarlig oplyst", "Frist oplyst"],
        [
            "PM_1 Først",
            "2 af 4 (50 %)",
            "1 i gang, 1 planlagt, 1 kandidat, heraf 1 under flere",
            "0 af 3",
            "3 af 3",
        ],
        [
            "PM_2 Siden",
            "1 af 1 (100 %)",
            "1 planlagt, 1 opgivet, heraf 1 under flere",
            "0 af 2",
            "2 af 2",
        ],
        [
            "I alt",
            "3 af 5 (60 %)",
            f"{whole}, heraf 1 under flere, 1 uden målsætning",
            "0 af 4",
            "4 af 4",
        ],
    ]
    bars = table.select("svg.coverage-bar")
    assert len(bars) == 3 * 4
    assert all(bar["aria-hidden"] == "true" for bar in bars), "the words say it all"
    assert {th["scope"] for th in table.select("th")} == {"col", "row"}


def test_lacks_are_lists_with_links(summarised: Project) -> None:
    soup = BeautifulSoup(summarised.build().read("daekning.html"), "html.parser")
    text = soup.get_text("\n")
    assert "○ Tiltag uden ansvarlig: 5 af 5" in text
    assert "○ Tiltag med overskredet frist: 2 af 3" in text
    late = soup.find(string=lambda s: "overskredet" in str(s)).find_next("ul")  # type: ignore[union-attr]
    assert [li.text.split()[0] for li in late.select("li")] == ["TI_101", "TI_102"]  # type: ignore[union-attr]


def test_a_deadline_passes_without_an_edit(
    summarised: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    summarised.build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1806000000")  # 2027-03-25
    assert "overskredet frist: 3 af 3" in summarised.build().read("daekning.html")


@pytest.mark.parametrize("builder", ["text", "latex", "man", "xml"])
def test_every_builder_has_the_summary(summarised: Project, builder: str) -> None:
    built = summarised.build(builder)
    assert built.warnings == ""
    pages = {"text": "daekning.txt", "latex": "plan.tex", "man": "plan.7"}
    text = built.read(pages.get(builder, "daekning.xml")).replace("\\_", "_")
    for words in ("PM_1 Først", "2 af 4", "1 planlagt", "Tiltag uden ansvarlig: 5 af 5"):
        assert words in text


def test_the_same_item_with_another_state_changes_the_line() -> None:
    changed = [replace(x, status="done") if x.id == "M_2" else x for x in ITEMS]
    (line, *_) = SPEC.look(Items.sort(changed)).lines
    assert line.covered == 2
