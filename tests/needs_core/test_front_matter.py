"""The lines about a page: what is wrong in them, and how the page is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needs_core.lint.front_matter import FrontMatterFault, checked
from needs_core.myst_internals import reads_as_front_matter

if TYPE_CHECKING:
    from tests.conftest import Project

RIGHT = [
    "# Page\n\nText.\n",
    "---\norphan: true\n---\n# Page\n",
    "---\nowner:\n  - A\n  - B\n---\n",
    "Text\n---\nmore\n",
    "---\norphan: true\n# a comment\nowner: A\n---\n# Page\n",
    "---\n\nText between two rules\n\n---\n",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_stays_as_it_is(text: str) -> None:
    assert checked(text, reads_as_front_matter) == (text, ())


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("owner: Head: Office", 'owner: "Head: Office"'),
        ("\towner: A", "owner: A"),
        ('owner: "A', 'owner: "A"'),
        ("owner: @A", 'owner: "@A"'),
        ("owner:A", "owner: A"),
    ],
)
def test_a_line_is_read_as_it_was_meant(line: str, meant: str) -> None:
    page = "---\norphan: true\n{}\n---\n# Page\n"
    read, faults = checked(page.format(line), reads_as_front_matter)
    assert read == page.format(meant)
    assert faults == (FrontMatterFault(3, "entry", "owner", meant),)
    assert checked(read, reads_as_front_matter) == (read, ())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("---\nowner: A\n\n# Page\n", FrontMatterFault(1, "unclosed")),
        ("\n---\nowner: A\n---\n\n# Page\n", FrontMatterFault(2, "opening")),
        ("----\nowner: A\n----\n\n# Page\n", FrontMatterFault(1, "opening")),
        ("—\nowner: A\n—\n\n# Page\n", FrontMatterFault(1, "opening")),
        ("---\nowner: A\n—\n\n# Page\n", FrontMatterFault(3, "opening")),
        ("---\nowner\n---\n\n# Page\n", FrontMatterFault(2, "entry", "owner")),
        ("---\n- owner\n---\n\n# Page\n", FrontMatterFault(2, "entry", "owner")),
    ],
)
def test_what_cannot_be_read_is_left_out_and_lines_keep_their_numbers(
    text: str, fault: FrontMatterFault
) -> None:
    read, faults = checked(text, reads_as_front_matter)
    assert faults == (fault,)
    assert read.strip() == "# Page"
    assert read.split("\n").index("# Page") == text.split("\n").index("# Page")


def test_a_name_that_is_there_twice_is_told_at_the_second() -> None:
    page = "---\nowner: A\nowner: B\n---\n# Page\n"
    expected = (page, (FrontMatterFault(3, "twice", "owner"),))
    assert checked(page, reads_as_front_matter) == expected


def test_a_name_that_nothing_reads_is_told_where_the_project_names_all() -> None:
    page = "---\norphan: true\n'owner': A\nauthor: B\nmyst:\n  x: 1\n---\n# Page\n"
    expected = (FrontMatterFault(4, "unknown", "author"),)
    assert checked(page, reads_as_front_matter, ["owner"]) == (page, expected)
    assert checked(page, reads_as_front_matter) == (page, ())


def test_it_is_told_in_danish_at_its_line(plan: Project) -> None:
    names = ["ejer"]
    plan.write("side.md", "---\norphan: true\nejer: A\nforfatter: B\n---\n\n# Side\n")
    told = "side.md:4: WARNING: forfatter: Ingen linje om en side har dette navn"
    assert told in plan.build(needs_core_page_names=names).warnings
    plan.edit("side.md", ("forfatter: B\n", ""))
    assert "side.md" not in plan.build(needs_core_page_names=names).warnings
