"""What readers come to do, by keyboard alone; and without script where none is needed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.keys import name, tab_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Site

MATRIX = "table.coverage-matrix"


@pytest.fixture
def page(opened: Site) -> Iterator[Page]:
    with opened.window() as page:
        yield page


@pytest.fixture(params=[True, False], ids=["with script", "without"])
def either(opened: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return a window with script, then one without."""
    with opened.window(script=request.param) as page:
        yield page


def go(opened: Site, page: Page, name: str) -> None:
    page.goto(opened.address(name))


def follow(page: Page, end: str) -> None:
    """Follow the link that has the focus; the address then ends as said."""
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(end) + "$"))


def test_skip_to_the_content(opened: Site, either: Page) -> None:
    go(opened, either, "daekning.html")
    assert tab_to(either, either.get_by_role("link", name="Gå til hovedindholdet")) == 1
    follow(either, "#main-content")
    either.keyboard.press("Tab")
    assert either.evaluate("!!document.activeElement.closest('main')")


def test_reach_a_goal_from_the_front_page(opened: Site, either: Page) -> None:
    go(opened, either, "index.html")
    stops = tab_to(either, either.locator("main a[href*='borgeren-foerst.html']"))
    assert stops < 30
    follow(either, "borgeren-foerst.html")
    tab_to(either, either.locator("#MS_1_1 a.headerlink"))
    follow(either, "borgeren-foerst.html#MS_1_1")
    expect(either.locator("#MS_1_1:target")).to_be_in_viewport()


def test_read_one_cell_of_a_matrix(opened: Site, either: Page) -> None:
    go(opened, either, "daekning.html")
    cell = either.locator(f"{MATRIX} td.coverage-hit a[href$='#TI_105']").first
    tab_to(either, cell)
    assert re.search(r"\b105\b.*bidrager til\b.*\b1\.4", name(either))
    expect(cell).to_be_in_viewport()


def test_filter_a_matrix(opened: Site, page: Page) -> None:
    go(opened, page, "daekning.html")
    form = page.locator(".coverage-filters").first
    count = page.locator(".coverage-count").first
    before = count.inner_text()
    tab_to(page, form.locator("select").first)
    page.keyboard.press("ArrowDown")
    expect(count).not_to_have_text(before)
    tab_to(page, form.get_by_role("button", name="Vis alt"))
    page.keyboard.press("Enter")
    expect(count).to_have_text(before)


def test_open_a_fold(opened: Site, either: Page) -> None:
    go(opened, either, "pejlemaerker/borgeren-foerst.html")
    fold = either.locator("#MS_1_4 details.need-fold").first
    tab_to(either, fold.locator("summary"))
    expect(fold.get_by_role("link").first).to_be_hidden()
    either.keyboard.press("Enter")
    expect(fold.get_by_role("link").first).to_be_visible()
    tab_to(either, fold.get_by_role("link").first, farthest=1)


def test_fold_a_group_of_a_matrix(opened: Site, page: Page) -> None:
    go(opened, page, "daekning.html")
    fold = page.locator("button.needs-row-fold").first
    tab_to(page, fold)
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "false")


def test_download_a_matrix(opened: Site, either: Page) -> None:
    go(opened, either, "daekning.html")
    link = either.locator("main a[href$='.csv']").first
    tab_to(either, link)
    with either.expect_download() as download:
        either.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")
    assert "MS_1_1" in download.value.path().read_text(encoding="utf-8-sig")


def test_switch_between_light_and_dark(opened: Site, page: Page) -> None:
    go(opened, page, "index.html")
    tab_to(page, page.locator(".theme-switch-button").locator("visible=true"))
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("ArrowDown")
        if name(page).endswith("Mørk"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_follow_a_link_back(opened: Site, either: Page) -> None:
    go(opened, either, "pejlemaerker/borgeren-foerst.html#MS_1_4")
    back = either.locator("#MS_1_4 dl.need-facts a[href$='udviklingsplan.html#TI_105']")
    unfold(either, "#MS_1_4")
    tab_to(either, back)
    assert "Inddrage frivillige, foreninger og civilsamfund" in name(either)
    follow(either, "#TI_105")
    expect(either.locator("#TI_105:target")).to_be_in_viewport()
    to = either.locator("#TI_105 dl.need-facts a[href$='#MS_1_4']")
    unfold(either, "#TI_105")
    tab_to(either, to)


def unfold(page: Page, card: str) -> None:
    tab_to(page, page.locator(f"{card} details.need-fold > summary").first)
    page.keyboard.press("Enter")


def test_use_the_contents_of_a_page(opened: Site, either: Page) -> None:
    go(opened, either, "udviklingsplan.html")
    contents = either.locator(".bd-toc").get_by_role("link", name="Mest muligt i eget liv")
    tab_to(either, contents)
    follow(either, "mest-muligt-i-eget-liv")
    expect(either.locator("section:target > h2")).to_be_in_viewport()


def test_go_to_another_section(opened: Site, either: Page) -> None:
    go(opened, either, "noegleord.html")
    tabs = either.locator(".bd-header .site-tabs")
    current = tabs.locator("[aria-current]")
    assert current.all_text_contents() == ["Strategien"]
    tab_to(either, tabs.get_by_role("link", name="Planen"))
    follow(either, "udviklingsplan.html")
    assert current.all_text_contents() == ["Planen"]
    menu = either.locator("nav.bd-docs-nav a:visible")
    assert "Alle tiltag i én tabel" in menu.all_text_contents()
    assert "Nøgleord" not in menu.all_text_contents()


def test_open_and_close_the_menu_of_a_phone(opened: Site) -> None:
    with opened.window("phone") as page:
        go(opened, page, "noegleord.html")
        button = page.locator(".primary-toggle")
        tab_to(page, button)
        page.keyboard.press("Enter")
        menu = page.locator("dialog[open]")
        tab_to(page, menu.locator("summary", has_text="Planen"))
        page.keyboard.press("Enter")
        tab_to(page, menu.get_by_role("link", name="Udviklingsplan", exact=True))
        page.keyboard.press("Escape")
        expect(menu).to_have_count(0)
        page.keyboard.press("Enter")
        tab_to(page, menu.get_by_role("link", name="Udviklingsplan", exact=True))
        follow(page, "udviklingsplan.html")


def test_the_menu_of_a_phone_without_script(opened: Site) -> None:
    with opened.window("phone", script=False) as page:
        go(opened, page, "noegleord.html")
        tab_to(page, page.locator("nav.bd-docs-nav summary", has_text="Planen"))
        page.keyboard.press("Enter")
        link = page.locator("nav.bd-docs-nav a[href$='udviklingsplan.html']")
        tab_to(page, link)
        expect(link).to_be_visible()
        follow(page, "udviklingsplan.html")


def test_find_the_search(opened: Site, page: Page) -> None:
    go(opened, page, "noegleord.html")
    tab_to(page, page.locator(".search-button__button").locator("visible=true"))
    page.keyboard.press("Enter")
    field = page.locator("dialog[open] input[type=search]")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_without_script_nothing_is_offered_that_needs_it(opened: Site) -> None:
    with opened.window(script=False) as page:
        for shown in ("index.html", "daekning.html", "noegleord.html"):
            go(opened, page, shown)
            # The button of a form that leads to another page works without.
            needing = page.locator(":is(button, select):visible").and_(
                page.locator(":not(form[action] *)")
            )
            assert needing.count() == 0, shown


def test_all_needs_are_shown_without_script(opened: Site) -> None:
    with opened.window(script=False) as page:
        go(opened, page, "udviklingsplan.html")
        assert page.locator(".need-card:visible").count() == 25
