"""A small plan in English: no word of Danish on its pages, in its meeting, its import."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from bs4 import BeautifulSoup

from tests.conftest import ROOTS, Built, Project, project
from tests.needs_exchange.conftest import cell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Windows

DANISH = re.compile(
    r"[æøåÆØÅ]|\b(af|eller|endnu|er|fra|frist|hvor|ikke|ingen|mangler|med|og|oplyst|opgjort"
    r"|skal|siden|tiltag)\b",
    re.IGNORECASE,
)
VALUES = """
:::{history-values}
:type: indicator
:field: value
:::

:::{plan-table}
:type: indicator
:columns: id, title, value, target
:::
"""
SHOWN = ("title", "aria-label", "alt", "data-meeting", "data-copied", "content")
"""Attributes that somebody reads or hears."""


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project(ROOTS / "english", tmp_path_factory.mktemp("english"))


@pytest.fixture(scope="module")
def site(english: Project) -> Built:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795262400")
        return english.build()


def take_in(english: Project, file: Path, *, write: bool = False) -> str:
    values: dict[str, Any] = {
        "needs_exchange_file": str(file),
        "needs_exchange_write": write,
    }
    return english.build("plan-import", doctrees="import", **values).read("import.txt")


def test_no_page_has_a_word_of_danish(site: Built) -> None:
    assert site.warnings == ""
    pages = sorted(site.out.rglob("*.html"))
    assert len(pages) > 8
    for path in pages:
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        attributes = [str(x.get(name, "")) for x in soup.find_all(True) for name in SHOWN]
        text = " ".join([soup.get_text(" "), *attributes])
        assert not DANISH.search(text), path
    told = BeautifulSoup(site.read("views.html"), "html.parser").get_text(" ")
    assert "Computed on November 21, 2026." in told
    assert told.count("There is no status yet") == 1
    for path in (*site.out.rglob("*.xlsx"), *site.out.rglob("*.txt")):
        if path.suffix == ".txt":
            text = path.read_text("utf-8")
        else:
            sheets = openpyxl.load_workbook(path)
            shown = [x for x in sheets if not x.title.startswith("_")]
            text = " ".join(str(x) for page in shown for row in page.values for x in row)
            text += " ".join(page.title for page in shown)
        assert not DANISH.search(text), path


def test_a_meeting_in_english_is_saved_and_taken_in(
    english: Project, site: Built, windows: Windows, tmp_path: Path
) -> None:
    page = windows.page(accept_downloads=True)
    page.goto((site.out / "meeting.html").as_uri())
    page.wait_for_selector(".meeting-started")
    page.get_by_label("Forum", exact=True).select_option("council")
    page.get_by_label("Date", exact=True).fill("2026-12-10")
    for id_, label, value in (
        ("A_1", "Due", "2027-03-31"),
        ("G_2", "Owner", "Unit B"),
        ("G_2", "Decision", "Unit B takes it."),
    ):
        line: Any = page.locator("details.meeting-line").filter(has_text=f"{id_} ").first
        line.evaluate("fold => { fold.open = true }")
        line.get_by_label(label, exact=True).fill(value)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file of the meeting").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "meeting-2026-12-10-council.json"
    assert [x["type"] for x in json.loads(file.read_text("utf-8"))["lines"]] == [
        "action",
        "goal",
    ]
    said = take_in(english, file)
    assert "2 changed, 2 new, 0 rows gone" in said
    assert "Unit B takes it." in said
    assert not DANISH.search(said)
    file.write_text(file.read_text("utf-8").replace("2027-03-31", "soon"), "utf-8")
    said = take_in(english, file)
    assert "“soon” is not a date." in said
    assert not DANISH.search(said)


def test_numbers_of_indicators_go_out_and_come_back(
    english: Project, site: Built, tmp_path: Path
) -> None:
    path = site.out / "plan" / "plan.xlsx"
    assert "There is nothing to write." in take_in(english, path)
    book = openpyxl.load_workbook(path)
    for header, value in (("Value", 62.25), ("Target", "90")):
        cell(book["Indicator"], "I_1", header).value = value
    file = tmp_path / "plan.xlsx"
    book.save(file)
    said = take_in(english, file)
    assert "“61.5” → “62.25”" in said
    cell(book["Indicator"], "I_1", "Target").value = "about 90"
    book.save(file)
    assert "“about 90” is not a number." in take_in(english, file)


@pytest.mark.parametrize(
    ("language", "shown", "unchanged"),
    [
        ("en", "61.5", "There is nothing to write."),
        ("da", "61,5", "Der er ikke noget at skrive."),
    ],
)
def test_numbers_read_as_their_author_and_the_language_write_them(
    tmp_path: Path, language: str, shown: str, unchanged: str
) -> None:
    english = project(ROOTS / "english", tmp_path)
    with (english.source / "views.md").open("a", encoding="utf-8") as page:
        page.write(VALUES)
    built = english.build(language=language)
    for name in ("goals", "views"):
        soup = BeautifulSoup(built.read(f"{name}.html"), "html.parser")
        text = soup.get_text(" ")
        numbers = re.findall(r"(?<![\d.])(?:40|61|80)(?:[.,]\d+)?(?![\d.])", text)
        assert {"40", shown, "80"} <= set(numbers) <= {"40", shown, "80"}
        assert len(numbers) >= 3
    tables = soup.find_all("table")[-2:]
    assert all(shown in x.get_text(" ") for x in tables)
    book = openpyxl.load_workbook(built.out / "plan" / "plan.xlsx")
    assert cell(book["Indicator"], "I_1", "Value").value == 61.5
    lines = (built.out / "plan" / "plan-indicator.csv").read_text("utf-8-sig")
    assert f";{shown};40;80;" in lines
    values: dict[str, Any] = {
        "language": language,
        "needs_exchange_file": str(built.out / "plan" / "plan-indicator.csv"),
    }
    report = english.build("plan-import", doctrees="import", **values).read("import.txt")
    assert unchanged in report


FIELD = (
    'fields.series = { description = "Series", nullable = true,'
    ' schema = { type = "array", items = { type = "number" } } }'
)
SERIES = """
:::{plan-table}
:type: indicator
:columns: id, title, value, series
:::
"""


@pytest.mark.parametrize(
    ("language", "shown", "single"),
    [("en", "1.5, 2.25, 3", "2.25"), ("da", "1,5; 2,25; 3", "2,25")],
)
def test_several_numbers_and_what_is_chosen_by_have_the_mark_of_the_language(
    tmp_path: Path, language: str, shown: str, single: str
) -> None:
    english = project(ROOTS / "english", tmp_path)
    for path, old, new in (
        (english.conf / "ubproject.toml", "fields.target =", f"{FIELD}\nfields.target ="),
        (english.source / "goals.md", ":value:", ":series: 1.5, 2.25, 3\n:value:"),
    ):
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with (english.source / "views.md").open("a", encoding="utf-8") as page:
        page.write(SERIES)
    built = english.build(language=language)
    goals = BeautifulSoup(built.read("goals.html"), "html.parser")
    card = goals.find("dt", string="Series")
    value = card.find_next("dd") if card else None
    assert value is not None
    assert value.get_text(strip=True) == shown
    soup = BeautifulSoup(built.read("views.html"), "html.parser")
    (facets,) = (
        facet
        for place in soup.select("[data-plan]")
        for facet in json.loads(str(place["data-plan"]))["facets"]
        if facet["name"] == "series"
    )
    assert single in facets["options"]
