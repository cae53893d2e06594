"""The line of a setting, in whichever way it is written."""

from __future__ import annotations

import tomllib

import pytest

from needs_core.setting_lines import python_line, toml_line, toml_lines, toml_tables

PYTHON = """
import os
gates = []
name: str = "x"
if name:
    gates = [
        {"name": "a"},
        dict(name="b"),
        {
            "name": "c",
            "fields": [
                "one",
                "two"],
            **{},
        },
    ]
"""

TOML = '''
[needs]
text = """
[needs_coverage]
gates = 1
"""
id_regex = "^[A-Z]#[" # a comment with [
[[needs.types]]
directive = "a"
[needs.types.fields.owner]
x = 1
[[needs.types]]
[needs.types.fields."owner"]
nullable = true
[needs_coverage]
cells = 1
gates = [
    { name = "a", kind = "x" },
    # { name = "none" },
    { name = "b" },
]
plan.items = 'a = "b"'
plan.goals = [
  "a",
]
[other]
key = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 6),
        ((0,), 7),
        ((0, "name"), 7),
        ((1, "name"), 8),
        ((2,), 9),
        ((2, "fields"), 11),
        ((2, "fields", 1), 13),
        ((2, "other"), 9),
    ],
)
def test_a_line_of_python(path: tuple[str | int, ...], line: int) -> None:
    assert python_line(PYTHON, "gates", path) == line


def test_a_value_that_is_not_assigned_has_no_line() -> None:
    assert python_line(PYTHON, "name") == 4
    assert python_line(PYTHON, "os") is None


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("needs", "id_regex"), 7),
        (("needs", "types", 0, "directive"), 9),
        (("needs", "types", 0, "fields", "owner", "x"), 11),
        (("needs", "types", 1), 12),
        (("needs", "types", 1, "fields", "owner", "nullable"), 14),
        (("needs_coverage",), 15),
        (("needs_coverage", "gates"), 17),
        (("needs_coverage", "gates", 0, "kind"), 18),
        (("needs_coverage", "gates", 1), 20),
        (("needs_coverage", "plan"), 22),
        (("needs_coverage", "plan", "goals", 0), 23),
        (("other", "key"), 27),
    ],
)
def test_a_line_of_toml(path: tuple[str | int, ...], line: int) -> None:
    assert tomllib.loads(TOML)
    assert toml_line(TOML, path) == line


def test_nothing_within_a_text_has_a_line() -> None:
    assert list(toml_lines(TOML).values()).count(5) == 0


def test_a_text_is_parsed_once_and_may_end_its_lines_as_windows_does() -> None:
    text = 'a = """\r\nx"""\r\n[b]\r\nc = [1]\r\n'
    assert toml_tables(text) == {"a": "x", "b": {"c": [1]}}
    assert toml_tables(text) is toml_tables(text)
