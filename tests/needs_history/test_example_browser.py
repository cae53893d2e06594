"""The whole example in a real browser: no barrier in light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import SIZES
from tests.browser.test_accessibility import OPEN, findings, theme_of

if TYPE_CHECKING:
    from tests.conftest import Windows
    from tests.needs_history.conftest import Example


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_the_example(
    unchanged: Example, windows: Windows, size: str
) -> None:
    pages = sorted(
        x for x in unchanged.site.out.rglob("*.html") if "_static" not in x.parts
    )
    assert len(pages) >= 16
    page, found = windows.page(viewport=SIZES[size]), []
    for number, path in enumerate(pages):
        page.goto(path.as_uri())
        page.evaluate(OPEN)
        theme = theme_of(number, size)
        found += [f"{path.name}, {theme}: {x}" for x in findings(page, theme)]
        wide = "document.documentElement.scrollWidth"
        found += (
            [f"{path.name}: too wide"] if page.evaluate(wide) > SIZES[size]["width"] else []
        )
    assert found == []
