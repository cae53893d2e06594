"""A command line that cannot be read gets one line, in the language of the project."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from needs_core.command_parser import quoted_word

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (
    "needs_history",
    "needs_workshop",
    "needs_exchange.plans.fetch",
    "public_site.accessibility",
    "public_site.publish",
)


@pytest.mark.parametrize("module", COMMANDS)
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("da", "Kommandoen kan ikke læses. Vejledningen viser, hvordan den skrives."),
        ("en", "The command cannot be read. The guide shows how it is written."),
    ],
)
def test_a_command_line_with_an_unknown_option_is_told_in_one_line(
    module: str, language: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "conf.py").write_text(f'language = "{language}"\n', "utf-8")
    words = [sys.executable, "-m", module, "--nonsense"]
    if module == "needs_history":
        words[3:3] = ["--language", language]
    done = subprocess.run(
        words, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert (done.stdout + done.stderr).splitlines() == [told]


@pytest.mark.parametrize(
    ("system", "typed"), [("linux", "'Min plan.xlsx'"), ("win32", '"Min plan.xlsx"')]
)
def test_a_word_is_told_as_it_is_typed_on_the_machine(
    monkeypatch: pytest.MonkeyPatch, system: str, typed: str
) -> None:
    monkeypatch.setattr("sys.platform", system)
    assert quoted_word("Min plan.xlsx") == typed
    assert quoted_word("plan.xlsx") == "plan.xlsx"
