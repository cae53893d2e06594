"""Links to where an item is written: off until given, right after edits, never running."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from needs_core.edit_links import is_template

if TYPE_CHECKING:
    from tests.conftest import Project

URL = "https://example.org/edit/main/docs/{path}?id={id}#L{line}"


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert('{path}')",
        "data:text/html,{path}",
        "https://example.org/",
        "https://example.org/{path",
        "https://example.org/{path.__class__}",
        "https://example.org/{path!r}",
        "https://example.org/{path}/{secret}",
        "https://[{path}",
    ],
)
def test_a_template_that_runs_or_asks_for_more_is_none(text: str) -> None:
    assert not is_template(text)


@pytest.mark.parametrize(
    "text", [URL, "vscode://file/home/x/{path}:{line}", "/edit/{path}"]
)
def test_a_template_names_the_path(text: str) -> None:
    assert is_template(text)


def links(text: str) -> dict[str, str]:
    page = BeautifulSoup(text, "html.parser")
    return {
        entry.text.split()[0]: str(entry.select(".coverage-edit")[0]["href"])
        for entry in page.select(".coverage-gap-list li")
        if entry.select(".coverage-edit")
    }


def test_there_is_no_link_until_a_template_is_given(plan: Project) -> None:
    built = plan.build()
    assert "coverage-edit" not in built.read("daekning.html")
    assert "need-edit" not in built.read("tiltag-4.html")


def test_a_gap_leads_to_its_file_and_line(plan: Project) -> None:
    built = plan.build(needs_core_edit_url=URL)
    found = links(built.read("daekning.html"))
    line = (
        (plan.source / "tiltag-4.md")
        .read_text()
        .split("\n")
        .index(":::{tiltag} Tiltag nummer 4")
    )
    base = "https://example.org/edit/main/docs"
    assert found["TI_104"] == f"{base}/tiltag-4.md?id=TI_104#L{line + 1}"
    assert set(found) >= {"MS_1_3", "TI_104", "NO_102"}
    page = BeautifulSoup(built.read("tiltag-4.html"), "html.parser")
    (edit,) = page.select("#TI_104 .need-edit a")
    assert (edit.text, edit["href"]) == ("Ret TI_104", found["TI_104"])
    paper = plan.build("text", needs_core_edit_url=URL)
    assert "Ret TI_104" not in paper.read("tiltag-4.txt")


def test_a_strange_file_name_is_quoted(plan: Project) -> None:
    (plan.source / "tiltag-4.md").rename(plan.source / 'tiltag 4 & "æ".md')
    page = plan.build(needs_core_edit_url=URL).read("daekning.html")
    assert "/tiltag%204%20%26%20%22%C3%A6%22.md?id=TI_104" in page


def test_a_line_that_moves_is_followed(plan: Project) -> None:
    plan.build(needs_core_edit_url=URL)
    plan.edit("tiltag-4.md", ("# Tiltag 4\n", "# Tiltag 4\n\nEn ny linje.\n"))
    after = plan.build(needs_core_edit_url=URL)
    clean = plan.build(out="clean", needs_core_edit_url=URL)
    for page in ("daekning.html", "tiltag-4.html"):
        assert after.read(page) == clean.read(page)
