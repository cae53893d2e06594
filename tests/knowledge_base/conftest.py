"""What all tests of the knowledge base share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPO, Built, Project

KILDER = Path(os.environ.get("KILDER") or REPO.parent / "shared" / "kilder")


@pytest.fixture(scope="session")
def kilder() -> Path:
    """Return the folder with the texts of the sources, where it is at hand."""
    if not KILDER.is_dir():
        pytest.skip("the texts of the sources are not at hand: KILDER= names their folder")
    return KILDER


@pytest.fixture(autouse=True)
def _a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build on a day in 2027: the deadlines of the guide's examples have not passed."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")


class Pages(Project):
    """The knowledge base, to be edited: all its outputs share one set of doctrees."""

    def build(self, builder: str = "dummy", **settings: Any) -> Built:
        """Build what an edit has changed; messages alone need no page written."""
        return super().build(builder, **{"doctrees": "doctrees", **settings})


@pytest.fixture(scope="session")
def read_pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Return the knowledge base after it was read once, with a copy beside it."""
    work = tmp_path_factory.mktemp("pages")
    shutil.copytree(REPO / "docs", work / "docs")
    made = Pages(work / "docs", REPO, work)
    assert made.build().warnings == ""
    shutil.copytree(work, work.with_name("pages-kept"))
    return made


@pytest.fixture
def pages(read_pages: Pages) -> Pages:
    """Return the knowledge base as it stands, read and ready to be edited.

    It lies where it was read, since an environment that has moved is read anew.
    """
    shutil.rmtree(read_pages.work)
    shutil.copytree(read_pages.work.with_name("pages-kept"), read_pages.work)
    return read_pages
