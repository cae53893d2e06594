"""A reader who has a keyboard and no mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

_SEEN = """() => {
  const shown = element => ["", "::before", "::after"].some(part => {
    const style = getComputedStyle(element, part || null);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
      || style.boxShadow !== "none";
  });
  return shown(document.activeElement);
}"""

FARTHEST = 400
"""Stops after which nobody would go on."""


def tab_to(page: Page, wanted: Locator, farthest: int = FARTHEST) -> int:
    """Press Tab until the focus is on what is wanted; return how many stops it took.

    Where the focus comes to rest, it can be seen.
    """
    wanted.first.wait_for(state="attached")
    elements = page.evaluate_handle("found => found", wanted.element_handles())
    for stop in range(1, farthest + 1):
        page.keyboard.press("Tab")
        if elements.evaluate("found => found.includes(document.activeElement)"):
            assert page.evaluate(_SEEN), f"nobody sees the focus on {name(page)}"
            return stop
    message = f"{wanted} is not reached with {farthest} tabs; the last stop is {name(page)}"
    raise AssertionError(message)


def name(page: Page) -> str:
    """Return what is focused, as a line."""
    found: str = page.evaluate(
        """() => {
          const element = document.activeElement;
          const name = element.getAttribute("aria-label") || element.textContent;
          return `${element.tagName} ${name.trim().replace(/\\s+/g, " ")}`;
        }"""
    )
    return found
