"""What holds for every page: no barrier, no English, and nothing too wide.

A page is loaded once at each size, for all that is asked of it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import SIZES
from tests.browser.test_accessibility import OPEN, findings, theme_of
from tests.browser.test_language import english

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Site

NARROW: dict[str, dict[str, Any]] = {
    "320 px": {"width": 320, "height": 740, "deviceScaleFactor": 1},
    # A window of 1280 × 1024 at 400 %.
    "400 %": {"width": 320, "height": 256, "deviceScaleFactor": 4},
}


WIDTHS = """() => Object.fromEntries(
  [document.scrollingElement, document.querySelector(".bd-article-container")]
    .filter(Boolean).map((one) => [one.className || one.tagName, one.scrollWidth]))"""
"""How wide the page is, and what of it would scroll sideways by itself."""


def too_wide(page: Page) -> Iterator[str]:
    """Yield where a page scrolls sideways when its window is as narrow as it may be."""
    devtools = page.context.new_cdp_session(page)
    for view, metrics in NARROW.items():
        devtools.send("Emulation.setDeviceMetricsOverride", {"mobile": False, **metrics})
        for name, width in page.evaluate(WIDTHS).items():
            if width > 320:
                yield f"{view}: {name} is {width} px"
    devtools.send("Emulation.clearDeviceMetricsOverride")
    devtools.detach()


LONGEST = 8_000
"""Pixels above which a page has an index; twice as long is none at all."""


def too_long(page: Page) -> Iterator[str]:
    """Yield that a page is long and has no index of its sections."""
    height = page.evaluate("document.scrollingElement.scrollHeight")
    index = page.locator(".bd-sidebar-secondary a, .site-contents a").count()
    if height > LONGEST * (2 if index else 1):
        yield f"{height} px, {index} links to its sections"


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_found(opened: Site, size: str, part: int) -> None:
    found = dict[str, list[str]]()
    with opened.window(size) as page:
        for number, name in list(enumerate(opened.pages()))[part::4]:
            opened.open(page, name)
            desktop = size == "desktop"
            words = [*english(page), *too_long(page)] if desktop else []
            page.evaluate(OPEN)
            barriers = findings(page, theme := theme_of(number // 4, size))
            wide = list(too_wide(page)) if size == "phone" else []
            page.set_viewport_size(SIZES[size])
            found[f"{name}, {theme}"] = [*words, *barriers, *wide]
    assert {page: told for page, told in found.items() if told} == {}
    assert len(found) > 10
