"""What stops a build is one message with its line, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needs_core.build_errors import explain, language_of, toml_problem

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("x = (\n", 1, "A bracket is not closed"),
        ("y = 1\nx = 'a\n", 2, "A quotation mark is missing."),
        ("y = 1\n  x = 1\n", 2, "The line is not indented"),
        ("x = [1 2]\n", 1, "A comma is missing."),
        ("x = “a”\n", 1, "The line holds a sign"),
        ("'a' = 1\n", 1, "The name before = cannot be given a value."),
        ("x y\n", 1, "The line, or the one above it, cannot be read."),
        ("y = 1\n<<<<<<< HEAD\n", 2, "Two versions of the text stand here"),
        ("y = 1\nx = other\n", 2, "The name is not known"),
        ("y = 1\nx = y / 0\n", 2, "(ZeroDivisionError: division by zero)"),
    ],
)
def test_a_mistake_in_the_configuration(
    tmp_path: Path, text: str, line: int, fault: str
) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text(text, "utf-8")
    with pytest.raises((SyntaxError, NameError, ZeroDivisionError)) as raised:
        exec(compile(text, str(conf), "exec"), {})  # noqa: S102 (as Sphinx does)
    problem = explain(raised.value, tmp_path)
    assert (problem.file, problem.line) == (str(conf), line)
    assert fault in problem.text


def test_what_no_rule_knows_is_quoted_with_what_happened_before(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text("", "utf-8")
    problem = explain(RuntimeError("one\n two"), tmp_path)
    assert problem.text.startswith("RuntimeError: The build cannot go on: “one two”")


def test_a_folder_without_a_configuration(tmp_path: Path) -> None:
    assert "There is no such file." in explain(RuntimeError(), tmp_path).text


@pytest.mark.parametrize(
    ("data", "line", "fault"),
    [
        (b"\xef\xbb\xbfa = 1\n", 1, "The file begins with an invisible mark (BOM)."),
        (b'a = 1\nb = "\xe5"\n', 2, "The file is not saved as UTF-8."),
        (b'a = 1\nb = "x\n', 2, "A quotation mark is missing."),
        (b"a = [1\n", 2, "A bracket is not closed"),
        (b"a = 1\na = 2\n", 2, "The name is there twice."),
        (b"a = 1\nb\n", 2, "It is no name, = and value"),
        (b"a = yes\n", 1, "The value cannot be read"),
        (b"a = 1\n<<<<<<< HEAD\n", 2, "Two versions of the text stand here"),
        (b"a = " + b"[" * 5000, 1, "There are too many brackets within brackets."),
    ],
)
def test_a_mistake_in_the_model(tmp_path: Path, data: bytes, line: int, fault: str) -> None:
    path = tmp_path / "model.toml"
    path.write_bytes(data)
    problem = toml_problem(path)
    assert problem is not None
    assert (problem.file, problem.line) == (str(path), line)
    assert fault in problem.text


def test_a_model_that_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    path.write_bytes(b"a = 1\r\nb = 2\r\n")
    assert toml_problem(path) is None


def test_the_language_is_read_from_a_configuration_that_cannot_be(tmp_path: Path) -> None:
    assert language_of(tmp_path) == "en"
    (tmp_path / "conf.py").write_text('x = (\nlanguage = "da"\n', "utf-8")
    assert language_of(tmp_path) == "da"
