"""What is written after TITEL= and the others reaches a command as it was written."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from commands.__main__ import NAMES, main
from commands.project import COMMANDS

from tests.conftest import REPO

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    "$(shell touch ran)",
    "${shell touch ran}",
    "koster $(",
    "koster ${",
    "'; touch ran; '",
    '"; touch ran; "',
    "`touch ran`",
    "$$(touch ran)",
    "over\nflere linjer\n\ttouch ran",
    "5 # 100 %: a=b := \\",
    "--help",
    "~/a b & * | c",
)
RECORD = """#!{python}
import json, os, pathlib, sys
with pathlib.Path({calls!r}).open("a") as file:
    print(json.dumps([sys.argv[1:], dict(os.environ)]), file=file)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the Makefile and programs that only note how they are run."""
    shutil.copy(REPO / "Makefile", tmp_path)
    shutil.copytree(REPO / "commands", tmp_path / "commands")
    (tmp_path / "_build" / "html").mkdir(parents=True)
    (tmp_path / "_build" / "html" / "index.html").touch()
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    record = RECORD.format(python=sys.executable, calls=str(tmp_path / "calls"))
    for name in ("python", "pytest"):
        (programs / name).write_text(record)
        (programs / name).chmod(0o755)
    for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        (tmp_path / name).touch()
    for name in (".made", ".site", ".dev"):
        (tmp_path / ".venv" / name).touch()
    return tmp_path


def run(
    folder: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run make as from a shell: nothing of a make around the tests is inherited."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        ["make", *arguments],  # noqa: S607 (make is found on the path)
        cwd=folder,
        env=kept | environment,
        check=False,
        capture_output=True,
        text=True,
    )


def make(
    folder: Path, *arguments: str, **environment: str
) -> tuple[list[str], dict[str, str]]:
    """Run make; return the arguments and the environment of the last program it ran."""
    (folder / "calls").unlink(missing_ok=True)
    run(folder, *arguments, **environment).check_returncode()
    assert not (folder / "ran").exists()
    *_, last = (folder / "calls").read_text().splitlines()
    found, seen = json.loads(last)
    return found, seen


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_written_is_text_to_make_and_to_the_shell(folder: Path, text: str) -> None:
    names = ("TYPE", "TITEL", "FELTER", "TEKST", "SIDE", "HVOR")
    said, _ = make(folder, "ny", *(f"{name}={text}" for name in names))
    conf = ["--language", "da", "--conf", text]
    fields = [f"--title={text}", f"--set={text}", f"--text={text}", f"--page={text}"]
    assert said == ["-m", "needs_history", *conf, "new", *fields, "--", text]

    said, _ = make(folder, "status", f"NAVN={text}", f"COMMIT={text}", f"ERSTAT={text}")
    assert said[-4:] == [f"--commit={text}", f"--replace={text}", "--", text]

    said, _ = make(folder, "bekraeft", f"ID={text}", f"ALLE={text}")
    assert said[-3:] == [f"--all={text}", "--", text]

    said, _ = make(folder, "hent", f"HVOR={text}")
    assert said == ["-m", "needs_exchange.plans.fetch", "--language", "da", "--", text]

    with pytest.raises(subprocess.CalledProcessError) as refused:
        make(folder, "import", f"FIL={text}", f"HVOR={text}", f"UDFOER={text}")
    assert "UDFOER er hverken ja eller nej." in refused.value.stderr
    said, _ = make(folder, "import", f"FIL={text}", f"HVOR={text}", "UDFOER=nej")
    assert f"needs_exchange_file={text}" in said
    assert "needs_exchange_write=0" in said
    assert f"{text}/docs" in said

    said, seen = make(folder, "html", f"KILDER={text}", f"JOBS={text}")
    assert said[:4] == ["-m", "needs_core", "-c", "."]
    assert said[5:7] == ["-j", text]
    assert seen["KILDER"] == f"{folder}/{text}"

    _, seen = make(folder, "stress", f"SEED={text}", f"RUNS={text}")
    assert (seen["STRESS_SEED"], seen["STRESS_RUNS"]) == (text, text)


def test_make_has_every_command_and_no_other(folder: Path) -> None:
    done = run(folder, "help")
    listed = re.findall(r"^  ([a-z]+)  ", done.stdout, re.MULTILINE)
    words = re.search(
        r"^ORD := help ((?:.*\\\n)*.*)$", (REPO / "Makefile").read_text(), re.MULTILINE
    )
    assert words
    assert sorted(words[1].replace("\\", "").split()) == sorted(listed)


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command without make, as on Windows."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "commands", *arguments],
        cwd=folder,
        env=kept,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_without_make_the_same_is_run_with_the_same_text(folder: Path, text: str) -> None:
    said, _ = make(folder, "ny", f"TITEL={text}", f"HVOR={text}")
    (folder / "calls").unlink()
    assert python(folder, "ny", f"TITEL={text}", f"HVOR={text}").returncode == 0
    assert not (folder / "ran").exists()
    assert json.loads((folder / "calls").read_text())[0] == said


def test_the_public_edition_is_published_after_the_whole_plan_is_judged(
    folder: Path,
) -> None:
    def published() -> list[str]:
        (folder / "calls").unlink(missing_ok=True)
        assert python(folder, "udgiv").returncode == 0
        calls = [json.loads(x)[0] for x in (folder / "calls").read_text().splitlines()]
        *builds, publication = calls
        assert "public_site.publish" in publication
        assert publication[-2] == builds[-1][-1]
        assert all("-W" in build for build in builds)
        return [x for build in builds for x in build if x.startswith("needs_core_edition=")]

    assert published() == ["needs_core_edition=public"]
    model = '[needs_core.internal]\nfields = ["note"]\n'
    (folder / "ubproject.toml").write_text(model, "utf-8")
    both = ["needs_core_edition=internal", "needs_core_edition=public"]
    assert published() == both
    refused = python(folder, "pdf", "UDGAVE=alle")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("UDGAVE er hverken intern eller offentlig.")


def test_a_machine_without_a_net_is_told_what_to_do(folder: Path) -> None:
    program = folder / ".venv" / "bin" / "python"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nprint('Collecting one')\n"
        "print('ERROR: no route', file=sys.stderr)\nsys.exit(1)\n"
    )
    (folder / "requirements.txt").write_text("one==1\n")
    (folder / ".venv" / ".site").unlink()
    done = python(folder, "html")
    assert done.returncode == 1
    assert done.stdout == "Henter biblioteker (det sker kun første gang) ...\n"
    fault, said = done.stderr.splitlines()
    assert fault.startswith("Bibliotekerne kan ikke hentes. Er maskinen på nettet")
    assert said == "  pip: ERROR: no route"


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_run(folder: Path) -> None:
    shutil.rmtree(folder / "_build")
    (folder / "_build").touch()  # as good as forbidden, to root as well
    done = python(folder, "html")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{folder}: Der kan ikke skrives i mappen")
    assert "Traceback" not in done.stderr
    assert not (folder / "calls").exists()


def test_a_command_that_cannot_be_read_is_told_and_runs_nothing(folder: Path) -> None:
    for words in (("findes-ikke",), ("ny", "TITLE=x"), ("ny", "x")):
        done = python(folder, *words)
        assert done.returncode == 2
        assert words[-1] in done.stderr
        assert "Traceback" not in done.stderr
    assert not (folder / "calls").exists()


def test_the_first_run_fetches_the_libraries_and_the_second_does_not(folder: Path) -> None:
    (folder / ".venv" / ".site").unlink()
    done = python(folder, "hent")
    assert done.returncode == 0
    assert "Henter biblioteker" in done.stdout
    ran = [json.loads(x)[0] for x in (folder / "calls").read_text().splitlines()]
    assert [x[:3] for x in ran[:2]] == [["-m", "pip", "install"]] * 2
    assert "--require-hashes" in ran[0]
    assert len(ran) == 3
    assert "Henter" not in python(folder, "hent").stdout

    (folder / ".venv" / ".site").unlink()
    program = folder / ".venv" / "bin" / "python"
    program.write_text("#!/bin/sh\nexit 1\n")
    done = python(folder, "hent")
    assert done.returncode == 1
    assert "Bibliotekerne kan ikke hentes." in done.stderr
    assert not (folder / ".venv" / ".site").exists()


def test_a_missing_program_is_told(folder: Path) -> None:
    (folder / ".venv" / "bin" / "python").unlink()
    done = python(folder, "hent")
    assert done.returncode == 1
    assert "Slet mappen .venv" in done.stderr


def test_the_start_file_of_windows_runs_the_commands() -> None:
    text = (REPO / "start.cmd").read_bytes().decode("ascii")
    assert "-m commands %ORD%" in text
    assert "\n" not in text.replace("\r\n", "")


def test_the_environment_is_no_other_way_in(folder: Path) -> None:
    text = "$(shell touch ran)"
    said, _ = make(folder, "ny", TITEL=text)
    assert f"--title={text}" in said


def test_nothing_written_is_the_project_itself(folder: Path) -> None:
    said, _ = make(folder, "ny")
    none = ["--title=", "--set=", "--text=", "--page=", "--", ""]
    assert said == ["-m", "needs_history", "--language", "da", "--conf", ".", "new", *none]

    said, _ = make(folder, "import", "FIL=plan.xlsx", "UDFOER=1")
    options = ["-c", ".", "-q", "-j", "auto", "-b", "plan-import"]
    assert said[:9] == ["-m", "needs_core", *options]
    assert said[-3:] == ["--", "./docs", "_build/import/docs"]
    assert "needs_exchange_write=1" in said
    assert "needs_exchange_write=1" in make(folder, "import", "UDFOER=ja")[0]

    _, seen = make(folder, "stress")
    assert (seen["STRESS_SEED"], seen["STRESS_RUNS"]) == ("1000", "40")

    said, seen = make(folder, "html", "KILDER=/en mappe/kilder")
    kept = ["-d", "_build/doctrees/html"]
    assert said[2:] == ["-c", ".", "-q", "-j", "auto", *kept, "docs", "_build/html"]
    assert seen["KILDER"] == "/en mappe/kilder"


@pytest.mark.parametrize("broken", ["sphinx-autobuild", "python"])
def test_no_line_of_success_follows_a_command_that_failed(
    folder: Path, broken: str
) -> None:
    builds = (
        "html",
        "udgiv",
        "pdf",
        "check",
        "citater",
        "baseline",
        "pakke",
        "eksempel",
        "import",
    )
    commands = ("storplan", "ny", "status", "bekraeft", "hent")
    targets = ("live",) if broken == "sphinx-autobuild" else (*builds, *commands)
    program = folder / ".venv" / "bin" / broken
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    for target in targets:
        done = run(folder, target)
        assert done.returncode, target
        assert done.stdout == "", target


def test_a_package_that_is_not_there_is_not_announced(folder: Path) -> None:
    done = run(folder, "pakke")
    assert done.returncode
    assert "Halvårspakken" not in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("html FOO=1", "FOO=1: Det kan ikke læses. Efter html kan der stå: JOBS=…"),
        ("html igen", "igen: Det kan ikke læses. Efter html kan der stå: JOBS=…"),
        ("afstem FIL=x", "FIL=x: Det bruges ikke af ordet. Efter afstem kan der stå: ID=…"),
        ("test -k x", "-k x: Det kan ikke læses. Skriv: help."),
        ("bygg", "bygg: Det er ingen kommando. Her står dem, der er: help."),
    ],
)
def test_words_that_no_command_takes_are_refused(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code: object = main(words.split())
    except SystemExit as end:
        code = end.code
    assert code == 2
    assert capsys.readouterr().err.startswith(told)


def test_a_command_takes_what_it_reads() -> None:
    text = (REPO / "commands" / "project.py").read_text("utf-8")
    parts = re.split(r"^@_command\(", text, flags=re.MULTILINE)[1:]
    for part, (name, command) in zip(parts, COMMANDS.items(), strict=True):
        read = {*re.findall(r"said(?:\.get\(|\[)\"([A-Z]+)", part)}
        read |= {x for x in NAMES if f"{x}=" in command.help}
        assert read <= {*command.takes}, name
