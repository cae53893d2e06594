"""Five seconds: what three kinds of readers see of the front page before they scroll.

Staff ask what this is and where they can search; planners, how far the plan is and what is
to be decided; managers, how far the four pejlemærker are. CONTRIBUTING has the questions to
ask of people, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Site

PEJLEMAERKER = (
    "Borgeren først",
    "Fundamentet på plads",
    "Mest muligt i eget liv",
    "Helhed og fremtidssikring",
)
SCREENS = {
    "laptop": ({"width": 1280, "height": 800}, 1),
    "phone": ({"width": 390, "height": 844}, 2),
}
"""The window, and how many of them may be scrolled through."""
BOXES = """(selector) => [...document.querySelectorAll(selector)].map((one) => {
  const box = one.getBoundingClientRect();
  const text = one.innerText.replace(/\\s+/g, " ").trim();
  return { text, top: box.top, bottom: box.bottom, height: box.height };
})"""


def seen(page: Page, selector: str, end: float) -> list[str]:
    """Return the texts of elements that lie whole above a line of the page."""
    boxes = page.evaluate(BOXES, selector)
    return [
        x["text"] for x in boxes if x["height"] and x["top"] >= 0 and x["bottom"] <= end
    ]


@pytest.mark.parametrize("screen", SCREENS)
def test_three_kinds_of_readers_see_what_they_ask(opened: Site, screen: str) -> None:
    size, screens = SCREENS[screen]
    end = size["height"] * screens
    with opened.window(viewport=size) as page:
        opened.open(page, "index.html")
        # Staff: what is it, and where do I search?
        assert seen(page, "h1", size["height"]) == [
            "Vidensbase for strategien på Socialområdet"
        ]
        lead = seen(page, "h1 + p", size["height"])[0]
        assert "pejlemærker" in lead
        assert "tiltag" in lead
        field = "article form[role=search] input[type=search]"
        assert page.evaluate(BOXES, field)[0]["bottom"] <= size["height"]
        # Managers: the four, each with its step in words.
        cards = seen(page, ".site-goals .sd-card", end)
        assert len(cards) == len(PEJLEMAERKER)
        for name, card in zip(PEJLEMAERKER, cards, strict=True):
            assert card.startswith(name)
            assert "◇ foreslået" in card.replace("\\N{NO-BREAK SPACE}", " ")
            assert "Mindst besluttet: 0 af" in card
        # Planners: how far it is, in numbers, and what is to be decided.
        numbers = seen(page, ".site-figures > p", size["height"])
        assert [x.split(" af ")[0] for x in numbers] == ["0"] * 4
        ask = "section#det-skal-besluttes :is(h2, p)"
        decide = seen(page, ask, end)
        assert [x.split("#")[0].strip() for x in decide[:1]] == ["Det skal besluttes"]
        assert any("kandidater til tiltag" in x for x in decide)
        assert any("intet besluttet tiltag" in x for x in decide)


def test_nothing_that_is_undecided_fills_anything(opened: Site) -> None:
    with opened.window() as page:
        opened.open(page, "index.html")
        assert page.locator(":is(progress, meter, svg.coverage-bar)").count() == 0


def test_a_pejlemaerke_says_its_step_on_the_first_screen(opened: Site) -> None:
    pages = [x for x in opened.pages() if x.startswith("pejlemaerker/")]
    with opened.window(viewport={"width": 1280, "height": 800}) as page:
        for name in set(pages) - {"pejlemaerker/index.html"}:
            opened.open(page, name)
            assert any("foreslået" in x for x in seen(page, ".needs-step", 800)), name
