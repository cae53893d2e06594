"""A table of many rows: parts without script, one table in a browser; edit after edit."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import findings
from tests.conftest import Project
from tests.needs_plan.test_build import CONF

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Built, Windows

COUNT, SIZE = 70, 20
STATES = ("idea", "done")
INDEX = """
Plan
====

.. goal:: Less <waste>
   :id: G_1

.. plan-table::
   :caption: The whole plan
   :name: whole

{acts}
"""


def owner(number: int) -> str:
    return ("Unit A", "Unit B; Unit <C>", "")[number % 3]


def act(number: int) -> str:
    lines = [f".. act:: Act & number {number}", f"   :id: A_{number:02}"]
    lines.append(f"   :status: {STATES[number % 2]}")
    if owner(number):
        lines.append(f"   :owner: {owner(number)}")
    if number % 5 == 0:
        lines.append("   :serves: G_1")
    return "\n".join([*lines, "", "   A text.", ""])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    work = tmp_path_factory.mktemp("parts")
    source = work / "source"
    source.mkdir()
    (source / "conf.py").write_text(f"{CONF}\nneeds_plan_rows = {SIZE}\n", "utf-8")
    text = INDEX.format(acts="\n".join(map(act, range(1, COUNT + 1))))
    (source / "index.rst").write_text(text, "utf-8")
    return Project(source, source, work)


@pytest.fixture(scope="module")
def built(project: Project) -> Built:
    made = project.build()
    assert made.warnings == ""
    return made


@pytest.fixture
def page(built: Built, windows: Windows) -> Iterator[Page]:
    yield from windows.silent((built.out / "index.html").as_uri())


def ids(html: str) -> list[str]:
    table = BeautifulSoup(html, "html.parser").select_one("table.plan-table")
    assert table is not None
    rows = table.select("tbody tr")
    return [row.select("td, th")[0].get_text(strip=True) for row in rows]


def wanted(first: int, last: int) -> list[str]:
    return [f"A_{number:02}" for number in range(first, last + 1)]


def folder_of(tables: Path) -> list[str]:
    return sorted(path.name for path in tables.iterdir() if path.name.startswith("whole"))


def test_without_script_every_row_is_on_a_page_that_is_linked(built: Built) -> None:
    start = built.read("index.html")
    assert ids(start) == wanted(1, SIZE)
    links = BeautifulSoup(start, "html.parser").select("ul.plan-parts a")
    assert [x.get_text() for x in links] == ["Rows 21–40", "Rows 41–60", "Rows 61–70"]
    assert "20 of 70 rows stand above" in start
    found = [ids(built.read(str(x["href"]))) for x in links]
    assert found == [wanted(21, 40), wanted(41, 60), wanted(61, 70)]
    second = BeautifulSoup(built.read("tables/whole_2.html"), "html.parser")
    assert second.select_one("h1") is not None
    named = {x.get_text(): x["href"] for x in second.select("nav ul.plan-parts a")}
    assert named == {"The whole table": "../index.html#whole", "Next rows": "whole_3.html"}
    about = second.select_one('a[href="../index.html#A_21"]')
    assert about is not None
    assert about.get_text() == "Act & number 21"
    rows = list(csv.reader(built.read("tables/whole.csv").lstrip("\ufeff").splitlines()))
    assert len(rows) == COUNT + 1
    assert folder_of(built.out / "tables")[-1] == "whole_4.html"


def shown(page: Page) -> list[str]:
    return page.locator(
        "#whole tbody tr:not(.plan-group, .plan-more) .plan-id"
    ).all_inner_texts()


def test_in_a_browser_it_is_one_table(page: Page) -> None:
    status = page.locator(".plan-count")
    expect(status).to_have_text("Found: actions 70 of 70.")
    assert shown(page) == wanted(1, 20)
    first = page.locator("#whole tbody tr").first.inner_html()
    expect(page.locator("ul.plan-parts")).to_be_visible()
    more = page.locator(".plan-more button")
    assert more.inner_text() == "Show 20 more of 50"
    more.click()
    expect(page.locator("#whole tbody tr .plan-id")).to_have_count(40)
    expect(page.locator("ul.plan-parts")).to_be_hidden()
    expect(page.locator("p.plan-parts")).to_be_hidden()
    assert shown(page) == wanted(1, 40)
    assert page.locator("#whole tbody tr").first.inner_html() == first
    expect(page.get_by_role("link", name="Act & number 21")).to_be_focused()
    page.locator(".needs-choice > summary").click()
    page.get_by_label("Owner").select_option(label="Unit <C>")
    own = [n for n in range(1, COUNT + 1) if "<C>" in owner(n)]
    expect(status).to_have_text(f"Found: actions {len(own)} of 70.")
    page.get_by_label("Find in").fill("less <waste>")
    both = [f"A_{n:02}" for n in own if n % 5 == 0]
    expect(status).to_have_text(f"Found: actions {len(both)} of 70.")
    assert shown(page) == both
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(status).to_have_text(f"Found: actions {len(both)} of 70.")
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("Sort by").evaluate(
        "x => (x.value = '=-id', x.dispatchEvent(new Event('change')))"
    )
    expect(page.locator("#whole tbody .plan-id").first).to_have_text("A_70")


def test_groups_are_folded_with_their_counts_and_shown_in_steps(page: Page) -> None:
    page.locator(".needs-choice > summary").click()
    page.get_by_label("Gather by").select_option(label="Status")
    heads = page.locator("#whole .plan-group th")
    expect(heads).to_have_count(2)
    counts = [int(re.findall(r"\((\d+)\)", x)[0]) for x in heads.all_inner_texts()]
    assert counts == [35, 35]
    assert shown(page) == []
    heads.first.get_by_role("button").click()
    even = [f"A_{n:02}" for n in range(2, COUNT + 1, 2)]
    assert shown(page) == even[:20]
    page.locator(".plan-more button").click()
    assert shown(page) == even
    heads.first.get_by_role("button").click()
    assert shown(page) == []


def test_a_phone_has_fewer_rows_at_first_and_axe_finds_nothing(
    built: Built, windows: Windows
) -> None:
    for name in ("index.html", "tables/whole_2.html"):
        for width in (360, 1280):
            address = (built.out / name).as_uri()
            size = {"width": width, "height": 700}
            for page in windows.silent(address, viewport=size):
                # The theme has faults of its own; its colours are judged elsewhere.
                own = [x for x in findings(page) if re.search("plan-|needs-|whole", x)]
                assert [x for x in own if not x.startswith("color-contrast")] == []
                assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_a_lost_script_is_told_and_the_parts_are_still_there(
    built: Built, windows: Windows, tmp_path: Path
) -> None:
    out = tmp_path / "moved"
    built.out.rename(out)
    try:
        (out / "tables" / "whole.rows.js").rename(tmp_path / "rows.js")
        page = windows.page()
        page.goto((out / "index.html").as_uri())
        page.locator(".plan-more button").click()
        expect(page.locator(".plan-count")).to_contain_text("could not be fetched")
        assert shown(page) == wanted(1, 20)
        (tmp_path / "rows.js").rename(out / "tables" / "whole.rows.js")
    finally:
        out.rename(built.out)


def test_after_an_edit_the_parts_are_those_of_a_clean_build(project: Project) -> None:
    project.build(out="edited", doctrees="edited-doctrees")
    index = project.source / "index.rst"
    before = index.read_text("utf-8")
    index.write_text(
        before.replace(act(70), "").replace("number 25", "of number 25"), "utf-8"
    )
    edited = project.build(out="edited", doctrees="edited-doctrees")
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert "Act &amp; of number 25" in edited.read("tables/whole_2.html")
    assert edited.files() == clean.files()
    few = project.build(out="edited", doctrees="edited-doctrees", needs_plan_rows=100)
    assert folder_of(few.out / "tables") == ["whole.csv", "whole.xlsx"]
    assert ids(few.read("index.html")) == wanted(1, 69)
    index.write_text(before, "utf-8")
