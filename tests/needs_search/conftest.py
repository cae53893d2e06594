"""The search of a built site, asked as its readers ask it: in a real browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

ASK = """queries => NeedsSearch.ready().then(engine => queries.map(query =>
    engine.search(query).hits.slice(0, 50)
        .map(hit => NeedsSearch.data.entries.id[hit.n])))"""


@dataclass
class Search:
    """A search page that is open."""

    page: Page
    problems: list[str]

    def ask(self, *queries: str) -> list[list[str]]:
        """Return the ids of what each query finds, best first."""
        found: list[list[str]] = self.page.evaluate(ASK, list(queries))
        return found

    def run(self, script: str, given: object = None) -> Any:
        """Run a script when the search is loaded."""
        self.page.evaluate("() => NeedsSearch.ready().then(() => true)")
        return self.page.evaluate(script, given)

    def type(self, query: str) -> None:
        """Type a query, and wait for its results."""
        self.page.fill("#needs-search-q", query)
        self.page.wait_for_timeout(400)

    @property
    def shown(self) -> list[str]:
        """The ids of the results that are to be seen."""
        script = "links => links.map(link => link.dataset.itemId)"
        ids: list[str] = self.page.eval_on_selector_all("#search-results li > a", script)
        return ids

    @property
    def count(self) -> str:
        """What the page says of their number."""
        return self.page.inner_text("#needs-search-count")


@pytest.fixture
def open_search(browser: Browser) -> Iterator[Callable[..., Search]]:
    """Open the search page of a site from its files; nothing may go wrong in it."""
    contexts = []
    problems: list[str] = []

    def opened(out: Path, query: str = "", **context: Any) -> Search:
        made = browser.new_context(**context)
        contexts.append(made)
        page = made.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("requestfailed", lambda request: problems.append(request.url))
        page.goto((out / "search.html").as_uri() + query)
        page.wait_for_function("document.querySelector('#needs-search-count').textContent")
        return Search(page, problems)

    yield opened
    for context in contexts:
        context.close()
    assert problems == []
