"""A planner edits, adds and follows up in a real browser, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_accessibility import RULES, axe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.needs_workshop.conftest import Served

PATIENCE = 120_000
UNDONE = """() => location.pathname === "/"
    || document.querySelector("h1")?.textContent.includes("Gemt")"""
"""The page of a build is shown while there is one to wait for; a fast one is over."""
"""Milliseconds for a build on a machine that has much to do."""


@pytest.fixture
def window(workshop: Served, browser: Browser) -> Iterator[Page]:
    """Return a window that was let in with its ticket, on a phone in the dark."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme="dark", locale="da-DK"
    )
    page = context.new_page()
    page.goto(workshop.opened.workshop.session.new_ticket())
    yield page
    context.close()


def judged(page: Page) -> None:
    """Check that axe finds nothing wrong, and that nothing is wider than the window."""
    assert axe(page, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def press(page: Page, selector: str) -> None:
    page.locator(selector).first.focus()
    page.keyboard.press("Enter")


def saved(page: Page, id_: str) -> None:
    """See the change, save it, and wait until the page is shown with the need."""
    press(page, "button[value=preview]")
    page.wait_for_selector("button[value=write]")
    judged(page)
    press(page, "button[value=write]")
    page.wait_for_url(f"**.html#{id_}", timeout=PATIENCE)


def files(workshop: Served) -> dict[str, bytes]:
    return {x.name: x.read_bytes() for x in workshop.project.source.glob("*.md")}


def test_a_status_a_new_act_and_its_follow_up(workshop: Served, window: Page) -> None:
    before = files(workshop)
    window.goto(f"{workshop.root}/tiltag-1.html")
    press(window, "text=Ret TI_101")
    window.wait_for_selector(".workshop-chosen")
    judged(window)
    window.locator("[name=status]").focus()
    window.keyboard.type("i g")
    saved(window, "TI_101")
    assert "i gang" in window.inner_text("#TI_101")
    changed = before["tiltag-1.md"].replace(b":status: kandidat", b":status: i gang")
    assert files(workshop) == {**before, "tiltag-1.md": changed}

    press(window, "a:has-text('Nyt: tiltag')")
    window.wait_for_selector(".workshop-chosen")
    press(window, "button[value=preview]")
    window.wait_for_selector(".workshop-faults")
    judged(window)
    window.fill("[name=title]", "Et nyt tiltag")
    window.select_option("[name=status]", "kandidat")
    window.fill("[id='field-bidrager_til']", "mål nummer 2")
    window.wait_for_selector("[role=option]")
    judged(window)
    window.keyboard.press("Enter")
    assert window.input_value("[name=bidrager_til]") == "MS_1_2"
    saved(window, "TI_106")
    block = (
        ":::{tiltag} Et nyt tiltag\n:id: TI_106\n:status: kandidat\n:under: PM_1\n"
        ":bidrager_til: MS_1_2\n:::\n"
    )
    assert files(workshop) == {**before, "tiltag-1.md": changed + f"\n{block}".encode()}

    window.goto(f"{workshop.root}/_workshop/new/opf%C3%B8lgning?foelger_op=TI_106")
    window.wait_for_selector(".workshop-chosen")
    window.fill("[name=title]", "Tiltaget begynder")
    window.fill("[name=halvaar]", "2026-2")
    window.select_option("[name=forum]", "OMU")
    window.fill("[name=dato]", "2026-10-01")
    window.fill("[name=':page']", "tiltag-2")
    saved(window, "OP_001")
    after = files(workshop)
    assert after["tiltag-2.md"].startswith(before["tiltag-2.md"])
    assert b":foelger_op: TI_106\n" in after["tiltag-2.md"]

    window.goto(f"{workshop.root}/_workshop/changes")
    judged(window)
    press(window, "button[name=':number']")
    window.wait_for_function(UNDONE, timeout=PATIENCE)
    if "/_workshop/" in window.url:
        judged(window)
    window.wait_for_url(f"{workshop.root}/", timeout=PATIENCE)
    assert files(workshop)["tiltag-2.md"] == before["tiltag-2.md"]


def test_a_cell_of_a_matrix_leads_to_the_form(workshop: Served, window: Page) -> None:
    window.goto(f"{workshop.root}/daekning.html")
    window.wait_for_selector("[data-source] a:has-text('Ret ')", state="attached")
    press(window, "#matrix td.coverage-hit a")
    told = window.locator("dialog[open] [data-source]").first
    id_ = told.get_attribute("data-source")
    assert id_ is not None
    assert id_.startswith("TI_")
    press(window, f"dialog[open] a:has-text('Ret {id_}')")
    window.wait_for_selector(".workshop-chosen")
    assert window.url.endswith(f"/_workshop/need/{id_}")
    judged(window)


def test_commands_of_the_project_are_run_and_told(workshop: Served, window: Page) -> None:
    window.goto(workshop.root + "/index.html")
    press(window, "text=Lav og læg ud")
    window.wait_for_url("**/_workshop/tasks")
    judged(window)
    for title, end, said in (
        ("Lav det", "Færdig: Lav det", ["Det går godt: æøå", "Færdig"]),
        ("Lav det ikke", "Det lykkedes ikke: Lav det ikke", ["Der er en fejl"]),
        ("Findes ikke", "Det lykkedes ikke: Findes ikke", ["dette-program-findes-ikke: "]),
    ):
        press(window, f"button:text-is('{title}')")
        window.wait_for_selector(f"text={end}")
        judged(window)
        shown = window.locator(".workshop-messages li").all_inner_texts()
        assert [x[: len(y)] for x, y in zip(shown, said, strict=True)] == said


def test_a_form_of_another_site_writes_nothing(workshop: Served, window: Page) -> None:
    before = files(workshop)
    page = window.context.new_page()
    target = f"{workshop.root}/_workshop/undo"
    html = f"<form method=post action='{target}'><input name=':number' value=1></form>"
    page.route(
        "http://evil.example/",
        lambda route: route.fulfill(body=html, content_type="text/html"),
    )
    page.goto("http://evil.example/")
    page.evaluate("document.forms[0].submit()")
    page.wait_for_url(target)
    assert "lukket ind" in page.inner_text("body")
    assert files(workshop) == before
