"""The invented municipality, to be read, or edited and built."""

from __future__ import annotations

import io
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sphinx.locale import translators

from needs_history.__main__ import main
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


@pytest.fixture(scope="session")
def _read(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Build a copy of the example as its site, its import and its commands read it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", A_DAY)
        project = copied(tmp_path_factory.mktemp("edited"))
        project.build()
        project.build("needs", doctrees="import")
        run(project, "confirm")
    shutil.copytree(project.work, project.work.with_name("edited-kept"))
    return project


@pytest.fixture
def example(_read: Project) -> Project:
    """Return a copy of the example that was read and built, to be edited and built on.

    It lies where it was read, since an environment that has moved is read anew.
    """
    shutil.rmtree(_read.work)
    shutil.copytree(_read.work.with_name("edited-kept"), _read.work)
    return _read


def run(example: Project, *arguments: str, code: int = 0) -> str:
    """Run a command as make does, without a terminal, and return what it says."""
    translators.clear()  # as in a process of its own
    said = io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        chdir(example.conf),
        redirect_stdout(said),
        redirect_stderr(said),
    ):
        patch.setattr("sys.stdin", io.StringIO())
        found = main(["--language", "da", "--work", "build", *arguments])
    assert found == code, said.getvalue()
    return example._plain(said.getvalue()).strip()


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
