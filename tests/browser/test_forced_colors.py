"""Colours of the system (Windows' contrast themes): nothing is told by ours alone.

There, backgrounds and shadows are gone. Measured are computed colours, lines and outlines
of every page: symbols of states, links, what is chosen, fields, cells, bars, maps and the
focus.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser.conftest import Site
from tests.browser.test_accessibility import OPEN
from tests.conftest import REPO, Project

if TYPE_CHECKING:
    from tests.conftest import Windows

FORCED = (Path(__file__).parent / "forced_colors.js").read_text(encoding="utf-8").strip()
CHECKS = ("texts", "links", "chosen", "edges", "pictures", "focus")
SEEDED = """<article><p>Ord <a href='#' style='text-decoration: none; color: CanvasText;
  forced-color-adjust: none'>et link</a></p>
<p style='forced-color-adjust: none; color: #ddd'>◇ foreslået</p>
<button aria-pressed='true'>Valgt</button><select style='border: 0'><option>Alle</select>
<figure><svg><rect width='40' height='40' fill='#eee'/></svg></figure>
<a href='#' style='outline: 0; forced-color-adjust: none'>uden ring</a></article>"""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory, windows: Windows) -> Site:
    """Return the invented municipality: every state, filled bars, and trends."""
    folder = REPO / "examples" / "eksempelkommune"
    built = Project(folder / "docs", folder, tmp_path_factory.mktemp("forced")).build()
    return Site(built.out, windows, built.out.as_uri())


THEME = "scheme => document.documentElement.dataset.theme === scheme"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def found_in(opened: Site) -> dict[str, list[str]]:
    """Return what is lost on every page, all of it unfolded, in light and in dark colours.

    A page is loaded once: the system's colours change while it is open.
    """
    found = dict[str, list[str]]()
    with opened.window(forced_colors="active") as page:
        for name in opened.pages():
            page.emulate_media(color_scheme="light")
            opened.open(page, name)
            page.evaluate(OPEN)
            page.keyboard.press("Tab")
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.wait_for_function(THEME, arg=scheme)
                for check in CHECKS:
                    if told := page.evaluate(f"{FORCED}.{check}()"):
                        found[f"{name}, {scheme}, {check}"] = told
    return found


def test_the_checks_are_not_blind(opened: Site) -> None:
    with opened.window(forced_colors="active") as page:
        page.set_content(SEEDED)
        page.keyboard.press("Tab")
        for check in CHECKS:
            assert page.evaluate(f"{FORCED}.{check}()"), check


def test_nothing_is_lost_in_the_colours_of_the_system(opened: Site) -> None:
    assert found_in(opened) == {}


def test_nothing_is_lost_of_what_is_under_way(example: Site) -> None:
    assert found_in(example) == {}
    assert example.troubles == []
