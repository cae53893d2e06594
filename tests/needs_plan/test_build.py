"""Tables and owners in a project in English with a model of its own, edit after edit."""

from __future__ import annotations

import json
import shutil
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest
import vobject
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from needs_plan.owner_pages import page_name
from tests.conftest import Project

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag

    from tests.conftest import Built

CONF = """
project = "Plan"
extensions = [
    "needs_plan", "needs_cards", "needs_coverage", "needs_exchange", "needs_overview",
    "needs_search",
]
needs_search_facets = ["owner"]
needs_exchange_types = ["act"]
numfig = True
needs_types = [
    {"directive": "goal", "title": "Goal", "prefix": "G_"},
    {"directive": "act", "title": "Action", "prefix": "A_"},
    {"directive": "talk", "title": "Follow-up", "prefix": "T_"},
]
needs_links = {
    "serves": {"outgoing": "serves", "incoming": "is served by"},
    "about": {"outgoing": "is about", "incoming": "is talked of in"},
}
needs_fields = {
    name: {"description": label, "nullable": True, "schema": {"type": "string"}}
    for name, label in {
        "owner": "Owner", "due": "Due", "half": "Half-year", "day": "Day", "forum": "Forum",
        "stages": "Milestones",
    }.items()
}
needs_id_regex = "^[AGT]_[0-9]+"
needs_core_plurals = {"act": "actions"}
needs_core_states = {"idea": {"symbol": "◇"}, "done": {"symbol": "●", "done": True}}
needs_core_roles = {
    "actions": "act", "goals": "goal", "link": "serves", "owner": "owner", "end": "due",
}
needs_core_follow_ups = {
    "type": "talk", "link": "about", "period": "half", "date": "day", "forum": "forum",
}
needs_core_milestones = {"field": "stages", "reached": "reached"}
"""
INDEX = """
Plan
====

.. toctree::

   acts
   owners
   status

.. goal:: Better <b>
   :id: G_1
   :owner: Board

.. plan-table::
   :caption: The *whole* plan
   :name: whole

.. plan-table::
   :type: goal

.. only:: secret

   .. plan-table::
      :name: hidden
      :caption: Not to be seen

See :numref:`whole`.

.. needs-sentence::
   :type: act
   :where: owner = Unit B
   :none: Unit B has nothing.
   :one: Unit B has {list}.
   :several: Unit B has several.

.. coverage-matrix::
   :rows: goal
   :columns: act
   :link: serves
   :filters: owner
   :caption: Goals and actions
   :name: matrix

.. coverage-matrix::
   :rows: act
   :by: owner
   :caption: Actions and owners
"""
ACTS = """
Actions
=======

.. act:: =1+1
   :id: A_1
   :status: idea
   :owner: Unit A; Unit B
   :due: 2999-12-31
   :serves: G_1
   :stages: 2001-02-03: Ordered; 2001-03-04: Paid, reached; 2998-01-02: Is, or was

.. act:: Second
   :id: A_2
   :status: done
   :due: soon

.. talk:: How <b>it</b> goes
   :id: T_1
   :half: 2998-2
   :day: 2998-12-01
   :forum: Board; room 3
   :about: A_1
"""
OWNERS = """
Who
===

.. plan-owners::
"""
STATUS = """
Status & <more>
===============

.. plan-status::
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    work = tmp_path_factory.mktemp("owners")
    source = work / "source"
    source.mkdir()
    for name, text in {
        "conf.py": CONF,
        "index.rst": INDEX,
        "acts.rst": ACTS,
        "owners.rst": OWNERS,
        "status.rst": STATUS,
    }.items():
        (source / name).write_text(text, encoding="utf-8")
    return Project(source, source, work)


@pytest.fixture(scope="module")
def first(project: Project) -> Built:
    return project.build()


def soup(built: Built, page: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(page), "html.parser")


def lines(table: Tag) -> list[list[str]]:
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in table.select("tr")
    ]


def test_the_table_shows_what_the_roles_name(first: Built) -> None:
    assert first.warnings == ""
    whole, goals = soup(first, "index.html").select("table.plan-table")
    assert lines(whole) == [
        ["Id", "Action", "Status", "Owner", "Due", "Serves", "Remarks", "Last followed up"],
        [
            *("A_1", "=1+1", "◇ idea", "Unit A Unit B", "December 31, 2999"),
            *("G_1 Better <b>", "", "never"),
        ],
        ["A_2", "Second", "● done", "not stated", "soon", "none", "", "never"],
    ]
    assert whole.caption is not None
    assert whole.caption.get_text() == "Table 1 The whole plan"
    assert [a["href"] for a in whole.select("tbody tr")[0].select("a")] == [
        "acts.html#A_1",
        f"{page_name('Unit A')}.html",
        f"{page_name('Unit B')}.html",
        "#G_1",
    ]
    assert lines(goals)[1][:2] == ["G_1", "Better <b>"]


def test_a_table_that_a_build_leaves_out_has_no_file(first: Built) -> None:
    names = {path.name for path in (first.out / "tables").iterdir()}
    assert {"whole.csv", "whole.xlsx"} <= names
    assert not [name for name in names if "hidden" in name]


def test_files_hold_the_rows_and_no_formula(first: Built) -> None:
    csv = (first.out / "tables" / "whole.csv").read_text(encoding="utf-8-sig")
    assert csv.splitlines()[1] == (
        "A_1;'=1+1;◇ idea;\"Unit A; Unit B\";'2999-12-31;G_1 Better <b>;;"
    )
    sheet = load_workbook(BytesIO((first.out / "tables/whole.xlsx").read_bytes())).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:4] == [
        "A_1",
        "=1+1",
        "◇ idea",
        "Unit A; Unit B",
    ]
    assert sheet["B2"].data_type == "s"
    assert sheet["E2"].is_date
    assert sheet["E3"].value == "soon"


def test_each_owner_has_a_page_that_the_list_the_cards_and_the_search_lead_to(
    first: Built,
) -> None:
    assert lines(soup(first, "owners.html").select_one("table.plan-owners"))[1:] == [  # type: ignore[arg-type]
        ["Board", "0", "0", "0", "0", "0", "never"],
        ["Unit A", "1", "0", "0", "0", "1", "never"],
        ["Unit B", "1", "0", "0", "0", "1", "never"],
        ["not stated", "0", "0", "0", "0", "0", "never"],
    ]
    page = soup(first, f"{page_name('Unit A')}.html")
    headings = [x.get_text() for x in page.select("section > :is(h1, h2)")]
    assert headings == ["Unit A", "Other open ones (1)", "Calendar", "Text to send"]
    assert page.select("a[href='../acts.html#A_1']")
    assert page.select("a[href='../owners.html']")
    assert "G_1 Better <b>" in soup(first, f"{page_name('Board')}.html").get_text()
    card = soup(first, "acts.html").select_one("#A_1")
    assert card is not None
    assert [a.get_text() for a in card.select("a[href^='owners/']")] == ["Unit A", "Unit B"]
    assert '"Unit A"' in first.read("needs-search/index.js")


def milestone(text: str) -> str:
    return f"A_1-milestone-{blake2b(text.encode(), digest_size=4).hexdigest()}@plan"


def test_another_reader_finds_every_day_in_the_calendars(first: Built) -> None:
    folder = first.out / "calendars"
    own = [f"{page_name(x).rpartition('/')[2]}.ics" for x in ("Unit A", "Unit B")]
    assert sorted(x.name for x in folder.iterdir()) == ["all.ics", *own]
    data = (folder / own[0]).read_bytes()
    read = vobject.readOne(data.decode())
    assert read.contents["name"][0].value == "Plan: Unit A"
    assert [
        (x.uid.value, x.summary.value, str(x.dtstart.value)) for x in read.vevent_list
    ] == [
        (milestone("Ordered"), "Milestone: Ordered (A_1 =1+1)", "2001-02-03"),
        (milestone("Is, or was"), "Milestone: Is, or was (A_1 =1+1)", "2998-01-02"),
        ("T_1-follow-up@plan", "Follow-up: T_1 How <b>it</b> goes", "2998-12-01"),
        ("A_1-deadline@plan", "Due: A_1 =1+1", "2999-12-31"),
    ]
    assert read.vevent_list[2].location.value == "Board; room 3"
    assert max(map(len, data.split(b"\r\n"))) <= 75
    link = soup(first, "owners.html").select_one("a[href='calendars/all.ics']")
    assert link is not None
    assert link.get_text() == "All days (ICS): Plan"
    assert soup(first, f"{page_name('Unit A')}.html").select(f"a[href$='{own[0]}']")


def test_each_owner_has_a_text_to_send_on_the_page_and_as_a_file(first: Built) -> None:
    name = page_name("Unit A")
    data = (first.out / f"{name}.txt").read_bytes()
    assert data.startswith(
        b"\xef\xbb\xbfTo: Unit A\r\nSubject: What you are responsible for"
    )
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    shown = soup(first, f"{name}.html").select_one("pre.plan-letter")
    assert shown is not None
    assert shown.get_text() == text
    assert (
        "Other open ones (1)\n- A_1 =1+1\n  Status: idea. Due: December 31, 2999." in text
    )
    assert "Milestones whose day has passed (1)\n- February 3, 2001: A_1 =1+1" in text
    assert "- December 1, 2998: T_1 How <b>it</b> goes – Board; room 3\n" in text
    assert "Nothing is open." in first.read(f"{page_name('Board')}.html")
    assert not (first.out / f"{page_name('')}.txt").exists()


def test_the_status_says_the_same_on_its_page_and_in_word(first: Built) -> None:
    page = soup(first, "status.html")
    (acts,) = page.select("table.plan-status")
    assert lines(acts) == [
        ["Open", "Overdue", "Awaiting a decision", "Due this half-year", "Other open ones"],
        ["1", "0", "0", "0", "1"],
    ]
    headings = [x.get_text(strip=True) for x in page.select("main h2, [role=main] h2, h2")]
    link = page.select_one("a[href='status/status.docx']")
    assert link is not None
    assert link.get_text() == "Word: Status & <more>"
    document = docx.Document(str(first.out / "status" / "status.docx"))
    said = {x.text: x.style.name if x.style else "" for x in document.paragraphs}
    assert said["Plan: Status & <more>"] == "Title"
    assert (
        [x for x, style in said.items() if style == "Heading 1"]
        == [
            *("Goal", "Actions", "Overdue (0)", "Awaiting a decision (0)", "Next follow-up")
        ]
        == headings
    )
    assert "December 1, 2998 · Board; room 3 · T_1 How <b>it</b> goes" in said
    assert [
        [[x.text for x in row.cells] for row in table.rows] for table in document.tables
    ] == [lines(acts)]


def test_two_owners_in_one_field_are_two_values_wherever_values_count(
    first: Built,
) -> None:
    index = soup(first, "index.html")
    assert "Unit B has A_1." in index.get_text()
    matrix, owners = index.select("table.coverage-matrix")
    facets = json.loads(str(matrix["data-coverage"]))["facets"]
    assert facets[-1]["values"] == [["Unit A", "Unit B"], ""]
    assert [x.get_text() for x in owners.select("thead th")][1:3] == ["Unit A", "Unit B"]
    assert '"Unit A; Unit B"' not in first.read("needs-search/index.js")
    sheet = load_workbook(BytesIO((first.out / "plan/plan.xlsx").read_bytes()))
    assert "Unit A; Unit B" in [cell.value for cell in sheet.worksheets[0][2]]


def test_an_edit_elsewhere_is_shown_everywhere_and_old_pages_go(
    project: Project, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    shutil.copytree(project.source, work / "source")
    project = Project(work / "source", work / "source", work)
    project.build()
    project.edit("acts.rst", ("Unit A; Unit B", "Unit C"))
    again, clean = project.build(), project.build(out="clean", jobs=2)
    assert again.files() == clean.files()
    for ending in ("html", "txt"):
        assert not (again.out / f"{page_name('Unit A')}.{ending}").exists()
    assert len([*(again.out / "calendars").iterdir()]) == 2
    assert "Unit C" in again.read("index.html")
    assert "Unit C" in again.read(f"{page_name('Unit C')}.html")
    text = project.build("text").read("owners.txt")
    assert "Unit C" in text
    assert text.count("=1+1") == 1  # below the owner, where there are no pages
