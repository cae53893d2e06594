"""The built knowledge base in a real browser, opened from its files."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import ConsoleMessage, Page, Request, ViewportSize

    from tests.conftest import Built, Windows

SIZES: dict[str, ViewportSize] = {
    "desktop": {"width": 1280, "height": 900},
    "phone": {"width": 360, "height": 740},
}


@dataclass
class Site:
    """The pages of the built site, and windows to look at them."""

    out: Path
    windows: Windows
    root: str
    """The address of ``out``: its files as on a shared drive, or a server's."""
    troubles: list[str] = field(default_factory=list)
    """What any window has said or asked that it should not."""

    def pages(self) -> list[str]:
        """Return every page there is, also those that others will add.

        A page that has moved leads on at once: nobody reads it.
        """
        found = (p.relative_to(self.out).as_posix() for p in self.out.rglob("*.html"))
        return sorted(x for x in found if not x.startswith("_static/") and self._stays(x))

    def _stays(self, page: str) -> bool:
        return 'http-equiv="refresh"' not in (self.out / page).read_text("utf-8")

    def address(self, page: str) -> str:
        """Return where a page lies."""
        return f"{self.root}/{page}"

    @contextmanager
    def window(
        self,
        size: str = "desktop",
        *,
        scheme: str = "light",
        script: bool = True,
        **more: Any,
    ) -> Iterator[Page]:
        """Open a window; what it complains about or asks others is kept in ``troubles``."""
        page = self.windows.page(
            **{"viewport": SIZES[size], "locale": "da-DK", **more},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        with ExitStack() as stack:
            for event, listener in self._listeners(page, script=script).items():
                page.on(event, listener)  # type: ignore[call-overload]
                stack.callback(page.remove_listener, event, listener)
            yield page

    def _listeners(self, page: Page, *, script: bool) -> dict[str, Callable[[Any], None]]:
        def say(trouble: str) -> None:
            self.troubles.append(f"{page.url}: {trouble}")

        def hear(message: ConsoleMessage) -> None:
            if message.type == "error":
                say(message.text)

        def watch(request: Request) -> None:
            if not request.url.startswith((self.root, "data:", "blob:")):
                say(f"asks {request.url}")

        def miss(request: Request) -> None:
            # What is cut off became a download, or the reader has gone on.
            if request.failure != "net::ERR_ABORTED":
                say(f"{request.url} fails: {request.failure}")

        heard: dict[str, Callable[[Any], None]] = {
            "console": hear,
            "pageerror": lambda error: say(str(error)),
            "request": watch,
        }
        # Without script, each script fails, and that is meant.
        return {**heard, "requestfailed": miss} if script else heard

    def open(self, page: Page, name: str) -> None:
        """Open a page and wait until its scripts have settled."""
        page.goto(self.address(name))
        page.evaluate("document.fonts.ready")


@pytest.fixture(scope="session")
def whole_site(site: Built, windows: Windows) -> Site:
    """Return the built site; one for all tests of a worker."""
    return Site(site.out, windows, site.out.as_uri())


@pytest.fixture
def opened(whole_site: Site) -> Iterator[Site]:
    """Return the site, and fail when a window said or asked something it should not."""
    whole_site.troubles.clear()
    yield whole_site
    assert whole_site.troubles == []
