"""What stops a build is one message with its line, and what to do."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ExtensionError

from needs_core.__main__ import main
from needs_core.build_errors import explain, language_problem, tell
from needs_core.command_line import language_of
from needs_core.messages import BuildStoppedError
from needs_core.setting_lines import toml_problem
from tests.conftest import REPO, Project
from tests.left_running import left_running

if TYPE_CHECKING:
    from pathlib import Path


CONF = 'project = "P"\nextensions = ["needs_core"]\nneeds_from_toml = "model.toml"\n'
SLOW = """
import time
from pathlib import Path

def linger(app, page, source):
    Path(__file__).with_name("begun").touch()
    time.sleep(2)
    app.env.much = "x" * 1_000_000  # more than a pipe holds

def setup(app):
    app.connect("source-read", linger)
"""
"""Pages are read slowly, and the processes of a parallel build have much to hand over."""
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
        (b"a = huh\n", 1, "The value cannot be read"),
        (b"a = True\n", 1, "in small letters. Write true or false."),
        (b"a = ja\n", 1, "in small letters. Write true or false."),
        (b"a = 2,5\n", 1, "written with a comma. Write it with a full stop."),
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
        ('project = "P"', "import nosuch", "conf.py:1", "Python has no module"),
        ('project = "P"', 'root_doc = "first"', "conf.py:1", "The page that all others"),
        ("model.toml", "models.toml", "conf.py:3", "There is no file of this name"),
        ("[needs]", "[need]", "model.toml:1", "There is no table of this name."),
        ("[needs]", "[other]", "model.toml:1", "There is no table of this name, and no"),
        ("id_regex", "typer = {}\nx", "model.toml:2", "There is no table of this name."),
        ("id_regex", "TYPER = {}\nx", "model.toml:2", "There is no table of this name."),
        ('project = "P"', 'language = "dk"', "conf.py:1", "Der er intet sprog med dette"),
        ('"P"', '["P"]', "conf.py:1", "The value is not of the kind it must be."),
        ('["needs_core"]', '"a"', "conf.py:2", "The value is not of the kind it must be."),
        ('"model.toml"', '["a"]', "conf.py:3", "The value is not of the kind it must be."),
        ('"P"', "5", "conf.py:1", "The value is not of the kind it must be."),
        ('["needs_core"]', "None", "conf.py:2", "The value is not of the kind it must be."),
        ('project = "P"', "html_logo = 3", "conf.py:1", "The value is not of the kind"),
        ('project = "P"', "html_context = [1]", "conf.py:1", "The value is not of the ki"),
        ('project = "P"', 'source_suffix = "md"', "conf.py:1", "The ending of a file be"),
        (
            'project = "P"',
            'exclude_patterns = ["index.rst"]',
            "conf.py:1",
            "The page that all others are reached from is left out by it.",
        ),
        ('project = "P"', 'setup = "P"', "conf.py:1", "It is a function of Sphinx"),
        ('project = "P"', 'needs_sphinx = "99"', "conf.py:1", "What is installed is ol"),
        ('"P"', '"P\0"', "conf.py:1", "The file is not saved as UTF-8."),
        ('project = "P"', 'locale_dirs = "x"', "conf.py:1", "The value is not of the kind"),
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


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"dk"', "da"),
        ('"dansk"', "da"),
        ('"Danish"', "da"),
        ('["da"]', "da"),
        ('"da_DK"', "da_DK"),
        ('"xx"', "en"),
    ],
)
def test_what_is_no_language_is_told_in_the_one_that_is_meant(
    tmp_path: Path, written: str, meant: str
) -> None:
    (tmp_path / "conf.py").write_text(f"language = {written}\n", encoding="utf-8")
    assert language_of(tmp_path) == meant
    problem = language_problem(tmp_path)
    assert (problem is None) == (written == '"da_DK"')


NEARLY = """
langauge = "da"
html_titel = "P"
templates_path = ["skabeloner"]
html_css_files = ["none.css"]
latex_engine = "lualatexx"
html_logo = "none.png"
html_theme_options = {"nosuch": 1}
html_context = {
    "a": 1,
    "a": 2,
}
html_title = "One"
html_title = "Two"
html_short_title: "Colon"
needs_core_messages = "rewritten"

def setup(app):
    from docutils.parsers.rst import Directive

    class Broken(Directive):
        def run(self):
            raise RuntimeError("the roof is leaking")

    app.add_directive("broken", Broken)
"""


def test_what_is_nearly_right_is_told_with_its_line_and_the_rest_is_built(
    tmp_path: Path,
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text(CONF.replace("P", "Q") + NEARLY, encoding="utf-8")
    (source / "model.toml").write_text(f"{MODEL}id_lenght = 3\n", encoding="utf-8")
    page = "Page\n====\n\n.. broken::\n\nText.\n"
    (source / "index.rst").write_text(page, encoding="utf-8")
    built = Project(source, source, tmp_path).build("html")
    conf, text = source / "conf.py", (CONF + NEARLY).split("\n")
    names = ("langauge", "html_titel", "templates_path", "html_css_files", "latex_engine")
    for name in (*names, "html_logo", "html_theme_options"):
        line = next(n for n, x in enumerate(text, 1) if x.startswith(name))
        told = [x for x in built.warnings.splitlines() if f"conf.py:{line}: " in x]
        assert len(told) == 1, name
        assert str(conf) in told[0] or told[0].startswith("conf.py")
    for name in ('    "a": 2', 'html_title = "Two"'):
        line = next(n for n, x in enumerate(text, 1) if x.startswith(name))
        assert f"conf.py:{line}: WARNING: " in built.warnings
    assert built.warnings.count("is there twice, and only the last counts.") == 2
    assert "html_short_title: A colon stands where = is to stand" in built.warnings
    assert "model.toml:3: WARNING: id_lenght: There is no such key." in built.warnings
    assert "index.rst:4: WARNING: " in built.warnings
    assert "the roof is leaking" in built.warnings
    assert len(built.warnings.splitlines()) == 12
    assert "Text." in built.read("index.html")


def test_one_pattern_is_no_list_of_letters(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    conf = 'extensions = ["needs_core"]\nexclude_patterns = "old*"\n'
    (source / "conf.py").write_text(conf, encoding="utf-8")
    for name in ("index", "old", "d"):
        (source / f"{name}.rst").write_text(":orphan:\n\nA\n=\n", encoding="utf-8")
    built = Project(source, source, tmp_path).build("dummy")
    (told,) = built.warnings.splitlines()
    assert "conf.py:2: WARNING: exclude_patterns: The value is a text" in told
    assert built.app.env.found_docs == {"index", "d"}


WHOLE = {"https://x.dk", "http://x.dk/a/"}
NOT_WHOLE = {
    "www.x.dk",
    "x.dk/a",
    "https:/x.dk",
    "https://",
    "htps://x.dk/",
    "https://x.d /",
}


@pytest.mark.parametrize("address", sorted(WHOLE | NOT_WHOLE))
def test_the_address_of_the_site_is_whole(plan: Project, address: str) -> None:
    conf = (plan.source / "conf.py").read_text("utf-8")
    plan.write("conf.py", f'html_baseurl = "{address}"\n{conf}')
    told = "conf.py:1: WARNING: html_baseurl: Det er ikke webstedets hele adresse"
    assert (told in plan.build("dummy").warnings) == (address in NOT_WHOLE)


def test_a_common_link_to_no_type_is_told_in_its_words(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    model = (
        '[needs.types.goal]\ntitle = "Goal"\nprefix = "G_"\n'
        '[needs.links.over]\ntarget_types = ["gaol", "goal"]\n'
    )
    conf = (
        'extensions = ["needs_core"]\nneeds_from_toml = "model.toml"\n'
        'needs_core_messages = "rewritten"\n'
    )
    (source / "conf.py").write_text(conf, encoding="utf-8")
    (source / "model.toml").write_text(model, encoding="utf-8")
    (source / "index.rst").write_text("A\n=\n", encoding="utf-8")
    (told,) = Project(source, source, tmp_path).build("dummy").warnings.splitlines()
    assert "model.toml:" in told
    assert "over: “gaol” is no type of item. Did you mean “goal”? Correct it." in told


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


def test_a_build_does_without_a_locale_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text('extensions = ["needs_core"]\n', "utf-8")
    (tmp_path / "index.rst").write_text("Page\n====\n", "utf-8")
    command = [sys.executable, "-m", "needs_core", "-q", str(tmp_path), str(tmp_path / "o")]
    added = {"PYTHONPATH": str(REPO / "ext"), "LC_ALL": "xx_YY.UTF-8"}
    ran = subprocess.run(
        command, env={**os.environ, **added}, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "subject"),
    [
        (["-j", "x", ".", "out"], "x: The number of processes is no number."),
        (["--nosuch", ".", "out"], "--nosuch: The command has no such option."),
        ([], "SOURCE_DIR, OUTPUT_DIR, filenames: The command does not say where"),
        (["-b", "nosuch", ".", "out"], "nosuch: There is no builder of this name."),
        (["-c", ".", "none", "out"], "There is no such folder of pages."),
        (["-D", "html_copy_source=x", ".", "out"], "html_copy_source: The value is not"),
        (["-c", ".", ".", "."], "The folder of the pages cannot be that of the output"),
    ],
)
def test_a_wrong_command_is_told_in_one_message(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    subject: str,
) -> None:
    (tmp_path / "conf.py").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["needs_core", "-q", *arguments])
    try:
        code = main()
    except SystemExit as stop:
        code = int(stop.code or 0)
    assert code == 2
    told, last = capsys.readouterr().err.splitlines()
    assert told.startswith("ERROR: ")
    assert subject in told
    assert last == "The build stopped at this error, and is not finished."


@pytest.mark.parametrize(
    ("number", "fault"),
    [(errno.EACCES, "It may not be read or written."), (errno.ENOSPC, "The disk is full.")],
)
def test_a_file_that_the_machine_refuses_is_named(
    tmp_path: Path, number: int, fault: str
) -> None:
    (tmp_path / "conf.py").touch()
    problem = explain(OSError(number, "no", "out/a.js"), tmp_path)
    assert problem.text.startswith(f"out/a.js: {fault}")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('type = "tekst"', "”tekst” er ikke en slags værdi."),
        ('type = "string"\nschema.enum = "a"', "Værdien i enum kan ikke bruges."),
        ('type = "string"\nschema.format = "dato"', "Værdien i format kan ikke bruges."),
        ('type = "string"\nschema.pattern = "["', "Værdien i pattern kan ikke bruges."),
    ],
)
def test_a_field_that_cannot_be_made_is_told_at_its_line(
    plan: Project, line: str, told: str
) -> None:
    model = plan.source / "ubproject.toml"
    text = model.read_text("utf-8") + f"\n[needs.fields.nyt]\nschema.{line}\n"
    model.write_text(text, "utf-8")
    with pytest.raises(ExtensionError) as caught:
        plan.build()
    problem = explain(caught.value, plan.source)
    assert problem.fault == told
    assert (problem.file, problem.line) == (str(model), text.count("\n"))


@pytest.mark.parametrize("setting", ["html_theme = ['a']", "html_last_updated_fmt = 5"])
def test_a_text_of_another_kind_is_told_at_its_line(plan: Project, setting: str) -> None:
    plan.edit("conf.py", ("language = ", f"{setting}\nlanguage = "))
    with pytest.raises(TypeError) as caught:
        plan.build()
    problem = explain(caught.value, plan.source)
    assert problem.line == 2
    assert problem.fault == "Værdien er ikke af den slags, den skal være."


@pytest.mark.skipif(sys.platform == "win32", reason="builds there are never parallel")
def test_a_parallel_build_that_is_told_to_end_leaves_no_process(tmp_path: Path) -> None:
    """They would wait for ever to hand over what they have read to one that is gone."""
    (tmp_path / "conf.py").write_text(f'extensions = ["needs_core"]\n{SLOW}', "utf-8")
    for number in range(10):
        (tmp_path / f"page-{number}.rst").write_text(":orphan:\n\nPage\n====\n", "utf-8")
    (tmp_path / "index.rst").write_text("Page\n====\n", "utf-8")
    before = set(left_running())
    command = [sys.executable, "-m", "needs_core", "-q", "-j", "2", ".", "out"]
    environment = {**os.environ, "PYTHONPATH": str(REPO / "ext")}
    with subprocess.Popen(command, cwd=tmp_path, env=environment) as build:
        until = time.monotonic() + 60
        while not (tmp_path / "begun").exists() and time.monotonic() < until:
            time.sleep(0.05)
        build.terminate()
        assert build.wait(30) == 128 + signal.SIGTERM
    until = time.monotonic() + 5
    while (left := set(left_running()) - before) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == set()


def test_only_what_has_numbers_has_a_form_of_them(plan: Project) -> None:
    conf = (plan.source / "conf.py").read_text("utf-8")
    plan.write("conf.py", f'numfig_format = {{\n  "tabel": "T %s",\n}}\n{conf}')
    told = "conf.py:2: WARNING: tabel: Intet med dette navn har et nummer. Vælg en af:"
    assert plan.build("dummy").warnings.startswith(told)
    plan.edit("conf.py", ("tabel", "table"))
    assert plan.build("dummy").warnings == ""


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('["colonfence"]', "MyST har intet med dette navn: colonfence. Ret det"),
        ("3", "myst_enable_extensions: Værdien er ikke af den slags"),
    ],
)
def test_what_myst_cannot_use_is_told_in_danish(
    plan: Project, wrong: str, told: str
) -> None:
    plan.edit("conf.py", ('["colon_fence"]', wrong))
    with pytest.raises(BuildStoppedError) as stopped:
        plan.build("dummy")
    assert told in stopped.value.problem.text
    assert stopped.value.problem.line == 4
