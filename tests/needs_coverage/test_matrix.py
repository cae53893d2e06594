"""The core of coverage, without a build."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from needs_core.items import ConditionError, Conditions, Item, Items
from needs_core.model import LinkType, Model
from needs_core.progress_text import percent
from needs_core.states import States
from needs_core.steps import Steps
from needs_coverage.draw_nodes import paper_body, paper_classes
from needs_coverage.field_matrix import FieldSpec, period_of
from needs_coverage.matrix import Matrix, turned
from needs_coverage.spec import Axis, MatrixSpec
from needs_coverage.text import MatrixText, label_text

if TYPE_CHECKING:
    from needs_coverage.matrix import Matrix

GOALS, MEASURES = Axis("goal"), Axis("measure")
SPEC = MatrixSpec(Axis("goal", group_by="under"), MEASURES, ("helps",))


def goal(id_: str, *under: str) -> Item:
    return Item(id=id_, type="goal", title=id_, docname="p", links={"under": under})


def measure(id_: str, *helps: str, **fields: str) -> Item:
    stated = {name: (value,) for name, value in fields.items()}
    links = {"helps": helps}
    return Item(id=id_, type="measure", title=id_, docname="p", links=links, fields=stated)


def star(id_: str) -> Item:
    return Item(id=id_, type="star", title=id_, docname="p")


def hits(matrix: Matrix) -> set[tuple[str, str]]:
    return {
        (row.label.id, matrix.columns[cell.column].id)
        for row in matrix.rows
        for cell in row.cells
    }


SMALL = Items.sort(
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


def test_a_turned_matrix_has_the_same_cells_and_turns_back() -> None:
    spec = replace(SPEC, columns=Axis("measure", group_by="helps"), filters=("by",))
    matrix = spec.look(SMALL)
    across = turned(matrix)
    assert hits(across) == {(column, row) for row, column in hits(matrix)}
    assert [x.label for x in across.spans] == [x.label for x in matrix.groups]
    assert [x.label for x in across.groups] == [x.label for x in matrix.spans]
    assert across.column_counts == tuple(row.count for row in matrix.rows)
    assert across.total == matrix.total
    assert [x.on_rows for x in across.facets] == [not x.on_rows for x in matrix.facets]
    assert turned(across) == matrix


def test_a_type_against_itself_shows_one_direction() -> None:
    items = Items.sort([goal("G_1", "G_2"), goal("G_2", "G_3"), goal("G_3")])
    spec = MatrixSpec(GOALS, GOALS, ("under",))
    assert hits(spec.look(items)) == {("G_2", "G_1"), ("G_3", "G_2")}
    model = Model({"goal": "Goal"}, {}, {"under": LinkType("under", "is under", "has")})
    text = MatrixText.from_spec(spec, model)
    (gap,) = text.gaps(spec.look(items))
    assert [label.id for label in gap.labels] == ["G_1"]
    assert len(text.numbers(spec.look(items))) == 1


def test_nothing_covers_itself_by_way_of_another() -> None:
    items = Items.sort([goal("G_1"), goal("G_2"), measure("M_1", "G_1", "G_2")])
    spec = MatrixSpec(GOALS, GOALS, ("under",), "measure", ("helps",))
    assert hits(spec.look(items)) == {("G_1", "G_2"), ("G_2", "G_1")}


def test_rows_stand_below_their_group_in_natural_order() -> None:
    matrix = SPEC.look(SMALL)
    shown = [
        (group.label and group.label.id, [row.label.id for row in group.rows])
        for group in matrix.groups
    ]
    assert shown == [("S_2", ["G_2", "G_10"]), ("S_10", ["G_1"]), (None, ["G_3"])]


def test_cells_totals_and_gaps() -> None:
    matrix = SPEC.look(SMALL)
    cells = hits(matrix)
    assert cells == {("G_1", "M_1"), ("G_10", "M_1"), ("G_1", "M_2")}
    assert matrix.column_counts == (2, 1, 0, 0)
    assert matrix.total == 3
    assert [label.id for label in matrix.uncovered] == ["G_2", "G_3"]
    assert [label.id for label in matrix.orphans] == ["M_3", "M_4"]


def test_a_link_may_run_from_the_rows_to_the_columns() -> None:
    turned = MatrixSpec(MEASURES, GOALS, ("helps",)).look(SMALL)
    straight = MatrixSpec(GOALS, MEASURES, ("helps",)).look(SMALL)
    forward = {
        path.forward for row in straight.rows for cell in row.cells for path in cell.paths
    }
    assert forward == {True}
    backward = {
        path.forward for row in turned.rows for cell in row.cells for path in cell.paths
    }
    assert backward == {False}
    assert turned.total == straight.total
    assert {label.id for label in turned.uncovered} == {x.id for x in straight.orphans}


def test_a_row_that_belongs_to_two_groups_counts_once() -> None:
    items = Items.sort([star("S_1"), star("S_2"), goal("G_1", "S_2", "S_1")])
    groups = SPEC.look(items).groups
    assert [(g.label and g.label.id, len(g.rows)) for g in groups] == [("S_1", 1)]


def test_conditions_choose_the_columns() -> None:
    spec = MatrixSpec(
        GOALS, Axis("measure", Conditions.parse("by = vil, skal")), ("helps",)
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
    matrix = SPEC.look(Items.sort([]))
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
    matrix = MatrixSpec(GOALS, MEASURES, ("helps",)).look(Items.sort(items))
    cells = hits(matrix)
    assert cells == {(g, m) for m, targets in links.items() for g in targets}
    assert {x.id for x in matrix.uncovered} == set(goals) - {g for g, _ in cells}
    assert {x.id for x in matrix.orphans} == set(links) - {m for _, m in cells}
    assert matrix.total == sum(matrix.column_counts) == len(cells)


STATES = States.read(
    {
        "idea": {"symbol": "◇"},
        "done": {"symbol": "●"},
        "left": {"symbol": "✕", "covers": False},
    }
)
NO_STEPS = Steps(states=STATES)


def acting(id_: str, status: str | None, *helps: str, **fields: str) -> Item:
    return replace(measure(id_, *helps, **fields), status=status)


def test_what_is_abandoned_covers_nothing_but_is_no_orphan() -> None:
    items = Items.sort([goal("G_1"), acting("M_1", "left", "G_1"), acting("M_2", "idea")])
    matrix = MatrixSpec(GOALS, MEASURES, ("helps",), steps=NO_STEPS).look(items)
    assert [label.id for label in matrix.uncovered] == ["G_1"]
    assert [label.id for label in matrix.orphans] == ["M_2"]
    assert (matrix.total, matrix.column_counts) == (0, (0, 0))
    assert [cell.state.symbol for row in matrix.rows for cell in row.cells] == ["✕"]


def test_not_stated_is_a_state_of_its_own() -> None:
    items = Items.sort(
        [goal("G_1"), acting("M_1", None, "G_1"), acting("M_2", "new", "G_1")]
    )
    (row,) = MatrixSpec(GOALS, MEASURES, ("helps",), steps=NO_STEPS).look(items).rows
    assert [(cell.state.name, cell.state.symbol) for cell in row.cells] == [
        ("", "?"),
        ("new", "¤"),
    ]
    assert row.count == 1, "a state nobody has declared covers nothing"


def test_several_links_meet_in_one_cell_in_the_order_asked_for() -> None:
    items = Items.sort(
        [goal("G_1"), replace(measure("M_1", "G_1"), links={"a": ("G_1",), "b": ("G_1",)})]
    )
    (row,) = MatrixSpec(GOALS, MEASURES, ("b", "a")).look(items).rows
    assert [path.link for cell in row.cells for path in cell.paths] == ["b", "a"]


def word(id_: str, *describes: str) -> Item:
    return Item(id=id_, type="word", title=id_, docname="p", links={"describes": describes})


def test_two_steps_tell_direct_from_indirect_and_name_the_way() -> None:
    items = Items.sort(
        [
            goal("G_1"),
            goal("G_2"),
            word("W_1", "G_1", "G_2"),
            word("W_2"),
            measure("M_1", "G_1", "G_2"),
            replace(measure("M_2"), links={"turns": ("W_1",), "helps": ("G_1",)}),
            replace(measure("M_3"), links={"turns": ("W_2",)}),
        ]
    )
    spec = MatrixSpec(Axis("word"), MEASURES, ("turns",), "goal", ("describes", "helps"))
    first, second = spec.look(items).rows
    ways = [
        (cell.column, cell.direct, [path.via and path.via.id for path in cell.paths])
        for cell in first.cells
    ]
    assert ways == [(0, False, ["G_1", "G_2"]), (1, True, [None, "G_1"])]
    assert [(cell.column, cell.direct) for cell in second.cells] == [(2, True)]
    only = replace(spec, columns=Axis("measure", Conditions.parse("id = M_1")))
    assert [label.id for label in only.look(items).only_indirect] == ["W_1"]


def test_columns_stand_below_their_group_too() -> None:
    items = Items.sort(
        [
            star("S_2"),
            star("S_10"),
            goal("G_1"),
            *(
                replace(measure(id_), links={"helps": ("G_1",), "under": under})
                for id_, under in (("M_1", ("S_10",)), ("M_2", ()), ("M_3", ("S_2",)))
            ),
        ]
    )
    matrix = MatrixSpec(GOALS, Axis("measure", group_by="under"), ("helps",)).look(items)
    assert [label.id for label in matrix.columns] == ["M_3", "M_1", "M_2"]
    spans = [(span.label and span.label.id, span.width) for span in matrix.spans]
    assert spans == [("S_2", 1), ("S_10", 1), (None, 1)]
    assert [cell.column for cell in matrix.rows[0].cells] == [0, 1, 2]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("id", "G_1 G_2 G_10"), ("title", "G_10 G_2 G_1"), ("hits", "G_2 G_1 G_10")],
)
def test_rows_can_be_sorted(sort: str, order: str) -> None:
    titles = {"G_1": "c", "G_2": "B", "G_10": "a"}
    goals = [replace(goal(id_), title=title) for id_, title in titles.items()]
    items = Items.sort([*goals, measure("M_1", "G_2")])
    matrix = MatrixSpec(Axis("goal", sort=sort), MEASURES, ("helps",)).look(items)
    assert " ".join(row.label.id for row in matrix.rows) == order


def test_a_type_against_the_values_of_a_field() -> None:
    items = Items.sort(
        [
            acting("M_1", "left", by="b"),
            acting("M_2", "idea", by="a"),
            acting("M_3", "idea"),
        ]
    )
    matrix = FieldSpec(MEASURES, "by", allowed=("z", "b"), steps=Steps(states=STATES)).look(
        items
    )
    assert [label.id for label in matrix.columns] == ["z", "b", "a", ""]
    assert matrix.column_counts == (0, 1, 1, 0), "not stated is a gap, abandoned is not"
    assert [label.id for label in matrix.uncovered] == ["M_3"]


@pytest.mark.parametrize(
    ("period", "value"),
    [
        ("year", "2027"),
        ("half-year", "2027-2"),
        ("quarter", "2027-Q3"),
        ("month", "2027-07"),
    ],
)
def test_dates_are_gathered_by_period(period: str, value: str) -> None:
    assert period_of("2027-07-01", period) == value


def test_on_paper_a_row_of_totals_says_that_it_is_one_and_headers_turn() -> None:
    matrix = SPEC.look(SMALL)
    text = MatrixText(
        "Goal", "Measure", {"helps": ("helps", "is helped by")}, stateful=False
    )
    body = paper_body(matrix, text, lambda label, _text=None: nodes.Text(label.id))
    rows = list(body.findall(nodes.row))
    assert [row["classes"] for row in rows] == [[]] * (len(rows) - 1) + [["total"]]
    assert paper_classes(matrix) == []
    many = replace(matrix, columns=matrix.columns * 2)
    assert paper_classes(many) == ["turned-headers"]


def test_a_half_year_and_a_quarter_head_their_columns_in_words() -> None:
    dated = Items.sort([Item("M_1", "act", "a", fields={"end": ("2027-08-01",)})])
    for period, words in (
        ("half-year", "second half of 2027"),
        ("quarter", "quarter 3 of 2027"),
    ):
        matrix = FieldSpec(Axis("act"), "end", period).look(dated)
        assert [label_text(label) for label in matrix.columns] == [("", words)]
    plain = FieldSpec(Axis("act"), "case").look(
        Items.sort([Item("M_1", "act", "a", fields={"case": ("2027-2",)})])
    )
    assert label_text(plain.columns[0]) == ("", "2027-2"), "a case number is no half-year"
