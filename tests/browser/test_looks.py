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
UNFOLDED = {
    320: ("broken", "alone"),
    390: ("alone", "divided"),
    1280: ("broken", "alone", "long"),
    1920: ("long",),
}
SPACED = (360, 1280)
Looks = dict[str, dict[str, list[Any]]]
"""What is wrong: its kind, to the pages and windows it is found at."""


@pytest.fixture(scope="module")
def looks(lined_site: Site) -> Looks:
    """Look at each page in all windows; it is loaded once for all tests."""
    found: Looks = {
        "broken": {},
        "alone": {},
        "divided": {},
        "long": {},
        "cut": {},
        "hidden": {},
    }
    lined_site.troubles.clear()
    with lined_site.window() as page:
        for name in lined_site.pages():
            lined_site.open(page, name)
            for kind, window, told in seen(page):
                found[kind][f"{name} at {window}"] = told
    found["troubles"] = {"of the windows": lined_site.troubles.copy()}
    return found


def seen(page: Page) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield what is wrong with a page: as it opens, unfolded, and with more space."""

    def look(kind: str, window: str) -> Iterator[tuple[str, str, list[Any]]]:
        if told := page.evaluate(f"{LOOKS}.{kind}()"):
            yield kind, window, told

    for window, size in WINDOWS.items():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        yield from look("hidden", window)
    page.evaluate("document.activeElement.blur(); document.adoptedStyleSheets = []")
    page.evaluate(OPEN)
    for width, kinds in UNFOLDED.items():
        page.set_viewport_size({"width": width, "height": 900})
        for kind in kinds:
            yield from look(kind, f"{width} px")
    add_style(page, SPACING)
    for width in SPACED:
        page.set_viewport_size({"width": width, "height": 900})
        yield from look("cut", f"{width} px")


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
        text = "<h1 style='width: 11em'>Her står Eksempel\N{SOFT HYPHEN}kommunen"
        page.set_content(text)
        assert page.evaluate(f"{LOOKS}.divided()") == ["Eksempelkommunen"]
        page.set_content(text.replace("11em", "20em"))
        assert page.evaluate(f"{LOOKS}.divided()") == []
        text = "<p style='width: %dem'>" + 60 * "Ord på linje. "
        page.set_content(text % 70)
        assert page.evaluate(f"{LOOKS}.long()") != []
        page.set_content(text % 35)
        assert page.evaluate(f"{LOOKS}.long()") == []
        over = "<p style='position: fixed; inset: 0; margin: 0'>over"
        page.set_content(f"<a href='#'>under</a>{over}")
        assert page.evaluate(f"{LOOKS}.hidden()") == ["A under"]


@pytest.mark.skipif(not is_installed("hyphens"), reason="no dictionary of Danish")
def test_no_word_is_broken_without_a_hyphen(looks: Looks) -> None:
    assert looks["broken"] == {}


def test_a_sign_stands_on_the_line_of_its_word(looks: Looks) -> None:
    assert looks["alone"] == {}


def test_no_heading_is_divided_where_a_line_has_room(looks: Looks) -> None:
    assert looks["divided"] == {}


def test_a_line_of_text_is_no_longer_than_an_eye_can_follow(looks: Looks) -> None:
    assert looks["long"] == {}


def test_text_with_more_space_is_not_cut(looks: Looks) -> None:
    assert looks["cut"] == {}


def test_what_has_the_focus_is_not_hidden(looks: Looks) -> None:
    assert looks["hidden"] == {}


def test_no_page_says_or_asks_what_it_should_not(looks: Looks) -> None:
    assert looks["troubles"] == {"of the windows": []}
