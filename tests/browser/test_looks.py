"""The looks of a page to readers who change them: width, spacing, zoom, colours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from needs_core.extras import is_installed
from tests.browser.conftest import Site
from tests.browser.test_accessibility import OPEN
from tests.conftest import REPO, Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.conftest import Built, Windows

LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8").strip()
SPACING = """
  * { line-height: 1.5 !important; letter-spacing: .12em !important;
      word-spacing: .16em !important; }
  p { margin-block-end: 2em !important; }
"""
"""The text spacing of WCAG 1.4.12."""


@pytest.fixture(scope="session")
def lined_site(site: Built, windows: Windows) -> Site:
    """Return the site with its lines broken as it is published."""
    project = Project(REPO / "docs", REPO, site.out.parent)
    built = project.build(out="lines", doctrees="out-html-doctrees", nitpicky=True)
    return Site(built.out, windows, built.out.as_uri())


@pytest.fixture
def opened(lined_site: Site) -> Iterator[Site]:
    lined_site.troubles.clear()
    yield lined_site
    assert lined_site.troubles == []


WINDOWS = {
    "320 x 256": {"width": 320, "height": 256},
    "640 x 512": {"width": 640, "height": 512},
    "1280 x 500": {"width": 1280, "height": 500},
    "1280 x 900": {"width": 1280, "height": 900},
}
PARTS = 3
"""So that as many workers share the pages."""


def pages(opened: Site, part: int) -> list[str]:
    return opened.pages()[part::PARTS]


def each(
    opened: Site, part: int, what: str, widths: tuple[int, ...], style: str = ""
) -> Iterator[tuple[str, list[Any]]]:
    """Yield what is wrong on pages of the site at some widths, all of it unfolded."""
    with opened.window() as page:
        for name in pages(opened, part):
            opened.open(page, name)
            if style:
                add_style(page, style)
            page.evaluate(OPEN)
            for width in widths:
                page.set_viewport_size({"width": width, "height": 900})
                if found := page.evaluate(f"{LOOKS}.{what}()"):
                    yield f"{name} at {width} px", found


def add_style(page: Page, style: str) -> None:
    page.evaluate(
        "text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);"
        " document.adoptedStyleSheets.push(sheet); }",
        style,
    )


def test_the_checks_are_not_blind(opened: Site) -> None:
    text = "<p style='width: 3em; overflow: hidden; overflow-wrap: anywhere'>%s</p>"
    with opened.window() as page:
        page.goto("about:blank")
        for what, words in (
            ("broken", "Tilgængelighed"),
            ("alone", "aaaaaa ◇ foreslået"),
            ("cut", "<b style='white-space: nowrap'>En lang sætning</b>"),
        ):
            page.set_content(text % words)
            assert page.evaluate(f"{LOOKS}.{what}()"), what
            page.set_content(text.replace("width: 3em; ", "") % words)
            assert page.evaluate(f"{LOOKS}.{what}()") == [], what
        over = "<p style='position: fixed; inset: 0; margin: 0'>over"
        page.set_content(f"<a href='#'>under</a>{over}")
        assert page.evaluate(f"{LOOKS}.hidden()") == ["A under"]


@pytest.mark.skipif(not is_installed("hyphens"), reason="no dictionary of Danish")
@pytest.mark.parametrize("part", range(PARTS))
def test_no_word_is_broken_without_a_hyphen(opened: Site, part: int) -> None:
    assert dict(each(opened, part, "broken", (320, 1280))) == {}


@pytest.mark.parametrize("part", range(PARTS))
def test_a_sign_stands_on_the_line_of_its_word(opened: Site, part: int) -> None:
    assert dict(each(opened, part, "alone", (320, 390, 1280))) == {}


@pytest.mark.parametrize("part", range(PARTS))
def test_text_with_more_space_is_not_cut(opened: Site, part: int) -> None:
    assert dict(each(opened, part, "cut", (360, 1280), SPACING)) == {}


@pytest.mark.parametrize("part", range(PARTS))
def test_what_has_the_focus_is_not_hidden(opened: Site, part: int) -> None:
    found = dict[str, list[str]]()
    with opened.window() as page:
        for name in pages(opened, part):
            opened.open(page, name)
            for window, size in WINDOWS.items():
                page.set_viewport_size(size)  # type: ignore[arg-type]
                if told := page.evaluate(f"{LOOKS}.hidden()"):
                    found[f"{name} at {window}"] = told
    assert found == {}
