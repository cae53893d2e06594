"""No word of English is left: in what is shown, read aloud or shown by a script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.words import english_words, untranslated

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Site

COLLECT = (Path(__file__).parent / "collect_texts.js").read_text(encoding="utf-8")


def english(page: Page) -> list[str]:
    """Return the English that a page holds now, with where it stands."""
    return [
        f"{where}: {text!r} ({', '.join(found)})"
        for text, where in page.evaluate(COLLECT)
        if (found := [text] if text in untranslated() else english_words(text))
    ]


def test_what_is_shown_without_script_is_danish(opened: Site) -> None:
    with opened.window(script=False) as page:
        for name in ("index.html", "search.html", "daekning.html"):
            page.goto(opened.address(name))
            assert english(page) == []


@pytest.mark.parametrize("sought", ["pårørende", "xqzxqz"])
def test_the_search_answers_in_danish(opened: Site, sought: str) -> None:
    with opened.window() as page:
        opened.open(page, "search.html")
        field = page.locator("main input[type=search]").first
        field.fill(sought)
        field.press("Enter")
        page.wait_for_timeout(1500)
        assert english(page) == []


def test_what_a_script_shows_is_danish(opened: Site) -> None:
    with opened.window() as page:
        opened.open(page, "daekning.html")
        page.locator(".coverage-filters select").first.select_option(index=1)
        page.locator(".theme-switch-button").locator("visible=true").hover()
        page.locator(".theme-switch-button").locator("visible=true").click()
        assert english(page) == []
        page.keyboard.press("Escape")
        page.locator(".search-button__button").locator("visible=true").click()
        assert english(page) == []


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>{}</p>", "Skip to the content"),
        ('<button aria-label="{}">¶</button>', "Copy to clipboard"),
        ('<a title="{}" href="#">¶</a>', "Permalink to this heading"),
        ('<img alt="{}" src="data:,">', "A strategy map"),
        ('<input placeholder="{}">', "Search"),
        ("<option>{}</option>", "All rows"),
        ("<p>{}</p>", "Light"),
        ("<p>{}</p>", "Back to top"),
        (
            "<style>.english::after {{ content: '{}' }}</style><p class=english>",
            "Next page",
        ),
    ],
)
def test_english_is_seen(opened: Site, markup: str, text: str) -> None:
    with opened.window() as page:
        page.set_content(f"<html lang=da><body>{markup.format(text)}")
        assert len(english(page)) == 1


def test_danish_that_looks_like_english_is_danish(opened: Site) -> None:
    danish = "Status for to hold: at have en plan, start, frist og handling for at nå mål"
    with opened.window() as page:
        page.set_content(f"<p>{danish}</p><p lang=en>The outcome</p><code>make html</code>")
        assert english(page) == []
