"""The whole example in a real browser: no barrier in light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import SIZES
from tests.browser.test_accessibility import OPEN, findings, theme_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.needs_history.conftest import Example


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_the_example(
    unchanged: Example, browser: Browser, size: str
) -> None:
    pages = sorted(
        x for x in unchanged.site.out.rglob("*.html") if "_static" not in x.parts
    )
    assert len(pages) >= 16
    width, height = SIZES[size]["width"], SIZES[size]["height"]
    context = browser.new_context(viewport={"width": width, "height": height})
    page, found = context.new_page(), []
    for number, path in enumerate(pages):
        page.goto(path.as_uri())
        page.evaluate(OPEN)
        theme = theme_of(number, size)
        found += [f"{path.name}, {theme}: {x}" for x in findings(page, theme)]
        wide = "document.documentElement.scrollWidth"
        found += [f"{path.name}: too wide"] if page.evaluate(wide) > width else []
    context.close()
    assert found == []
