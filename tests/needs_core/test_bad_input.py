"""Every mistake has one message: place, subject, fault, remedy. See ``tests/bad``."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.conftest import REPO, Built, Project, copy_model, project

if TYPE_CHECKING:
    from pathlib import Path

BAD = REPO / "tests" / "bad"
CASES = sorted(path.name for path in BAD.iterdir() if path.is_dir())


def build(case: str, work: Path) -> Built:
    """Read one case; no mistake depends on the output."""
    made: Project = project(BAD / case, work)
    shutil.copy(BAD / "conf.py", made.source)
    copy_model(made.source)
    extra = made.source / "conf_extra.py"
    if extra.exists():  # what a case adds to the configuration all share
        with (made.source / "conf.py").open("a", encoding="utf-8") as conf:
            conf.write(extra.read_text(encoding="utf-8"))
    return made.build("dummy", nitpicky=True)


def without_names(text: str) -> str:
    """Leave out what may be chosen from: it grows with the model."""
    return re.sub(r"((?:Vælg en af|Skriv en af disse): ).*?( \[)", r"\1…\2", text)


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_once_at_its_place_and_counted(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = (BAD / case / "expected.txt").read_text(encoding="utf-8")
    built = build(case, tmp_path)
    assert without_names(built.warnings) == without_names(expected)
    told = re.findall(r"^(?:\S+: )?([A-Z]+): ", expected, re.MULTILINE)
    errors, warnings = len(told) - told.count("WARNING"), told.count("WARNING")
    summary = f"Fejl: {errors}. Advarsler: {warnings}. " if expected else ""
    assert capsys.readouterr().err.startswith(summary)
    assert built.app.statuscode == (1 if errors else 0)


def test_there_is_a_case_for_every_kind_of_mistake() -> None:
    assert len(CASES) >= 25
