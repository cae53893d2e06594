"""Lines that are nearly fields of a need."""

from __future__ import annotations

import pytest

from needs_core.lint.field_lines import field_line, mistyped_fields

FIELDS = {"due", "owner", "for"}
LINKS = {"for"}


@pytest.mark.parametrize(
    ("line", "kind", "meant"),
    [
        (":due:\t2027", "spacing", ":due: 2027"),
        (":due:\u00a02027", "spacing", ":due: 2027"),
        (":\u200bdue: 2027", "spacing", ":due: 2027"),
        (":due:2027", "no_space", ":due: 2027"),
        ("due=2027", "equals", ":due: 2027"),
        (":due : 2027", "spaces", ":due: 2027"),
        (": due: 2027", "spaces", ":due: 2027"),
        ("due: 2027", "first", ":due: 2027"),
        (":due 2027", "second", ":due: 2027"),
        ("::due: 2027", "double", ":due: 2027"),
        ("：due： 2027", "colon", ":due: 2027"),
        ("**due:** 2027", "marks", ":due: 2027"),
        ("- due: 2027", "marks", ":due: 2027"),
        (':owner: "A', "quotes", ":owner: A"),
        (":owner: 'a's'", "quotes", ":owner: a's"),
        (':owner: "A" and B', "quotes", ":owner: '\"A\" and B'"),
        (":owner: | A", "quotes", ":owner: A"),
        (":owner: > 5", "quotes", ':owner: "> 5"'),
        ("::due:: 2027", "double", ":due: 2027"),
        (":for: [A_1, A_2]", "quotes", ":for: A_1, A_2"),
    ],
)
def test_a_line_that_is_nearly_a_field(line: str, kind: str, meant: str) -> None:
    (found,) = mistyped_fields([":owner: B", line, "", line], FIELDS, LINKS)
    assert (found.at, found.kind, found.meant) == (1, kind, meant)
    assert not [*mistyped_fields([meant], FIELDS, LINKS)]


@pytest.mark.parametrize(
    "line", [":due: 2027", ":due:", "Text", "due is 2027", ":other: 1", "other: 1", ":::"]
)
def test_a_line_that_is_a_field_or_none(line: str) -> None:
    assert not [*mistyped_fields([line], FIELDS, LINKS)]


def test_the_lines_of_a_longer_value_are_no_fields() -> None:
    assert not [*mistyped_fields([":owner: |", ": due: 2027"], FIELDS)]


def test_the_line_of_a_field() -> None:
    lines = ["> :::{act} Title", "> :id: A_1", "> :due: 2027", "> :::", "> :owner: A"]
    found = [field_line(lines, 1, name) for name in ("id", "due", "owner")]
    assert found == [2, 3, 1], "a field it does not have: the line of the need"
