"""What the extensions draw can be read in the colours of other themes, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_accessibility import RULES, axe
from tests.conftest import Project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Windows

CONF = """
project = "Brakes"
extensions = ["needs_cards", "needs_coverage"]
needs_types = [
    {"directive": "story", "title": "Story", "prefix": "S"},
    {"directive": "req", "title": "Requirement", "prefix": "R"},
    {"directive": "test", "title": "Test case", "prefix": "T"},
]
needs_links = {
    "verifies": {"outgoing": "verifies", "incoming": "is verified by"},
    "under": {"outgoing": "belongs to", "incoming": "has"},
}
needs_core_states = {"done": {"symbol": "+", "done": True}}
"""
PAGE = """
Brakes
======

.. story:: Stop
   :id: S_001

   A text.

.. req:: Short way
   :id: R_001
   :under: S_001

.. story:: Start
   :id: S_002

.. req:: Without any
   :id: R_002
   :under: S_002

.. test:: On ice
   :id: T_001
   :status: done
   :verifies: R_001

.. coverage-overview::
   :rows: req
   :columns: test
   :link: verifies

.. coverage-matrix::
   :rows: req
   :columns: test
   :link: verifies
   :group-by: under
   :filters: status

.. needtable::
   :types: req
   :columns: id, title
"""
OURS = ".need-card, .needs-scroll, .needs-filters, .coverage-legend, [class*=needstable]"


@pytest.mark.parametrize("theme", ["alabaster", "furo", "pydata_sphinx_theme"])
def test_what_is_drawn_can_be_read_in_a_theme(
    theme: str, tmp_path: Path, windows: Windows
) -> None:
    (tmp_path / "conf.py").write_text(CONF, "utf-8")
    (tmp_path / "index.rst").write_text(PAGE, "utf-8")
    built = Project(tmp_path, tmp_path, tmp_path / "work").build(html_theme=theme)
    assert built.warnings == ""
    for scheme in ("light", "dark"):
        page = windows.page(color_scheme=scheme)
        page.goto((built.out / "index.html").as_uri())
        page.wait_for_selector(".needs-filters select")
        assert page.locator(".needs-filters label", has_text="Belongs to").count() == 1
        regions = page.locator("[role=region]").evaluate_all(
            "found => found.map(one => one.getAttribute('aria-label'))"
        )
        assert len(regions) == len(set(regions))
        assert axe(page, RULES, OURS) == []
