"""Large matrices without a build: what is cut, rolled up and told to the explorer."""

from __future__ import annotations

import json
import re
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes

from needs_core.items import Items
from needs_core.model import LinkType, Model
from needs_core.steps import Step, Steps
from needs_coverage.draw_overview import OverviewHtml, overview_bodies
from needs_coverage.field_matrix import FieldSpec
from needs_coverage.large.explorer import explorer_script
from needs_coverage.large.rollup import (
    WIDEST_PART,
    MatrixRollup,
    MatrixView,
    matrix_parts,
    part_matrix,
    rolled_up,
)
from needs_coverage.matrix import Matrix
from needs_coverage.spec import Axis, MatrixSpec
from needs_coverage.summary import OverviewSpec
from needs_coverage.text import MatrixText
from tests.needs_coverage.test_matrix import NO_STEPS, STATES, acting, goal, hits, star

if TYPE_CHECKING:
    from needs_core.items import Item, Label

STATUSES = ("idea", "done", "left", None)


def many(seed: int, goals: int = 40, measures: int = 90, most: int = 4) -> Items:
    random = Random(seed)
    ids = [f"G_{n}" for n in range(goals)]
    items: list[Item] = [star(f"S_{n}") for n in range(5)]
    items += [goal(id_, *random.sample(["S_1", "S_2", "S_3"], 1)) for id_ in ids]
    for n in range(measures):
        aims = random.sample(ids, random.randint(0, most))
        items.append(acting(f"M_{n}", random.choice(STATUSES), *aims))
    return Items.sort(items)


def spec(*, grouped: bool) -> MatrixSpec:
    rows = Axis("goal", group_by="under" if grouped else None)
    return MatrixSpec(rows, Axis("measure"), ("helps",), steps=NO_STEPS)


def matrix(seed: int, *, grouped: bool = False, **sizes: int) -> Matrix:
    return spec(grouped=grouped).look(many(seed, **sizes))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("cells", [1, 30, 200, 10_000])
def test_the_parts_together_are_the_whole(seed: int, cells: int) -> None:
    whole = matrix(seed, grouped=seed % 2 == 0)
    parts = [part_matrix(whole, cut) for cut in matrix_parts(whole, cells)]
    found = [pair for part in parts for pair in sorted(hits(part))]
    assert sorted(found) == sorted(hits(whole)), "every hit once, and none besides"
    rows = [row.label for part in parts for row in part.rows]
    assert list(dict.fromkeys(rows)) == [row.label for row in whole.rows]
    assert sum(part.total for part in parts) == whole.total


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("cells", [60, 200, 1000])
def test_no_part_is_larger_than_it_may_be(seed: int, cells: int) -> None:
    whole = matrix(seed, grouped=True)
    for cut in matrix_parts(whole, cells):
        part = part_matrix(whole, cut)
        assert part.size <= cells
        used = {cell.column for row in part.rows for cell in row.cells}
        assert used == set(range(len(part.columns))), "an empty column is left out"


@pytest.mark.parametrize("seed", range(6))
def test_a_part_ends_in_a_group_only_where_the_next_row_has_no_room(seed: int) -> None:
    whole, cells = matrix(seed, grouped=True), 400
    ends = set(accumulate(len(group.rows) for group in whole.groups))
    stops = [cut.rows.stop for cut in matrix_parts(whole, cells)]
    assert len(stops) > 2
    for cut in matrix_parts(whole, cells):
        if cut.rows.stop not in ends:
            more = {cell.column for cell in whole.rows[cut.rows.stop].cells}
            width = len(more.union(cut.columns)) + 2
            assert (len(cut.rows) + 1) * width > cells


def test_a_row_with_more_hits_than_a_table_holds_goes_on_in_other_parts() -> None:
    items = Items.sort([goal("G_1"), *(acting(f"M_{n}", "idea", "G_1") for n in range(30))])
    whole = MatrixSpec(Axis("goal"), Axis("measure"), ("helps",), steps=NO_STEPS).look(
        items
    )
    parts = matrix_parts(whole, 12)
    assert [len(cut.columns) for cut in parts] == [10, 10, 10]
    assert not any(cut.whole for cut in parts)
    (line,) = rolled_up(whole, parts).lines
    assert line.parts == range(3)
    assert [cell.part for cell in line.cells if cell] == [0] * 4 + [1] * 3 + [2] * 3


def test_parts_are_linear_in_the_links_and_not_in_the_cells() -> None:
    numbers = []
    for size in (1, 4):
        whole = matrix(1, goals=100 * size, measures=500 * size, most=2)
        parts = matrix_parts(whole, 20_000)
        numbers.append(sum(len(cut.rows) * len(cut.columns) for cut in parts))
        assert all(len(cut.columns) <= WIDEST_PART for cut in parts)
    assert numbers[1] < 6 * numbers[0], "sixteen times the cells, four times the links"


@pytest.mark.parametrize("seed", range(12))
def test_a_rollup_counts_what_the_matrix_holds(seed: int) -> None:
    whole = matrix(seed, grouped=seed % 2 == 0)
    found = rolled_up(whole, matrix_parts(whole, 150))
    assert (found.total, sum(found.column_totals)) == (whole.total, whole.total)
    assert sum(line.total for line in found.lines) == whole.total
    assert found.covered == len(whole.rows) - len(whole.uncovered)
    assert sum(line.rows.size for line in found.lines) == len(whole.rows)
    used = sum(section.used for section in found.columns)
    assert used == len(whole.columns) - len(whole.orphans)
    counted: dict[str, int] = {}
    for line in found.lines:
        for cell in line.cells:
            for state, count in cell.counts if cell else ():
                counted[state.name] = counted.get(state.name, 0) + count
    plain: dict[str, int] = {}
    for row in whole.rows:
        for hit in row.cells:
            plain[hit.state.name] = plain.get(hit.state.name, 0) + 1
    assert counted == plain


def test_a_cell_leads_to_the_part_and_the_column_that_it_counts() -> None:
    whole = matrix(3)
    parts = matrix_parts(whole, 150)
    for line in rolled_up(whole, parts).lines:
        for cell in filter(None, line.cells):
            shown = part_matrix(whole, parts[cell.part])
            assert cell.first in shown.columns
            rows = [row.label for row in shown.rows]
            assert line.rows.first in rows
            assert line.rows.last in rows


def test_columns_are_rolled_up_by_their_groups() -> None:
    axis = Axis("goal", group_by="under")
    turned = MatrixSpec(
        Axis("measure"), axis, ("helps",), steps=NO_STEPS, status_side="rows"
    )
    whole = turned.look(many(2))
    found = rolled_up(whole, matrix_parts(whole, 100))
    labels = [section.label.id for section in found.columns if section.label]
    assert labels == ["S_1", "S_2", "S_3"]
    assert sum(section.size for section in found.columns) == len(whole.columns)


def test_what_is_not_stated_stands_alone() -> None:
    items = Items.sort(
        acting(f"M_{n}", "idea", **({"by": f"B_{n}"} if n % 5 else {})) for n in range(60)
    )
    whole = FieldSpec(Axis("measure"), "by", steps=Steps(states=STATES)).look(items)
    found = rolled_up(whole, matrix_parts(whole, 100))
    last = found.columns[-1]
    assert (last.first.title, last.size, found.column_totals[-1]) == ("", 1, 0)
    assert found.covered == 48


def test_a_matrix_is_rolled_up_only_above_the_limit() -> None:
    items, small = many(1, goals=4, measures=5), spec(grouped=False)
    assert isinstance(MatrixView(small, 20).look(items), Matrix)
    assert isinstance(MatrixView(small, 19).look(items), MatrixRollup)


MODEL = Model(
    types={"goal": "Goal", "measure": "Measure"},
    fields={},
    links={"helps": LinkType("helps", "helps", "is helped by")},
)


def address(label: Label) -> str | None:
    return None if label.id == "M_7" else f"../{label.docname}.html#{label.id}"


def explored(script: bytes) -> dict[str, Any]:
    start, _, told = script.decode().partition("] = ")
    assert start == '(window.needsCoverage ??= {})["name"'
    loaded: dict[str, Any] = json.loads(told.strip().removesuffix(";"))
    return loaded


@pytest.mark.parametrize("goals", [100, 101])
def test_an_overview_of_many_rows_has_a_line_for_each_group(goals: int) -> None:
    asked = spec(grouped=True)
    overview = OverviewSpec(asked).look(many(1, goals=goals))
    words = MatrixText.from_spec(asked, MODEL)
    html = OverviewHtml(overview, words, address, "m").body()
    is_whole = goals == 100
    assert html.count('<th scope="row">') == (goals if is_whole else 3)
    assert html.count("coverage-group") == (3 if is_whole else 0)
    if not is_whole:
        told = re.findall(r"\((\d+)\)</th><td>[^<]*</td><td><a [^>]*>(\d+)</a>", html)
        assert [(int(x), int(y)) for x, y in told] == [
            (len(x.rows), x.total) for x in overview.groups
        ]
    (body,) = overview_bodies(overview, words, lambda label, *_: nodes.Text(label.id))
    lines = sum(1 for x in body.findall(nodes.row)) - 1
    assert lines == (goals + 3 if is_whole else 3)


def test_title_and_step_share_the_page_by_how_much_they_say() -> None:
    declared = (
        Step("nothing", "○", covers=False),
        Step("under way", "◑", states=("idea",)),
    )

    def widths(title: str, *all_steps: Step) -> list[int]:
        steps = Steps(all_steps, STATES, None, "goal", "measure", "helps")
        asked = MatrixSpec(Axis("goal"), Axis("measure"), ("helps",), steps=steps)
        overview = OverviewSpec(asked).look(many(1, goals=5))
        words = MatrixText.from_spec(asked, MODEL)
        (body,) = overview_bodies(overview, words, lambda *_: nodes.Text(title))
        return [x["colwidth"] for x in body.findall(nodes.colspec)]

    short, even, long_ = (widths("x" * size, *declared) for size in (1, 40, 400))
    assert short[0] < even[0] < long_[0]
    assert short[1] > even[1] > long_[1] > 0
    assert sum(short) == sum(even) == sum(long_)
    assert widths("Build") == long_  # nothing is said of steps


@pytest.mark.parametrize("seed", range(6))
def test_the_explorer_is_told_every_cell(seed: int) -> None:
    asked = spec(grouped=True)
    whole = asked.look(many(seed))
    words = MatrixText.from_spec(asked, MODEL)
    told = explored(explorer_script("name", whole, words, address, '{"facets":[]}'))
    pairs, total = set(), 0
    for row, steps in zip(told["rows"]["ids"], told["hits"], strict=True):
        column = 0
        for step, kind in zip(steps[::2], steps[1::2], strict=True):
            column += step
            pairs.add((row, told["columns"]["ids"][column]))
            total += told["kinds"][kind][1]
    assert pairs == hits(whole)
    assert total == told["total"] == whole.total
    assert sum(told["sizes"]) == len(whole.rows)
    places = dict(zip(told["columns"]["ids"], told["columns"]["pages"], strict=True))
    assert places["M_7"] == -1
    assert told["pages"][places["M_8"]] == ["../p.html#", 1]


def test_two_looks_are_told_apart_by_every_part_of_a_matrix() -> None:
    items = many(1)
    looks = {repr(spec(grouped=g).look(x)) for g in (True, False) for x in (items, many(2))}
    assert len(looks) == 4
    other = Items.sort([*(x for x in items if x.id != "M_1"), acting("M_1", "left", "G_1")])
    assert repr(spec(grouped=True).look(other)) != repr(spec(grouped=True).look(items))
