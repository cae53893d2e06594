"""What all tests of the knowledge base share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import REPO

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
