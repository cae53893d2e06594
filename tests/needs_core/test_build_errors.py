"""What stops a build is one message with its line, and what to do."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from needs_core.build_errors import explain, language_of, tell
from needs_core.parse_faults import toml_problem
from tests.conftest import REPO, Project

if TYPE_CHECKING:
    from pathlib import Path


CONF = 'project = "P"\nextensions = ["needs_core"]\nneeds_from_toml = "model.toml"\n'
MODEL = '[needs]\nid_regex = "^[A-Z]_[0-9]$"\n'


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


@pytest.mark.parametrize(
    ("old", "new", "place", "fault"),
    [
        (
            '["needs_core"]',
            '["needs_core", "nosuch"]',
            "conf.py:2",
            "There is no such ext",
        ),
        ('project = "P"', 'html_theme = "nosuch"', "conf.py:1", "There is no theme of"),
        ('project = "P"', 'root_doc = "first"', "conf.py:1", "The page that all others"),
        ('project = "P"', 'locale_dirs = "x"', "conf.py:1", "The value is not of the kind"),
        ("model.toml", "models.toml", "conf.py:3", "There is no file of this name"),
        ("[needs]", "[need]", "model.toml:1", "There is no table of this name."),
        ("^[A-Z]", "^([A-Z]", "model.toml:2", "The pattern of the ids cannot be read"),
        ('[A-Z]_[0-9]$"', "", "model.toml:2", "A quotation mark is missing."),
    ],
)
def test_what_stops_a_build_is_told_with_file_and_line(
    tmp_path: Path, old: str, new: str, place: str, fault: str
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text(CONF.replace(old, new), encoding="utf-8")
    (source / "model.toml").write_text(MODEL.replace(old, new), encoding="utf-8")
    (source / "index.rst").write_text("Page\n====\n", encoding="utf-8")
    with pytest.raises(Exception) as raised:  # noqa: PT011 (whatever stops it)
        Project(source, source, tmp_path).build("html")
    problem = explain(raised.value, source)
    assert f"{problem.file}:{problem.line}" == str(source / place)
    assert problem.fault.startswith(fault)


def test_what_nobody_expected_names_the_file_with_the_traceback(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text("", encoding="utf-8")
    said = io.StringIO()
    tell(RuntimeError("the roof is leaking"), tmp_path, said)
    first, last = said.getvalue().splitlines()
    assert first.startswith("ERROR: RuntimeError: The build cannot go on: “the roof is l")
    assert last == "The build stopped at this error, and is not finished."
    said = io.StringIO()
    tell(KeyboardInterrupt(), tmp_path, said)
    assert said.getvalue() == "The build was interrupted.\n"


def test_the_command_tells_in_the_project_s_language_what_stopped_it(
    tmp_path: Path,
) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text('language = "da"\nextensions = [\n', "utf-8")
    command = [sys.executable, "-m", "needs_core", "-q", str(tmp_path), str(tmp_path / "o")]
    environment = {**os.environ, "PYTHONPATH": str(REPO / "ext"), "PYTHONUTF8": "1"}
    ran = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 2
    told, stopped = ran.stderr.splitlines()
    fault = "En parentes bliver ikke lukket, eller den lukker ikke noget. Ret linjen."
    assert told == f"{conf}:2: ERROR: conf.py: {fault} [needs_core.conf_py]"
    assert stopped == "Bygningen stoppede ved denne fejl og er ikke færdig."
