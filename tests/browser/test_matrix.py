"""The matrix of goals and initiatives as its readers see it, on a laptop and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.test_accessibility import findings

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Locator, Page

    from tests.browser.conftest import Site

LAPTOP = {"width": 1280, "height": 800}


def at_first_sight(page: Page) -> dict[str, tuple[str, int]]:
    """Return the step and the count of each row of the overview that needs no scrolling."""
    found: dict[str, tuple[str, int]] = {}
    for row in page.locator("table.coverage-overview tr:has(> td + td)").all():
        box = row.bounding_box()
        assert box is not None
        if box["y"] >= 0 and box["y"] + box["height"] <= LAPTOP["height"]:
            step, count = row.locator("td").all_inner_texts()
            id_ = row.locator(".coverage-id").inner_text().strip()
            found[id_] = (step, int("".join(filter(str.isdigit, count))))
    return found


def test_every_goal_has_its_step_and_number_at_first_sight(opened: Site) -> None:
    with opened.window(viewport=LAPTOP) as page:
        opened.open(page, "daekning.html")
        found = at_first_sight(page)
        goals = page.locator("#matrix-maalsaetninger tbody th[scope=row] .coverage-id")
        assert sorted(found) == sorted(x.strip() for x in goals.all_inner_texts())
        assert all(step for step, _count in found.values())
        # All columns of the matrix stand side by side, with their sums.
        table = page.locator("#matrix-maalsaetninger")
        assert table.evaluate("t => t.offsetWidth <= t.parentElement.clientWidth")
        assert table.locator("thead .coverage-column").count() == 25


def test_the_overview_is_whole_on_a_narrow_phone(opened: Site) -> None:
    with opened.window(viewport={"width": 320, "height": 640}) as page:
        opened.open(page, "daekning.html")
        box = page.locator(".coverage-scroll:has(> #maal-overblik)")
        assert box.evaluate("x => x.scrollWidth <= x.clientWidth")
        assert box.evaluate("x => x.scrollHeight <= x.clientHeight")
        titles = box.locator("th[scope=row] a")
        assert titles.count() == 14
        assert min(x["width"] for x in map(_box, titles.all())) > 240


def _box(of: Locator) -> FloatRect:
    box = of.bounding_box()
    assert box is not None
    return box


def test_the_reason_of_a_cell_has_its_quote_and_axe_finds_nothing(opened: Site) -> None:
    with opened.window() as page:
        opened.open(page, "daekning.html")
        page.locator("#matrix-maalsaetninger td.coverage-hit a").first.press("Enter")
        dialog = page.get_by_role("dialog", name="Begrundelse for cellen")
        assert dialog.locator("q").inner_text().strip()
        text = dialog.inner_text()
        assert "Sikkerhed: " in text
        assert "Bekræftet: aldrig." in text
        assert "Sidst fulgt op: aldrig." in text
        assert findings(page) == []
        assert findings(page, "dark") == []


def test_the_words_of_a_matrix_stay_in_their_cells(opened: Site) -> None:
    for size in ("desktop", "phone"):
        with opened.window(size) as page:
            opened.open(page, "daekning.html")
            for button in page.get_by_role("button", name="Vis ord i cellerne").all():
                if button.get_attribute("aria-pressed") == "false":
                    button.click()
            leaving = page.eval_on_selector_all(
                "table.coverage-matrix td.coverage-hit .coverage-words",
                """words => words.filter(word => {
                    const cell = word.closest('td').getBoundingClientRect();
                    const own = word.getBoundingClientRect();
                    return own.left < cell.left - 1 || own.right > cell.right + 1;
                }).map(word => word.textContent)""",
            )
            assert leaving == []
