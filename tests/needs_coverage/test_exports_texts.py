"""Whatever a page says, a file holds it as text: no formula, no link, no broken file."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from needs_core import spreadsheet
from needs_core.items import Item, Items
from needs_core.spreadsheet import LONGEST, cut, plain
from needs_core.states import States
from needs_core.steps import Steps
from needs_coverage.exports import xlsx
from needs_coverage.exports.csv import matrix_csv
from needs_coverage.exports.json import SCHEMA, matrix_json
from needs_coverage.exports.model import MatrixExport
from needs_coverage.exports.xlsx import WIDEST, matrix_xlsx
from needs_coverage.spec import Axis, MatrixSpec
from needs_coverage.text import MatrixText
from tests.needs_coverage.read_back import from_json, from_page, from_xlsx, sheet

if TYPE_CHECKING:
    from needs_coverage.exports.model import ExportedMatrix
    from tests.conftest import Project

HOSTILE = [
    "=1+1",
    "=HYPERLINK(“x”)",
    "{=1+1}",
    "+45 12 34 56 78",
    "-2+3",
    "@SUM(A1)",
    "http://example.org",
    "mailto:a@example.org",
    "internal:Forklaring!A1",
    "external:x.xlsx",
    "12",
    "1e9",
    "2027-1",
    "1. maj",
    "_x000D_",
    'a;b"c',
    "å 🙂 漢",
]
GROUP = Item(id="GRP", type="group", title="=G")


def grid(titles: list[str], columns: int = 1) -> ExportedMatrix:
    """Return a matrix with texts of a page as titles, state and caption."""
    under = {"under": ("GRP",)}
    rows = [
        Item(id=f"R_{n}", type="r", title=text, links=under)
        for n, text in enumerate(titles)
    ]
    across = [
        Item(
            id=f"C_{n}",
            type="c",
            title=titles[n % len(titles)],
            status=titles[0],
            url="javascript:alert(1)" if n % 2 else "https://example.org/a#b",
            links={"to": tuple(row.id for row in rows) if n == columns - 1 else ()},
        )
        for n in range(columns)
    ]
    states = States.read({titles[0]: {"symbol": "="}})
    spec = MatrixSpec(
        Axis("r", group_by="under"), Axis("c"), ("to",), steps=Steps(states=states)
    )
    words = MatrixText(
        "=R", "=C", {"to": ("=to", "=from")}, stateful=True, total="I alt", none="ingen"
    )
    matrix = spec.look(Items.sort([*rows, *across, GROUP]))
    return MatrixExport(matrix, words, lambda label: label.url).make(
        "x", titles[0], None, (None, "")
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_the_text_it_is(text: str) -> None:
    made = grid([text], columns=2)
    for number in (0, 1):
        page = sheet(matrix_xlsx(made), number)
        for cell in (cell for row in page.iter_rows() for cell in row):
            assert cell.data_type in {"s", "n"}
            assert cell.data_type == "s" or cell.value is None or type(cell.value) is int
            if cell.hyperlink:
                assert cell.hyperlink.target == "https://example.org/a"
    (row,) = from_xlsx(matrix_xlsx(made)).rows
    assert row == ("GRP =G", "R_0", text)
    told = from_json(matrix_json(made), SCHEMA.read_bytes())
    assert (told.rows[0][2], told.columns[0]) == (text, f"C_0 {text}")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_the_csv_begins_like_a_formula(text: str) -> None:
    content = matrix_csv(grid([text])).decode("utf-8-sig")
    lines = list(csv.reader(StringIO(content, newline=""), delimiter=";"))
    assert not [x for line in lines for x in line if x.startswith(tuple("=+-@\t\r"))]
    assert lines[1][2].removeprefix("'") == text
    assert lines[1][3] == f"'= {text}", "nor does a state's own symbol"


@pytest.mark.parametrize(
    "text", ["2027-1", "01", "1e9", "1/2", "1. maj", "maj 2027", "12,5"]
)
def test_the_csv_holds_no_text_that_a_sheet_would_turn_into_a_date(text: str) -> None:
    assert plain(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["2027", "2027-K3", "1. Støtte", "TI_1 =1", "majs", "14 mål"]
)
def test_other_texts_stand_as_they_are(text: str) -> None:
    assert plain(text) == text


def test_control_characters_do_not_break_a_file() -> None:
    made = grid(["\ta\x00b\x0b\r\nc\x1b\ufffe\ud800 "])
    assert from_xlsx(matrix_xlsx(made)).rows[0][2] == "ab c"
    assert json.loads(matrix_json(made))["rows"][0]["title"] == "ab c"
    assert matrix_csv(made).decode("utf-8-sig").splitlines()[1].split(";")[2] == "ab c"


@pytest.mark.parametrize("letter", ["x", "🙂"])
def test_a_text_too_long_for_a_cell_is_cut_where_it_can_be(letter: str) -> None:
    text = letter * 40_000
    made = grid([text])
    found = from_xlsx(matrix_xlsx(made)).rows[0][2]
    assert len(found.encode("utf-16-le")) // 2 in {LONGEST - 1, LONGEST}
    assert found == cut(text)
    assert found.endswith("…")
    assert text in json.loads(matrix_json(made))["rows"][0]["title"]


def test_more_columns_than_a_sheet_has_stand_on_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert WIDEST + 4 <= 16_384, "what Excel has, with group, id, title and total"
    monkeypatch.setattr(xlsx, "WIDEST", 20)
    content = matrix_xlsx(grid(["a"], columns=21))
    first, second = sheet(content, 0), sheet(content, 1)
    assert [first.title, second.title] == ["Matrix", "Matrix 2"]
    assert first.max_column == 20 + 4
    assert second["D1"].value == "C_20 a"
    assert second["D3"].value == "= a"
    made = grid(["a"], columns=21)
    above = matrix_xlsx(replace(made, spans=((made.rows[0].name, 21),)))
    assert [sheet(above, n)["D1"].value for n in (0, 1)] == [made.rows[0].name.text] * 2


def test_links_beyond_what_excel_opens_are_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert spreadsheet.MOST_LINKS <= 65_530, "what Excel opens"
    monkeypatch.setattr(spreadsheet, "MOST_LINKS", 3)
    page = sheet(matrix_xlsx(grid(["a"], columns=9)))
    head = [page.cell(1, column) for column in range(4, 13)]
    assert [cell.value for cell in head] == [f"C_{n} a" for n in range(9)]
    linked = [bool(cell.hyperlink) for cell in head]
    assert linked == [True, False, True, False, True, False, False, False, False]


def test_a_matrix_without_rows_is_a_file_too() -> None:
    spec, words = (
        MatrixSpec(Axis("r"), Axis("c"), ("to",)),
        MatrixText("R", "C", {}, stateful=False),
    )
    made = MatrixExport(spec.look(Items.sort([])), words, lambda _: None).make(
        "x", "", None, (None, "")
    )
    assert from_xlsx(matrix_xlsx(made)).total == 0
    assert matrix_csv(made).count(b"\r\n") == 2
    assert from_json(matrix_json(made), SCHEMA.read_bytes()).total == 0


def test_hostile_titles_of_a_page_reach_every_file(plan: Project) -> None:
    title = "=cmd|'/c calc'!A1 <b>&amp;"
    plan.edit("maal-a.md", ("Mål nummer 1\n", f"{title}\n"))
    built = plan.build()
    page = from_page(built, "daekning.html")
    assert page.rows[0][2] == title
    assert from_xlsx((built.out / "coverage" / "matrix.xlsx").read_bytes()) == page
