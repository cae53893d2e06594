"""The invented municipality, to be read, or edited and built."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.conftest import REPO, Built, Project

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = REPO / "examples" / "eksempelkommune"
A_DAY = "1795262400"
"""21 November 2026: the example's deadlines are as it tells them."""


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", A_DAY)


def copied(work: Path) -> Project:
    """Return a copy of the example; its looks are those of the knowledge base."""
    top = work / "top"
    for folder in ("templates", "locale", "docs/_static"):
        shutil.copytree(REPO / folder, top / folder)
    conf = top / "examples" / "eksempelkommune"
    shutil.copytree(EXAMPLE, conf)
    return Project(conf / "docs", conf, work)


@pytest.fixture
def example(tmp_path: Path) -> Project:
    """Return a copy of the example, to be edited and built."""
    return copied(tmp_path)


@dataclass(frozen=True)
class Example:
    """The example as it is, and its site."""

    project: Project
    """Not to be edited."""
    site: Built


@pytest.fixture(scope="session")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """Build the example as it is, once a worker, for tests that only read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", A_DAY)
        project = copied(tmp_path_factory.mktemp("example"))
        return Example(project, project.build(nitpicky=True))
