"""Axe, which judges pages by WCAG 2.0 to 2.2 A and AA, and what it cannot judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import SIZES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Site

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": STANDARD},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # Else axe asks for every style sheet again, which a page from a file may not.
    "preload": False,
}
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that depend on the theme. They take four fifths of axe's time."""
OPEN = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"


REMEMBER = """(() => {
  const color = axe.commons.color.Color.prototype, read = color.parseString;
  const known = new Map();
  color.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
})()"""
"""Axe reads the same few colours thousands of times: half of its time."""
LIGHT = f"""(() => {{
  class OnObject {{
    constructor() {{ this.key = Symbol(); }}
    has(object) {{ return this.key in object; }}
    get(object) {{ return object[this.key]; }}
    set(object, value) {{ object[this.key] = value; return this; }}
    add(object) {{ return this.set(object, true); }}
    delete(object) {{ return this.has(object) && delete object[this.key]; }}
  }}
  ((WeakMap, WeakSet) => {{ {AXE_SCRIPT} }})(OnObject, OnObject);
}})()"""
"""Axe with seven weak maps less: it enters every colour in them, a fourth of its time."""


def axe(page: Page, rules: dict[str, Any], within: str = "html") -> list[str]:
    """Return what axe finds wrong by some rules within an element, a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(LIGHT)
        page.evaluate(REMEMBER)
    run = "([within, rules]) => axe.run(within, rules)"
    result: dict[str, Any] = page.evaluate(run, [within, rules])
    assert result["passes"], "axe has judged nothing"
    return [
        f"{violation['id']}: {node['target'][0]}: {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def findings(page: Page, theme: str = "light") -> list[str]:
    """Return what axe finds wrong; the rules of colours are judged in one theme."""
    if theme == "light":
        return axe(page, RULES)
    others = {rule: {"enabled": False} for rule in COLOURS}
    found = axe(page, {**RULES, "rules": {**RULES["rules"], **others}})
    in_dark(page)
    return found + axe(page, {**RULES, "runOnly": COLOURS, "rules": {}})


def theme_of(number: int, size: str) -> str:
    """Return the theme a page's colours are judged in at a size.

    Every page is judged in both themes, one at each size; from page to page they change
    places, so that what all pages share is judged in both at both sizes.
    """
    return "dark" if (number + list(SIZES).index(size)) % 2 else "light"


def in_dark(page: Page) -> None:
    """Switch a page to dark, as a reader does by the theme's button."""
    page.evaluate("document.documentElement.dataset.theme = 'dark'")


def test_dark_is_dark_by_the_readers_setting(opened: Site) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        with opened.window(scheme=scheme) as page:
            opened.open(page, "index.html")
            colours.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
            assert page.evaluate("document.documentElement.dataset.theme") == scheme
    assert len(colours) == 2


def test_axe_is_not_blind(opened: Site) -> None:
    with opened.window("phone") as page:
        opened.open(page, "index.html")
        page.evaluate(
            "document.querySelector('article').innerHTML += '<img src=\"data:,\">"
            '<p style="color: #777; background: #888">grey</p>\''
        )
        found = {finding.partition(":")[0] for finding in findings(page)}
        assert found >= {"image-alt", "color-contrast"}
    opened.troubles.clear()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_heading_stands_below_the_header_when_linked_to(
    opened: Site,
    script: bool,  # noqa: FBT001 (pytest gives it by name)
) -> None:
    with opened.window("phone", script=script) as page:
        page.goto(opened.address("udviklingsplan.html#TI_103"))
        page.wait_for_timeout(100)
        top = page.locator("#TI_103 > h3").bounding_box()
        header = page.locator(".bd-header").bounding_box()
        assert top is not None
        assert header is not None
        assert top["y"] >= header["y"] + header["height"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_need_one_has_come_to_can_be_read(opened: Site, scheme: str) -> None:
    with opened.window("phone", scheme=scheme) as page:
        page.goto(opened.address("pejlemaerker/borgeren-foerst.html#MS_1_1"))
        assert (
            axe(page, {**RULES, "runOnly": COLOURS, "rules": {}}, ".need-card:target") == []
        )


def test_a_phone_shows_a_card_on_about_a_screen(opened: Site) -> None:
    with opened.window("phone") as page:
        opened.open(page, "udviklingsplan.html")
        boxes = [card.bounding_box() for card in page.locator(".need-card").all()]
        heights = sorted(box["height"] for box in boxes if box)
        # A card says of each of its links how sure it is, and why.
        assert heights[len(heights) // 2] < 1.4 * SIZES["phone"]["height"]
