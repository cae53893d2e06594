"""The site where nothing is allowed: no code in a page, and no storage."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import SIZES, Site
from tests.conftest import Windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""
BLOCK = """
const refuse = () => { throw new DOMException("blocked", "SecurityError"); };
for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
  Object.defineProperty(window, name, { get: refuse, configurable: true });
}
Object.defineProperty(Document.prototype, "cookie", { get: refuse, set: refuse });
"""


class Strict(SimpleHTTPRequestHandler):
    """Serves the site as a careful server does."""

    def do_GET(self) -> None:
        """Answer a browser that asks for a picture of the site, which has none."""
        if self.path != "/favicon.ico":
            super().do_GET()
            return
        self.send_response(204)
        self.end_headers()

    def end_headers(self) -> None:
        """Allow a page nothing but files of the site."""
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class BarredWindows(Windows):
    """Windows in which nothing can be stored, and what the policy blocks is noted."""

    def page(self, **options: Any) -> Page:
        """Return an empty page."""
        page = super().page(**options)
        page.add_init_script(WATCH + BLOCK)
        return page


@pytest.fixture
def strict(whole_site: Site) -> Iterator[Site]:
    """Return the site behind a server, and fail when a window complains."""
    handler = partial(Strict, directory=str(whole_site.out))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}"
        windows = BarredWindows(whole_site.windows.browser)
        site = Site(whole_site.out, windows, root)
        yield site
        windows.close()
        server.shutdown()
    assert site.troubles == []


def use(page: Page) -> None:
    """Do what a reader can do on a page."""
    page.evaluate("document.querySelectorAll('details').forEach(x => { x.open = true })")
    for control in ("button.needs-row-fold", ".sd-tab-set > label", "button[data-copy]"):
        for button in page.locator(control).locator("visible=true").all()[:2]:
            button.click()
    for choice in page.locator("main select").locator("visible=true").all()[:2]:
        choice.select_option(index=1)


def is_drawn(icon: Locator) -> bool:
    """Tell whether an icon can be seen: without its colour, there is another picture."""
    drawn = icon.screenshot()
    icon.evaluate("icon => { icon.style.color = 'transparent' }")
    return drawn != icon.screenshot()


def switch_to(page: Page, mode: str) -> str:
    """Choose a theme by the button; return the one there is then."""
    page.locator(".theme-switch-button").locator("visible=true").click()
    page.locator(f"[data-mode={mode}].dropdown-item").locator("visible=true").click()
    theme: str = page.evaluate("document.documentElement.dataset.theme")
    return theme


@pytest.mark.parametrize("size", SIZES)
def test_every_page_works_under_the_policy_without_storage(strict: Site, size: str) -> None:
    found = []
    scheme = "dark" if size == "phone" else "light"
    with strict.window(size, scheme=scheme) as page:
        for name in strict.pages()[list(SIZES).index(size) :: 2]:
            strict.open(page, name)
            assert page.evaluate("document.documentElement.dataset.theme") == scheme
            use(page)
            found += [f"{name}: {x}" for x in page.evaluate("violations")]
    assert found == []


@pytest.mark.parametrize("served", [True, False], ids=["from a server", "from files"])
def test_what_a_reader_does_works_without_storage(
    strict: Site,
    whole_site: Site,
    served: bool,  # noqa: FBT001 (pytest gives it by name)
) -> None:
    site = strict if served else replace(strict, root=whole_site.root)
    with site.window() as page:
        site.open(page, "daekning.html")
        for icon in ("fa-magnifying-glass", "theme-switch", "fa-angle-right"):
            assert is_drawn(page.locator(f".{icon}").locator("visible=true").first)
        assert switch_to(page, "dark") == "dark"
        page.locator(".search-button").locator("visible=true").first.click()
        page.locator("dialog [name=q]").fill("handicap")
        page.keyboard.press("Enter")
        page.locator("#needs-search li a").first.wait_for()
        assert page.evaluate("violations") == []
        assert page.evaluate("document.documentElement.dataset.theme") == "light"
    strict.troubles += site.troubles


def test_the_policy_is_watched(strict: Site) -> None:
    with strict.window() as page:
        strict.open(page, "index.html")
        page.evaluate("document.body.setAttribute('style', 'color: red')")
        assert page.evaluate("violations") == ["style-src-attr inline"]
    strict.troubles.clear()
