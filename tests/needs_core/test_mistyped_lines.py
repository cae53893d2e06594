"""Lines of fields and of front matter as authors type them, and as they were meant."""

from __future__ import annotations

import pytest

from needs_core.field_lines import mistyped_fields
from needs_core.front_matter import checked

FIELDS = {"due", "owner", "serves"}


@pytest.mark.parametrize(
    ("line", "kind", "meant"),
    [
        (":due=2027-03-31", "equals", ":due: 2027-03-31"),
        ("：due：2027-03-31", "colon", ":due: 2027-03-31"),
        (":due:\t2027-03-31", "spacing", ":due: 2027-03-31"),
        (":due:\N{NO-BREAK SPACE}2027-03-31", "spacing", ":due: 2027-03-31"),
        ("- due: 2027-03-31", "marks", ":due: 2027-03-31"),
        ("**due:** 2027-03-31", "marks", ":due: 2027-03-31"),
        ("due: 2027-03-31", "first", ":due: 2027-03-31"),
        (":due 2027-03-31", "second", ":due: 2027-03-31"),
        ("::due: 2027-03-31", "double", ":due: 2027-03-31"),
        (":due:2027-03-31", "no_space", ":due: 2027-03-31"),
        (": due: 2027-03-31", "spaces", ":due: 2027-03-31"),
        (':owner: "Unit A', "quotes", ":owner: Unit A"),
        (":serves: [G_1, G_2]", "quotes", ":serves: G_1, G_2"),
    ],
)
def test_a_line_that_is_nearly_a_field_is_known_with_what_was_meant(
    line: str, kind: str, meant: str
) -> None:
    (found,) = mistyped_fields([":id: A_1", line, "", "Text"], FIELDS, {"serves"})
    assert (found.at, found.kind, found.meant) == (1, kind, meant)
    assert list(mistyped_fields([meant], FIELDS, {"serves"})) == []


@pytest.mark.parametrize(
    "line",
    [":due: 2027-03-31", ':owner: "Unit A"', ":other: x", "Text: more", ":::", "A line."],
)
def test_other_lines_are_left_alone(line: str) -> None:
    assert list(mistyped_fields([line], FIELDS)) == []


def reads(text: str) -> bool:
    """Read lines as MyST does, but for what these tests do not use of YAML."""
    return all(
        not line
        or (line.partition(": ")[1] and ": " not in line.partition(": ")[2].strip('"'))
        or line.partition(": ")[2].startswith('"')
        for line in text.split("\n")
    )


@pytest.mark.parametrize(
    ("text", "kind", "line", "meant"),
    [
        ("---\ntitle: a: b\n---\n# Page", "entry", 2, '---\ntitle: "a: b"\n---\n# Page'),
        ("---\ntitle:a\n---\n# Page", "entry", 2, "---\ntitle: a\n---\n# Page"),
        ("---\ntitle: a\n\n# Page", "unclosed", 1, "\n\n\n# Page"),
        ("\n---\ntitle: a\n---\n# Page", "opening", 2, "\n\n\n\n# Page"),
        ("---\ntitle: a\n–––\n# Page", "opening", 3, "\n\n\n# Page"),
        ("---\na: 1\na: 2\n---\n# Page", "twice", 3, "---\na: 1\na: 2\n---\n# Page"),
    ],
)
def test_front_matter_is_read_as_it_was_meant(
    text: str, kind: str, line: int, meant: str
) -> None:
    read, (fault,) = checked(text, reads)
    assert (fault.kind, fault.line) == (kind, line)
    assert read == meant


@pytest.mark.parametrize("text", ["---\ntitle: a\n---\n# Page", "# Page\n\n---\n", ""])
def test_front_matter_that_is_right_is_left_alone(text: str) -> None:
    assert checked(text, reads) == (text, ())
