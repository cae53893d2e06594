"""Every mistake has one message: place, subject, fault, remedy. See ``tests/bad``."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.conftest import REPO, Project, copy_model, project

if TYPE_CHECKING:
    from pathlib import Path

BAD = REPO / "tests" / "bad"
CASES = sorted(path.name for path in BAD.iterdir() if path.is_dir())


def build(case: str, work: Path) -> str:
    """Read one case and return all it warned of; no mistake depends on the output."""
    made: Project = project(BAD / case, work)
    shutil.copy(BAD / "conf.py", made.source)
    copy_model(made.source)
    extra = made.source / "conf_extra.py"
    if extra.exists():  # what a case adds to the configuration all share
        with (made.source / "conf.py").open("a", encoding="utf-8") as conf:
            conf.write(extra.read_text(encoding="utf-8"))
    return made.build("dummy", nitpicky=True).warnings


def without_names(text: str) -> str:
    """Leave out what may be chosen from: it grows with the model."""
    return re.sub(r"((?:Vælg en af|Skriv en af disse): ).*?( \[)", r"\1…\2", text)


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_once_at_its_place(case: str, tmp_path: Path) -> None:
    expected = (BAD / case / "expected.txt").read_text(encoding="utf-8")
    assert without_names(build(case, tmp_path)) == without_names(expected)


def test_there_is_a_case_for_every_kind_of_mistake() -> None:
    assert len(CASES) >= 25
