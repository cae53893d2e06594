"""The search of a built site, asked as its readers ask it: in a real browser."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from playwright.sync_api import Page, Request

    from tests.conftest import Built, Windows

CONFIDENT = """queries => NeedsSearch.ready().then(engine => queries.map(query => {
    const { hits, near, answer, number } = engine.search(query);
    return Boolean(answer) || (hits.length > 0 && !near && !number?.missing);
}))"""
TOLD = """queries => NeedsSearch.ready().then(engine => queries.map(query => {
    const { answer } = engine.search(query);
    const links = answer && [...answer.parts, answer.shown]
        .filter(part => typeof part === "number");
    return links ? links.map(n => NeedsSearch.data.entries.id[n]) : null;
}))"""
ASK = """queries => NeedsSearch.ready().then(engine => queries.map(query =>
    engine.search(query).hits.slice(0, 50)
        .map(hit => NeedsSearch.data.entries.id[hit.n])))"""


@dataclass
class Search:
    """A search page that is open."""

    page: Page

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
        self.settle()

    def settle(self) -> None:
        """Wait until the results of what was typed or chosen are drawn.

        The page waits for a pause in the typing; its timer is older than ours.
        """
        self.page.evaluate(
            "() => new Promise(done => setTimeout(() => requestAnimationFrame(done), 100))"
        )
        self.page.wait_for_selector(
            "#search-results:not([aria-busy=true])", state="attached"
        )

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


@dataclass(frozen=True)
class Asked:
    """One query, and where what should come stands among what came."""

    category: str
    query: str
    wanted: frozenset[str]
    found: tuple[str, ...]
    confident: bool
    """Whether something was answered or found, and not only what is near."""
    told: tuple[str, ...] | None = None
    """What the answer above the results leads to; ``None`` where there is no answer."""

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return what a reader sees, from the top: the answer, then hit by hit.

        The links of an answer are one row. A wrong answer is a wrong first hit.
        """
        answer = () if self.told is None else (self.told,)
        return (*answer, *((id_,) for id_ in self.found))

    @property
    def rank(self) -> float:
        """Return one over the place of the first wanted item among ten."""
        places = (n for n, row in enumerate(self.rows[:10], 1) if self._wants(row))
        return 1 / next(places, math.inf)

    @property
    def recall(self) -> float:
        """Return the share of wanted items among the first five."""
        seen = [id_ for row in self.rows[:5] for id_ in row]
        found = sum(self._wants(seen, wanted) for wanted in self.wanted)
        return min(1.0, found / min(5, len(self.wanted)))

    def _wants(self, row: Iterable[str], *only: str) -> bool:
        """Tell whether a row has what is wanted; ``page:x`` is any part of a page."""
        names = {name for id_ in row for name in _names(id_)}
        return not names.isdisjoint(only or self.wanted)

    @property
    def gain(self) -> float:
        """Return the discounted gain among ten, against the best there could be."""
        got = sum(
            1 / math.log2(n + 1)
            for n, row in enumerate(self.rows[:10], 1)
            if self._wants(row)
        )
        best = sum(1 / math.log2(n + 1) for n in range(1, min(10, len(self.wanted)) + 1))
        return min(1.0, got / best)


def _names(id_: str) -> tuple[str, ...]:
    """Return what a query may call what is found: ``page:x#y`` is in ``page:x``."""
    return (id_, f"page:{id_}", f"page:{id_.partition('#')[0]}")


def queries(name: str = "queries.txt") -> Iterator[tuple[str, str, frozenset[str]]]:
    text = (Path(__file__).parent / name).read_text("utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            category, query, ids = (part.strip() for part in line.split("|"))
            yield category, query, frozenset(ids.split())


@dataclass
class SearchPages:
    """Search pages that are opened one after the other."""

    windows: Windows
    problems: list[str] = field(default_factory=list)
    _heard: set[Page] = field(default_factory=set)

    def open(self, out: Path, query: str = "", **context: Any) -> Search:
        """Open the search page of a site from its files.

        ``context`` are options of the browser context; equal ones share a page.
        """
        page = self.windows.page(**context)
        if page not in self._heard:
            page.on("pageerror", self._fail)
            page.on("requestfailed", self._miss)
            self._heard.add(page)
        page.goto((out / "search.html").as_uri() + query)
        page.wait_for_selector("#search-results[aria-busy=false]", state="attached")
        return Search(page)

    def close(self) -> None:
        """Listen no more."""
        for page in self._heard:
            page.remove_listener("pageerror", self._fail)
            page.remove_listener("requestfailed", self._miss)

    def _fail(self, error: Exception) -> None:
        self.problems.append(str(error))

    def _miss(self, request: Request) -> None:
        self.problems.append(request.url)


@pytest.fixture
def open_search(windows: Windows) -> Iterator[Callable[..., Search]]:
    """Open the search page of a site from its files; nothing may go wrong in it."""
    pages = SearchPages(windows)
    yield pages.open
    pages.close()
    assert pages.problems == []


def ask_all(site: Built, windows: Windows, name: str) -> list[Asked]:
    search = SearchPages(windows).open(site.out)
    typed = [query for _, query, _ in queries(name)]
    found, confident = search.ask(*typed), search.run(CONFIDENT, typed)
    told = [None if ids is None else tuple(ids) for ids in search.run(TOLD, typed)]
    return [
        Asked(*one, tuple(ids), sure, answer)
        for one, ids, sure, answer in zip(
            queries(name), found, confident, told, strict=True
        )
    ]


@pytest.fixture(scope="package")
def asked(site: Built, windows: Windows) -> list[Asked]:
    """Ask the knowledge base every query of ``queries.txt``."""
    return ask_all(site, windows, "queries.txt")


@pytest.fixture(scope="package")
def said(site: Built, windows: Windows) -> list[Asked]:
    """Ask it what people say in words of their own."""
    return ask_all(site, windows, "queries-said.txt")


@pytest.fixture(scope="package")
def people(site: Built, windows: Windows) -> list[Asked]:
    """Ask it what people say, with every answer that a reader would take."""
    return ask_all(site, windows, "queries-people.txt")


@pytest.fixture(scope="package")
def unseen(site: Built, windows: Windows) -> list[Asked]:
    """Ask it the queries that nothing was tuned for."""
    return ask_all(site, windows, "queries-unseen.txt")


@pytest.fixture(scope="package")
def blind(site: Built, windows: Windows) -> list[Asked]:
    """Ask it what one has asked who knew the pages alone."""
    return ask_all(site, windows, "queries-blind.txt")
