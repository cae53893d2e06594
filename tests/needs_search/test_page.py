"""The search page and the box of the theme, as a reader uses them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.conftest import REPO

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.conftest import Built, Windows
    from tests.needs_search.conftest import Search

    Open = Callable[..., Search]


SLOW = 20_000
"""How long (ms) a script may take that a test has held back."""


def choose(search: Search, value: str) -> None:
    search.page.get_by_label(value, exact=False).first.check()
    search.settle()


def test_what_is_typed_and_chosen_stands_in_the_address(
    site: Built, open_search: Open
) -> None:
    search = open_search(site.out)
    search.type("borgeren")
    before = search.shown
    choose(search, "Målsætning")
    chosen = search.shown
    assert chosen
    assert set(chosen) < set(before) | set(chosen)
    assert all(id_.startswith("MS_") for id_ in chosen)
    again = open_search(site.out, search.page.url.partition("search.html")[2])
    assert again.shown == chosen
    assert again.count == search.count
    search.page.get_by_role("button", name="Fjern alle valg").click()
    search.settle()
    assert search.shown == before


def test_choices_of_two_kinds_combine_and_count_what_is_left(
    site: Built, open_search: Open
) -> None:
    search = open_search(site.out)
    search.type("borgeren")
    choose(search, "Tiltag")
    legend = search.page.get_by_text("Pejlemærke", exact=True).and_(
        search.page.locator("legend")
    )
    label = search.page.locator("fieldset").filter(has=legend).locator("label").first
    number = int(label.locator(".needs-search-number").inner_text())
    label.locator("input").check()
    search.settle()
    assert search.count.split()[0] == str(number)
    assert all(id_.startswith("TI_") for id_ in search.shown)


def test_a_result_says_what_it_is_and_marks_the_words(
    site: Built, open_search: Open
) -> None:
    search = open_search(site.out, "?q=livsmestringen")
    first = search.page.locator("#search-results > li").first
    expect(first).to_contain_text("Nøgleord")
    expect(first).to_contain_text(search.shown[0])
    assert first.locator("a mark").inner_text() == "livsmestring"
    expect(first.locator(".needs-search-place")).to_contain_text("›")


def test_the_link_leads_to_the_item(site: Built, open_search: Open) -> None:
    search = open_search(site.out, "?q=MS_3_2")
    assert search.shown[0] == "MS_3_2"
    search.page.locator("#search-results a").first.click()
    assert search.page.url.endswith("#MS_3_2")
    search.page.wait_for_selector("#MS_3_2", state="attached")


def test_a_slip_is_told_and_nothing_says_so(site: Built, open_search: Open) -> None:
    search = open_search(site.out, "?q=gennemsiktighed")
    meant = search.page.locator(".needs-search-meant a")
    expect(meant).to_have_text("gennemsigtighed")
    meant.click()
    search.settle()
    assert "NO_206" in search.shown
    search.type("xqzzy")
    assert search.shown == []
    assert search.count == "Intet fundet for ”xqzzy”."
    # What changes while one types is read aloud when it has come to rest.
    said = search.page.locator("#needs-search [role=status][aria-live=polite]")
    expect(said).to_contain_text("Intet fundet for ”xqzzy”.")
    search.type("gennemsiktighed")
    expect(said).to_contain_text("Mente du gennemsigtighed?")


def test_the_keyboard_is_enough(site: Built, open_search: Open) -> None:
    search = open_search(site.out)
    focused = "document.activeElement.dataset.itemId || document.activeElement.name"
    assert search.page.evaluate(focused) == "q"
    search.page.keyboard.type("kompetencer")
    search.settle()
    search.page.keyboard.press("ArrowDown")
    search.page.keyboard.press("ArrowDown")
    assert search.page.evaluate(focused) == search.shown[1]
    search.page.keyboard.press("ArrowUp")
    assert search.page.evaluate(focused) == search.shown[0]
    search.page.keyboard.press("Escape")
    assert search.page.evaluate(focused) == "q"
    search.page.keyboard.press("Escape")
    assert search.page.input_value("#needs-search-q") == ""


def test_the_themes_box_and_shortcut_suggest(site: Built, windows: Windows) -> None:
    page = windows.page()
    page.goto((site.out / "daekning.html").as_uri())
    page.keyboard.press("Control+k")
    page.keyboard.type("livsm")
    options = page.locator("dialog [role=option]")
    expect(options.first).to_contain_text("livsmestring")
    page.keyboard.press("ArrowDown")
    box = page.locator("dialog input[name=q]")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**#NO_*")
    page.goto((site.out / "daekning.html").as_uri())
    page.keyboard.press("Control+k")
    page.keyboard.type("livsm")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=livsm")


def test_the_box_tells_how_many_there_are_and_leads_to_all(
    site: Built, windows: Windows
) -> None:
    page = windows.page()
    page.goto((site.out / "daekning.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("livsmestrng")
    options = page.locator("dialog [role=option]")
    expect(options.filter(has_text="Mente du livsmestring?")).to_have_count(1)
    expect(options.last).to_contain_text("Vis alle")
    expect(options.first).to_have_text("Intet med ”livsmestrng”. Det nærmeste:")
    assert "livsmestring" in str(options.nth(1).get_attribute("href"))
    page.locator("dialog input[name=q]").fill("xqzzy")
    expect(options.last).to_have_text("Intet fundet for ”xqzzy”.")
    page.locator("dialog input[name=q]").fill("livsmestring")
    expect(options.last).to_contain_text("Vis alle")
    options.last.click()
    page.wait_for_url("**/search.html?q=livsmestring")


def test_a_load_that_fails_can_be_tried_again(site: Built, windows: Windows) -> None:
    page = windows.page()
    page.route("**/needs-search/index.js", lambda route: route.abort())
    page.goto((site.out / "search.html").as_uri() + "?q=livsmestring")
    retry = page.get_by_role("button", name="Prøv igen")
    expect(retry).to_be_visible()
    assert page.input_value("#needs-search-q") == "livsmestring"
    page.unroute("**/needs-search/index.js")
    retry.click()
    expect(page.locator("#search-results > li").first).to_contain_text("livsmestring")


def test_a_result_can_be_explained_and_a_missing_one_too(
    site: Built, open_search: Open
) -> None:
    search = open_search(site.out, "?q=tilbud&forklar=1&id=MS_1_1")
    box = search.page.locator("#needs-search-explain")
    expect(box).to_contain_text("Slås op som")
    expect(box).to_contain_text("Ikke fundet")
    box.get_by_role("textbox").fill(search.shown[0].lower())
    box.get_by_role("button", name="Forklar").click()
    expect(box).to_contain_text("Nummer 1 af resultaterne")
    expect(box).to_contain_text("selve ordet")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(site: Built, open_search: Open, width: int, scheme: str) -> None:
    view = {"viewport": {"width": width, "height": 700}, "color_scheme": scheme}
    search = open_search(site.out, "?q=kompetenceudvikling&forklar=1", **view)
    search.page.wait_for_selector("#needs-search-explain table")
    assert search.page.evaluate("document.documentElement.scrollWidth") <= width


def hostile() -> list[str]:
    """Return a thousand queries that nobody sane would type."""
    chance = random.Random(7)
    words = (REPO / "docs" / "udviklingsplan.md").read_text("utf-8").split()
    odd = ["", " ", '"', '""', '"""', "-", "- og ", "_", "__proto__", "constructor", "*"]
    odd += ["a" * 5000, "<script>alert(1)</script>", "${7*7}", "\\", "%00", "æ" * 200]
    odd += ["(?!)", "[", "((((", "MS_", "#", "!", "1.", "....", "\ud83d", "toString"]
    letters = "aæøåbcdeéß_.-–\"'<>&#!*()[]{}\\/|+?^$%0123456789 \t\n\u00ad\u202e💥İΣ"
    made = [
        " ".join(chance.choices(words, k=chance.randint(1, 6)))
        if n % 3 == 0
        else "".join(chance.choices(letters, k=chance.randint(1, 40)))
        for n in range(1000 - len(odd))
    ]
    return [*odd, *made]


def test_no_query_is_an_error(site: Built, open_search: Open) -> None:
    search = open_search(site.out)
    queries = hostile()
    assert len(queries) == 1000
    failed = search.run(
        """queries => NeedsSearch.ready().then(engine => queries.filter(query => {
            try { engine.meant(engine.search(query)); return false; }
            catch { return true; }
        }))""",
        queries,
    )
    assert failed == []
    for query in queries[:20]:
        search.type(query)
        assert search.count


def test_the_count_repeats_what_was_typed_as_it_is(site: Built, open_search: Open) -> None:
    search = open_search(site.out)
    for typed in ("$&", "$$ xqzzy", "$`$'", "xqzzy {}"):
        search.type(typed)
        assert search.count == f"Intet fundet for ”{typed}”."


def test_a_query_without_end_takes_no_time(site: Built, open_search: Open) -> None:
    search = open_search(site.out)
    took = search.run(
        """queries => NeedsSearch.ready().then(engine => queries.map(query => {
            const start = performance.now();
            engine.meant(engine.search(query));
            return performance.now() - start;
        }))""",
        ["borger", "a" * 10000, "ab " * 3000, "kompetence" * 1000],
    )
    assert max(took) < 1000, took
    search.page.fill("#needs-search-q", "a" * 10000)
    search.settle()
    assert len(search.count) < 600


def test_back_leads_to_what_was_left(site: Built, open_search: Open) -> None:
    search = open_search(site.out, "?q=borger", viewport={"width": 360, "height": 640})
    page = search.page
    page.locator("#needs-search-more button").click()
    expect(page.locator("#search-results > li")).to_have_count(40)
    link = page.locator("#search-results > li > a").nth(24)
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    left, top = link.get_attribute("data-item-id"), page.evaluate("scrollY")
    link.click()
    page.wait_for_url(lambda url: "search.html" not in url)
    page.go_back()
    expect(page.locator("#search-results > li")).to_have_count(40)
    page.wait_for_function("document.activeElement.dataset.itemId")
    assert page.evaluate("document.activeElement.dataset.itemId") == left
    assert abs(page.evaluate("scrollY") - top) < 40
    # A search that has been read is a step to go back to; letters on the way are none.
    page.wait_for_timeout(1600)
    search.type("frivil")
    search.type("frivillig")
    page.wait_for_timeout(1600)
    search.type("pårørende")
    for before in ("frivillig", "borger"):
        page.go_back()
        expect(page.locator("#needs-search-q")).to_have_value(before)
    page.go_forward()
    expect(page.locator("#needs-search-q")).to_have_value("frivillig")


def test_what_is_loading_is_told_and_the_first_results_wait_for_no_texts(
    site: Built, windows: Windows
) -> None:
    page = windows.page(viewport={"width": 1100, "height": 700})
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/needs-search/index.js", hold)
    page.goto((site.out / "daekning.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("livsmestring")
    options = page.locator("dialog [role=option]")
    expect(options).to_have_text(["livsmestring – Søgningen hentes …"])
    held.pop().continue_()
    expect(options.nth(1)).to_contain_text("livsmestring", timeout=SLOW)
    page.unroute("**/needs-search/index.js")
    page.route("**/needs-search/texts.js", hold)
    address = (site.out / "search.html").as_uri() + "?q=livsmestring"
    page.goto(address, wait_until="commit")  # what is held keeps it from being loaded
    first = page.locator("#search-results > li").first
    expect(first).to_contain_text("livsmestring", timeout=SLOW)
    expect(page.locator(".needs-search-passage")).to_have_count(0)
    held.pop().continue_()
    expect(page.locator(".needs-search-passage").first).to_be_visible(timeout=SLOW)
    page.unroute("**/needs-search/texts.js")


def test_suggestions_are_seen_above_the_keyboard(site: Built, windows: Windows) -> None:
    page = windows.page(viewport={"width": 360, "height": 640})
    page.goto((site.out / "daekning.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("borger")
    expect(page.locator("dialog [role=option]").first).to_be_visible()
    # A keyboard covers the page without making it smaller.
    bottom = page.evaluate("""() => {
        Object.defineProperty(visualViewport, 'height', { get: () => 320 });
        visualViewport.dispatchEvent(new Event('resize'));
        const list = document.querySelector('dialog .needs-search-suggestions');
        return list.getBoundingClientRect().bottom;
    }""")
    assert bottom <= 320
    first = page.locator("dialog [role=option]").first.bounding_box()
    assert first
    assert first["y"] < 250
