"""What the extensions draw can be read in the colours of other themes, light and dark."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser.test_accessibility import COLOURS, OPEN, RULES, axe
from tests.conftest import Project

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.conftest import Windows

CONF = """
project = "Brakes"
extensions = [
    "needs_cards", "needs_coverage", "needs_overview", "needs_plan", "needs_search",
    "public_site",
]
needs_types = [
    {"directive": "story", "title": "Story", "prefix": "S"},
    {"directive": "req", "title": "Requirement", "prefix": "R"},
    {"directive": "test", "title": "Test case", "prefix": "T"},
    {"directive": "look", "title": "Look", "prefix": "L"},
]
needs_coverage_cells = 6  # a large matrix, with its explorer
needs_links = {
    "verifies": {"outgoing": "verifies", "incoming": "is verified by"},
    "under": {"outgoing": "belongs to", "incoming": "has"},
}
needs_core_states = {"done": {"symbol": "+", "done": True}}
"""
PAGE = """
Brakes
======

.. site-search-box::

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

.. plan-table::
   :type: test

.. needs-map::
   :levels: story, req
   :links: under

.. needtable::
   :types: req
   :columns: id, title

.. toctree::

   large
"""
LARGE = """
Large
=====

.. look:: From the left
   :id: L_001
   :status: done
   :verifies: R_001

.. look:: From the right
   :id: L_002

.. look:: From above
   :id: L_003

.. look:: From below
   :id: L_004

.. coverage-matrix::
   :rows: req
   :columns: look
   :link: verifies
   :filters: status
"""
OURS = (
    ".need-card > :not(p:not([class])), .needs-scroll, .needs-filters, .needs-picture, "
    ".coverage-legend, .coverage-files, .coverage-explorer, .plan-files, .page-facts, "
    ".search-box, [class*=needstable]"
)
"""What the extensions draw: not the text of an author, whose links are the theme's."""
THEMES = (
    *("alabaster", "furo", "pydata_sphinx_theme"),
    *("sphinx_book_theme", "sphinx_immaterial", "sphinx_rtd_theme"),
)


@pytest.fixture(scope="module", params=THEMES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the project in a theme, once; return the site."""
    theme, folder = request.param, tmp_path_factory.mktemp("themes")
    pytest.importorskip(theme)
    is_extension = theme == "sphinx_immaterial"
    more = 'extensions += ["sphinx_immaterial"]\nhtml_theme_options = {"font": False}\n'
    (folder / "conf.py").write_text(CONF + (more if is_extension else ""), "utf-8")
    (folder / "index.rst").write_text(PAGE, "utf-8")
    (folder / "large.rst").write_text(LARGE, "utf-8")
    if not is_extension:
        built = Project(folder, folder, folder).build(html_theme=theme)
        assert built.warnings == ""
        return built.out
    out = folder / "html"
    command = [sys.executable, "-m", "sphinx", "-q", "-D", f"html_theme={theme}"]
    # It changes Sphinx itself, and leaves a process of its own behind.
    done = subprocess.run(
        [*command, str(folder), str(out)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return out


def choose(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Choose a scheme by the attribute of sphinx-immaterial: others follow the system."""
    value = "slate" if scheme == "dark" else "default"
    page.emulate_media(color_scheme=scheme)
    page.evaluate(f"document.body.dataset.mdColorScheme &&= '{value}'")


def judged(page: Page, within: str) -> list[str]:
    """Return what axe finds: all of it in light colours, and what dark ones change."""
    choose(page, "light")
    found = axe(page, RULES, within)
    choose(page, "dark")
    return found + axe(page, {**RULES, "runOnly": COLOURS, "rules": {}}, within)


def test_what_is_drawn_can_be_read_in_a_theme(site: Path, windows: Windows) -> None:
    page = windows.page()
    page.goto((site / "index.html").as_uri())
    page.wait_for_selector(".needs-filters select")
    assert page.locator(".needs-filters label", has_text="Belongs to").count() == 1
    assert page.locator(".need-card").count() == 5
    regions = page.locator("section[aria-label]").evaluate_all(
        "found => found.map(one => one.getAttribute('aria-label'))"
    )
    assert len(regions) == len(set(regions))
    page.evaluate(OPEN)
    assert judged(page, OURS) == []
    page.goto((site / "large.html").as_uri())
    page.get_by_role("button", name="Explore the whole matrix here").click()
    page.wait_for_selector(".coverage-explorer [role=grid]")
    assert judged(page, OURS) == []


def test_the_search_is_found_and_can_be_read_in_a_theme(
    site: Path, windows: Windows
) -> None:
    page = windows.page()
    page.goto((site / "index.html").as_uri())
    page.locator(".search-box input").fill("ice")
    page.locator(".search-box button").click()
    page.wait_for_selector("#search-results a")
    assert "On ice" in page.locator("#search-results").inner_text()
    box = page.locator("#needs-search-q")
    assert box.input_value() == "ice"
    box.click()  # nothing of the theme lies over it
    assert judged(page, "#needs-search") == []
