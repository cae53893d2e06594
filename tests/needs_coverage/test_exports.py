"""The files of a matrix: they say what the page says, and open as they should."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest
from bs4 import BeautifulSoup

from tests.needs_coverage.read_back import (
    MatrixContent,
    from_csv,
    from_json,
    from_page,
    from_xlsx,
    sheet,
)

if TYPE_CHECKING:
    from tests.conftest import Built, Project
    from tests.needs_coverage.conftest import Fresh

SCHEMA = "coverage/coverage-matrix.schema.json"

VARIANTS = {
    "several-links": ":columns: tiltag\n:link: bidrager_til under\n",
    "indirect": ":columns: tiltag\n:link: omsaetter\n:via: målsætning\n",
    "field": ":by: status\n",
    "period": ":by: frist\n:period: half-year\n",
    "column-groups": ":columns: tiltag\n:link: bidrager_til\n:group-columns-by: under\n",
    "sorted": ":columns: tiltag\n:link: bidrager_til\n:group-by: under\n:sort: hits\n",
}
ROWS = {"indirect": "nøgleord", "field": "tiltag", "period": "tiltag"}


def content(built: Built, name: str) -> bytes:
    return (built.out / "coverage" / name).read_bytes()


def forms(built: Built, name: str) -> list[MatrixContent]:
    return [
        from_csv(content(built, f"{name}.csv")),
        from_xlsx(content(built, f"{name}.xlsx")),
        from_json(content(built, f"{name}.json"), (built.out / SCHEMA).read_bytes()),
    ]


def test_every_file_says_what_the_page_says(plan: Project) -> None:
    plan.edit("tiltag-1.md", ("kandidat", "gennemført"))
    built = plan.build()
    assert built.warnings == ""
    page = from_page(built, "daekning.html")
    assert page.cells[0][:2] == ["● gennemført", "◔ planlagt"]
    assert forms(built, "matrix") == [page] * 3


@pytest.fixture(scope="module")
def variants(fresh: Fresh) -> Built:
    """Build a page with each kind of matrix."""
    plan, directives = fresh("plan"), []
    for name, options in VARIANTS.items():
        rows = ROWS.get(name, "målsætning")
        shown = f":rows: {rows}\n{options}:name: {name}\n"
        directives.append(f":::{{coverage-matrix}}\n{shown}:::\n")
    plan.write("tabel.md", "\n".join(["# Tabel\n", *directives]))
    built = plan.build()
    assert built.warnings == ""
    return built


@pytest.mark.parametrize("name", VARIANTS)
def test_any_matrix_is_the_same_in_every_file(variants: Built, name: str) -> None:
    page = from_page(variants, "tabel.html", list(VARIANTS).index(name))
    assert any(any(line) for line in page.cells)
    assert forms(variants, name) == [page] * 3


def test_a_project_without_states_has_files_too(built_foreign: Built) -> None:
    built = built_foreign
    names = re.findall(r"coverage/([a-z0-9-]+)[.]csv", built.read("index.html"))
    assert len(names) == 2
    for number, name in enumerate(names):
        assert forms(built, name) == [from_page(built, "index.html", number)] * 3


def test_a_danish_sheet_opens_the_csv_as_a_table(built_plan: Built) -> None:
    text = content(built_plan, "matrix.csv").decode("utf-8-sig")
    head, first, *_, foot = csv.reader(StringIO(text, newline=""), delimiter=";")
    assert head[:4] == ["Gruppe", "Id", "Målsætning", "TI_101 Tiltag nummer 1"]
    assert first[:4] == ["PM_1 Først", "MS_1_1", "Mål nummer 1", "◇ kandidat"]
    assert [head[-1], first[-1], foot[2], foot[-1]] == ["I alt", "2", "I alt", "4"]


def test_the_workbook_is_ready_to_work_in(built_plan: Built) -> None:
    page = sheet(content(built_plan, "matrix.xlsx"))
    assert page.title == "Matrix"
    assert page.freeze_panes == "D2"
    assert page.auto_filter.ref == "A1:I8"
    assert page["D1"].alignment.textRotation == 90
    assert page.column_dimensions["C"].width > 40
    assert [page.row_dimensions[n].outlineLevel for n in (2, 3, 7)] == [0, 1, 0]
    assert page["A2"].value == "PM_1 Først"
    assert page["A3"].value == "PM_1 Først", "each row can be filtered by its group"


def test_states_have_colour_and_words(built_plan: Built) -> None:
    built = built_plan
    page, told = (
        sheet(content(built, "matrix.xlsx")),
        sheet(content(built, "matrix.xlsx"), 1),
    )
    cells = [cell for row in page["D3:H8"] for cell in row if cell.value]
    colours = {cell.value: cell.fill.fgColor.rgb for cell in cells}
    assert set(colours) == {"◇ kandidat", "◔ planlagt", "◑ i gang", "✕ opgivet"}
    assert len(set(colours.values())) == 4
    legend = {row[0].value: row[0].fill.fgColor.rgb for row in told.iter_rows(max_col=1)}
    assert {text: legend[text[0]] for text in colours} == colours
    assert page["I5"].value == 0
    assert "○" in page["I5"].number_format, "a gap is told by more than its colour"


def test_links_of_the_workbook_lead_to_the_needs(built_plan: Built) -> None:
    built = built_plan
    page = sheet(content(built, "matrix.xlsx"))
    linked = [cell for row in page.iter_rows() for cell in row if cell.hyperlink]
    assert len(linked) == 5 + 5 + 2, "columns, rows and groups"
    for cell in linked:
        assert cell.hyperlink
        assert cell.hyperlink.target
        path = built.out / "coverage" / cell.hyperlink.target.replace("\\", "/")
        assert cell.hyperlink.location == str(cell.value).split()[0]
        assert f'id="{cell.hyperlink.location}"' in path.resolve().read_text("utf-8")


def test_links_are_whole_when_the_site_has_an_address(plan: Project) -> None:
    built = plan.build(html_baseurl="https://kommune.example/plan")
    page = sheet(content(built, "matrix.xlsx"))
    assert page["B3"].hyperlink
    assert page["B3"].hyperlink.target == "https://kommune.example/plan/maal-a.html"
    loaded = json.loads(content(built, "matrix.json"))
    assert loaded["page"] == "https://kommune.example/plan/daekning.html#matrix"


def test_the_workbook_explains_itself(built_plan: Built) -> None:
    built = built_plan
    page = sheet(content(built, "matrix.xlsx"), 1)
    assert page.title == "Forklaring"
    text = "\n".join(str(cell.value) for row in page for cell in row if cell.value)
    shown = BeautifulSoup(built.read("daekning.html"), "html.parser")
    numbers = shown.select_one(".coverage-numbers")
    gaps = shown.select(".coverage-gap")
    assert numbers is not None
    assert "Mål og tiltag" in text
    for line in (*numbers.select("li"), *gaps[:2]):
        assert line.text.strip("○ \n") in text
    assert re.findall(r"MS_1_3|MS_1_4|TI_104", text) == ["MS_1_3", "MS_1_4", "TI_104"]
    assert "Lavet" not in text


def test_the_date_is_told_when_the_build_has_one(
    plan: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    page = sheet(content(plan.build(), "matrix.xlsx"), 1)
    assert "Lavet 2027-01-15" in [cell.value for row in page for cell in row]


def test_the_json_tells_how_a_cell_came_about(variants: Built) -> None:
    loaded = json.loads(content(variants, "indirect.json"))
    ways = {
        (loaded["columns"][cell["column"]]["id"], way["link"], way["from"]): way["via"]
        for cell in loaded["cells"]
        for way in cell["ways"]
    }
    assert ways["TI_101", "omsaetter", "column"] is None
    assert ways["TI_102", "beskriver", "row"]["id"] == "MS_1_1"


def test_the_schema_refuses_what_is_not_a_matrix(built_plan: Built) -> None:
    built = built_plan
    validator = jsonschema_rs.Draft202012Validator(json.loads(built.read(SCHEMA)))
    loaded = json.loads(content(built, "matrix.json"))
    for name in loaded:
        assert not validator.is_valid({key: loaded[key] for key in loaded if key != name})
    assert not validator.is_valid({**loaded, "version": 2})
    assert not validator.is_valid({**loaded, "cells": [{"row": 0}]})


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_a_page_leads_to_the_files_of_its_matrix(plan: Project, builder: str) -> None:
    pages = {"html": "daekning.html", "dirhtml": "daekning/index.html"}
    page = pages.get(builder, "index.html")
    built = plan.build(builder)
    (line,) = BeautifulSoup(built.read(page), "html.parser").select("p.coverage-files")
    assert line.text == (
        "Hent matricen: CSV: Mål og tiltag, Excel: Mål og tiltag, JSON: Mål og tiltag"
    )
    files = [((built.out / page).parent / str(a["href"])).resolve() for a in line("a")]
    assert [path.name for path in files] == ["matrix.csv", "matrix.xlsx", "matrix.json"]
    assert all(path.is_file() for path in files)
    loaded = json.loads(content(built, "matrix.json"))
    for item in (*loaded["rows"], *loaded["columns"], *loaded["groups"]):
        path, _, anchor = item["href"].partition("#")
        target = (built.out / "coverage" / path).resolve()
        target = target / "index.html" if target.is_dir() else target
        assert f'id="{anchor}"' in target.read_text("utf-8")


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "xml"])
def test_other_builders_have_no_files(plan: Project, builder: str) -> None:
    built = plan.build(builder)
    assert not (built.out / "coverage").exists()
    texts = [
        path for path in built.out.rglob("*") if path.suffix in {".txt", ".tex", ".xml"}
    ]
    assert not any("Hent matricen" in path.read_text("utf-8") for path in texts)
