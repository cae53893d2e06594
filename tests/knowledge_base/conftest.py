"""What all tests of the knowledge base share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build on a day in 2027: the deadlines of the guide's examples have not passed."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")
