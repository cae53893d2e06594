"""The lines about a page: what is wrong in them, and how the page is read."""

from __future__ import annotations

import pytest

from needs_core.lint.front_matter import FrontMatterFault, checked
from needs_core.myst_internals import reads_as_front_matter

RIGHT = [
    "# Page\n\nText.\n",
    "---\norphan: true\n---\n# Page\n",
    "---\nowner:\n  - A\n  - B\n---\n",
    "Text\n---\nmore\n",
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
