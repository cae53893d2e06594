"""Command lines: what cannot be read and what stops gets one message."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from needs_core.command_line import CommandError, quoted_word, run_command, use_language
from needs_core.messages import BuildStoppedError, Problem

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (
    "needs_history --language {language}",
    "needs_workshop",
    "needs_exchange.plans.fetch",
    "public_site.accessibility",
    "public_site.publish",
)
RUN = """
import runpy, sys
for line in sys.argv[1:]:
    sys.argv = line.split()
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        print(f"{line}: {ended.code}", flush=True)
"""
"""Every command as ``python -m`` runs it, and how it ended; one process for all."""


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("da", "Kommandoen kan ikke læses. Vejledningen viser, hvordan den skrives."),
        ("en", "The command cannot be read. The guide shows how it is written."),
    ],
)
def test_a_command_line_with_an_unknown_option_is_told_in_one_line(
    language: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "conf.py").write_text(f'language = "{language}"\n', "utf-8")
    lines = [f"{command} --nonsense".format(language=language) for command in COMMANDS]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *lines],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    expected = [said for line in lines for said in (told, f"{line}: 1")]
    assert done.stdout.splitlines() == expected


@pytest.mark.parametrize(
    ("system", "typed"), [("linux", "'Min plan.xlsx'"), ("win32", '"Min plan.xlsx"')]
)
def test_a_word_is_told_as_it_is_typed_on_the_machine(
    monkeypatch: pytest.MonkeyPatch, system: str, typed: str
) -> None:
    monkeypatch.setattr("sys.platform", system)
    assert quoted_word("Min plan.xlsx") == typed
    assert quoted_word("plan.xlsx") == "plan.xlsx"


PROBLEM = Problem(
    None, None, "pdf", "No library.", "Install it.", "needs_core", "no_library"
)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (CommandError("No plan."), "No plan.\n"),
        (BuildStoppedError(PROBLEM), "No library. Install it."),
        (PermissionError(13, "Permission denied", "plan.md"), "plan.md"),
        (KeyboardInterrupt(), "\nStopped. Nothing more is written.\n"),
        (EOFError(), "\nStopped. Nothing more is written.\n"),
    ],
)
def test_what_stops_a_command_is_one_message(
    error: BaseException, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    use_language("en")

    def run() -> int:
        raise error

    assert run_command(run) == 1
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


def test_every_command_ends_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from needs_exchange.plans import fetch
    from public_site.publish import __main__ as publish

    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, "publish", stop)
    monkeypatch.setattr(fetch, "_fetch_all", stop)
    (tmp_path / "conf.py").write_text("")
    assert publish.main([str(tmp_path), str(tmp_path / "out"), "--language", "en"]) == 1
    assert fetch.main([str(tmp_path), "--language", "en"]) == 1
    assert capsys.readouterr().err.count("Stopped. Nothing more is written.") == 2
