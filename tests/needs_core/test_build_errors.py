"""What stops a build is told in one message with its place, and no traceback."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.util.tags import Tags

from needs_core.build_errors import explain, tell, toml_problem
from tests.conftest import REPO, Project

if TYPE_CHECKING:
    from pathlib import Path

CONF = 'project = "P"\nextensions = ["needs_core"]\nneeds_from_toml = "model.toml"\n'
MODEL = '[needs]\nid_regex = "^[A-Z]_[0-9]$"\n'


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ('project = "P\nauthor = "A"\n', 1, "A quotation mark is missing."),
        ('extensions = [\n    "a",\n', 1, "A bracket is not closed, or closes nothing."),
        ("x = 1\n  y = 2\n", 2, "The line is not indented as those around it."),
        ("x = “P”\n", 1, "The line holds a sign that is not of the keyboard"),
        (
            "x = 1\ny = nothing\n",
            2,
            "The name is not known; text stands in quotation marks.",
        ),
        ("x = 1\n\ny = 1 / 0\n", 3, "The line cannot be carried out (ZeroDivisionError"),
        (
            "<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n",
            1,
            "Two versions of the text stand",
        ),
    ],
)
def test_a_slip_in_conf_py_is_told_at_its_line(
    tmp_path: Path, text: str, line: int, fault: str
) -> None:
    (tmp_path / "conf.py").write_text(text, encoding="utf-8")
    with pytest.raises(SphinxError) as raised:
        Config.read(tmp_path, overrides={}, tags=Tags())
    problem = explain(raised.value, tmp_path)
    assert (problem.file, problem.line) == (str(tmp_path / "conf.py"), line)
    assert problem.fault.startswith(fault)


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        (b'[needs]\nx = "a\n', 2, "A quotation mark is missing."),
        (b"[needs]\nx = [1, 2\ny = 3\n", 3, "A bracket is not closed"),
        (b"[needs]\nx = 1\nx = 2\n", 3, "The name is there twice."),
        (b"[needs]\nx = in progress\n", 2, "The value cannot be read"),
        (b"[needs]\nx\n", 2, "It is no name, = and value"),
        ("[needs]\nx = 1 # æ\n".encode("latin-1"), 2, "The file is not saved as UTF-8."),
        (b"\xef\xbb\xbf[needs]\n", 1, "The file begins with an invisible mark"),
        (b"[needs]\n<<<<<<< a\nx = 1\n", 2, "Two versions of the text stand here"),
    ],
)
def test_a_slip_in_the_model_is_told_at_its_line(
    tmp_path: Path, text: bytes, line: int, fault: str
) -> None:
    path = tmp_path / "model.toml"
    path.write_bytes(text)
    problem = toml_problem(path)
    assert problem is not None
    assert (problem.file, problem.line) == (str(path), line)
    assert problem.fault.startswith(fault)


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


def test_the_command_tells_of_it_in_the_language_of_conf_py(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text('language = "da"\nproject = "P\n', encoding="utf-8")
    command = [sys.executable, "-m", "needs_core", "-q", "-b", "dummy", ".", "out"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={"PYTHONPATH": str(REPO / "ext")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    place = f"{tmp_path / 'conf.py'}:2: ERROR: conf.py"
    assert done.stderr.splitlines() == [
        f"{place}: Der mangler et anførselstegn. Ret linjen. [needs_core.conf_py]",
        "Bygningen stoppede ved denne fejl og er ikke færdig.",
    ]


@pytest.mark.parametrize(
    ("text", "errors", "warnings"),
    [("Page\n====\n\n`x\n", 0, 1), ("Page\n====\n\n.. nosuch::\n", 1, 0)],
)
def test_a_build_ends_with_how_many_mistakes_there_were(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    text: str,
    errors: int,
    warnings: int,
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text('extensions = ["needs_core"]\n', encoding="utf-8")
    (source / "index.rst").write_text(text, encoding="utf-8")
    built = Project(source, source, tmp_path).build("dummy")
    assert built.app.statuscode == errors
    told = f"Errors: {errors}. Warnings: {warnings}. Each line above begins with"
    assert capfd.readouterr().err.startswith(told)
