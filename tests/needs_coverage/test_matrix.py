"""The core of coverage, without a build."""

from __future__ import annotations

from random import Random

import pytest

from needs_coverage.conditions import ConditionError, Conditions
from needs_coverage.matrix import MatrixSpec, percent
from needs_items.items import Item, Items

SPEC = MatrixSpec("goal", "measure", "helps", group_by="under")


def goal(id_: str, *under: str) -> Item:
    return Item(id=id_, type="goal", title=id_, docname="p", links={"under": under})


def measure(id_: str, *helps: str, **fields: str) -> Item:
    return Item(
        id=id_,
        type="measure",
        title=id_,
        docname="p",
        links={"helps": helps},
        fields=fields,
    )


def star(id_: str) -> Item:
    return Item(id=id_, type="star", title=id_, docname="p")


SMALL = Items.of(
    [
        star("S_2"),
        star("S_10"),
        goal("G_1", "S_10"),
        goal("G_2", "S_2"),
        goal("G_10", "S_2"),
        goal("G_3"),
        measure("M_1", "G_1", "G_10"),
        measure("M_2", "G_1"),
        measure("M_3"),
        measure("M_4", "X_9", by="vil"),
    ]
)


def test_rows_stand_below_their_group_in_natural_order() -> None:
    matrix = SPEC.look(SMALL)
    shown = [
        (group.label and group.label.id, [row.label.id for row in group.rows])
        for group in matrix.groups
    ]
    assert shown == [("S_2", ["G_2", "G_10"]), ("S_10", ["G_1"]), (None, ["G_3"])]


def test_cells_totals_and_gaps() -> None:
    matrix = SPEC.look(SMALL)
    cells = {
        (row.label.id, matrix.columns[number].id)
        for row in matrix.rows
        for number in row.hits
    }
    assert cells == {("G_1", "M_1"), ("G_10", "M_1"), ("G_1", "M_2")}
    assert matrix.column_totals == (2, 1, 0, 0)
    assert matrix.total == 3
    assert [label.id for label in matrix.uncovered] == ["G_2", "G_3"]
    assert [label.id for label in matrix.orphans] == ["M_3", "M_4"]


def test_a_link_may_run_from_the_rows_to_the_columns() -> None:
    turned = MatrixSpec("measure", "goal", "helps").look(SMALL)
    straight = MatrixSpec("goal", "measure", "helps").look(SMALL)
    assert not turned.from_columns
    assert straight.from_columns
    assert turned.total == straight.total
    assert {label.id for label in turned.uncovered} == {x.id for x in straight.orphans}


def test_a_row_that_belongs_to_two_groups_counts_once() -> None:
    items = Items.of([star("S_1"), star("S_2"), goal("G_1", "S_2", "S_1")])
    groups = SPEC.look(items).groups
    assert [(g.label and g.label.id, len(g.rows)) for g in groups] == [("S_1", 1)]


def test_conditions_choose_the_columns() -> None:
    spec = MatrixSpec(
        "goal", "measure", "helps", columns_where=Conditions.parse("by = vil, skal")
    )
    assert [label.id for label in spec.look(SMALL).columns] == ["M_4"]


@pytest.mark.parametrize("text", ["", "=", "a", "a =", "= b", "a = b;"])
def test_a_condition_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ConditionError):
        Conditions.parse(text)


def test_shares_are_rounded_down() -> None:
    assert percent(999, 1000) == 99
    assert percent(0, 5) == 0
    assert percent(0, 0) is None


def test_nothing_at_all_is_a_matrix_too() -> None:
    matrix = SPEC.look(Items.of([]))
    assert (matrix.groups, matrix.columns, matrix.total) == ((), (), 0)


@pytest.mark.parametrize("seed", range(20))
def test_against_a_plain_count(seed: int) -> None:
    random = Random(seed)
    goals = [f"G_{n}" for n in random.sample(range(500), random.randint(0, 30))]
    links = {
        f"M_{n}": tuple(random.sample(goals, min(len(goals), random.randint(0, 4))))
        for n in random.sample(range(500), random.randint(0, 40))
    }
    items = [goal(g) for g in goals] + [
        measure(m, *targets) for m, targets in links.items()
    ]
    random.shuffle(items)
    matrix = MatrixSpec("goal", "measure", "helps").look(Items.of(items))
    cells = {
        (row.label.id, matrix.columns[number].id)
        for row in matrix.rows
        for number in row.hits
    }
    assert cells == {(g, m) for m, targets in links.items() for g in targets}
    assert {x.id for x in matrix.uncovered} == set(goals) - {g for g, _ in cells}
    assert {x.id for x in matrix.orphans} == set(links) - {m for _, m in cells}
    assert matrix.total == sum(matrix.column_totals) == len(cells)
