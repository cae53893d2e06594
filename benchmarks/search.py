"""Measure the search: bytes of a first query, and times from a query to its results.

The bytes are of every script that a page loads until the results of its first query are
drawn, gzipped: the middle one of a few queries, and the most. The last column is from a key
to the results on the screen.

Run ``python benchmarks/search.py [--http] [--whole] [items …]``; it builds nothing with
Sphinx: entries are invented, indexed and packed as a build does it, and asked in a real
Chromium, from files or over http. With ``--whole`` an index of any size is also measured in
one script.
"""

from __future__ import annotations

import gzip
import random
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlencode

from playwright.sync_api import sync_playwright

from needs_search import index as index_module
from needs_search.build import engine_script
from needs_search.entries import SearchEntry, SearchFacet
from needs_search.index import make_index, scripts
from needs_search.page import texts
from needs_search.stemmer import read_language
from needs_search.synonyms import common_words, shipped_groups, synonyms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "ext" / "needs_search" / "static"
TEMPLATES = ROOT / "ext" / "needs_search" / "templates"
SIZES = (200, 1000, 5000, 10000)
FILTERS = ROOT / "ext" / "needs_core" / "static" / "needs_filters.js"
SHOWN = ("needs_filters", "needs-search-box", "needs-search-page")
ASK = """queries => NeedsSearch.ready().then(async engine => {
    const times = [];
    for (const query of queries) {
        const start = performance.now();
        await engine.prepare(query);
        engine.search(query);
        times.push(performance.now() - start);
    }
    return times;
})"""
# From the key to the frame after its results are drawn, the wait for a pause included.
PAINTED = """() => {
    const input = document.querySelector("#needs-search-q");
    window.pressed = [];
    let start = 0;
    input.addEventListener("input", () => { start = performance.now(); }, true);
    new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => {
        if (start) window.pressed.push(performance.now() - start);
        start = 0;
    }))).observe(document.querySelector("#search-results"), { childList: true });
}"""
READY = "document.querySelector('#search-results[aria-busy=false]')"
LOADED = """() => NeedsSearch.ready().then(() => performance.now())"""
FIRST_QUERIES = 12


def entries(size: int) -> list[SearchEntry]:
    """Return invented items of the words of the pages, about 40 words each."""
    chance = random.Random(size)
    text = " ".join(
        path.read_text("utf-8") for path in sorted((ROOT / "docs").rglob("*.md"))
    )
    used = [word for word in text.split() if word.isalpha()]
    # Every item adds words of its own, as real ones do.
    used += ["".join(chance.choices(used, k=2)).lower() for _ in range(size)]

    def words(least: int, most: int) -> str:
        return " ".join(chance.choices(used, k=chance.randint(least, most)))

    return [
        SearchEntry(
            id=f"TI_{number}",
            kind="need",
            type=f"Type {number % 6}",
            title=words(3, 9),
            text=words(20, 60),
            url=f"side-{number // 20}.html#TI_{number}",
            place=(f"Side {number // 20}",),
            facets={"type": (f"Type {number % 6}",)},
        )
        for number in range(size)
    ]


def write(folder: Path, size: int) -> float:
    """Write a search page of so many items; return CPU seconds."""
    start = time.process_time()
    language = read_language("da")
    made, tokenizer = make_index(entries(size), language)
    groups = synonyms(shipped_groups("da"), made.postings, tokenizer)
    extra = {
        "language": language.as_data(),
        "strings": {name: str(text) for name, text in texts().items()},
        "common": common_words("da"),
    }
    files = scripts(made, [SearchFacet("type", "Type")], groups, extra)
    spent = time.process_time() - start
    files["engine.js"] = engine_script("da")
    shutil.copytree(STATIC, folder / "_static")
    shutil.copy(FILTERS, folder / "_static")
    (folder / "needs-search").mkdir()
    for name, text in files.items():
        (folder / "needs-search" / name).write_text(text, "utf-8")
    page = (TEMPLATES / "needs-search-page.html").read_text("utf-8").split("<script")[0]
    tags = "".join(f'<script src="_static/{name}.js" defer></script>' for name in SHOWN)
    style = '<link rel="stylesheet" href="_static/needs-search.css">'
    text = f"<!doctype html><meta charset=utf-8><title>x</title>{style}{page}{tags}"
    (folder / "search.html").write_text(text, "utf-8")
    return spent


def requested(browser: Browser, address: str) -> list[str]:
    """Return what a page asks for until its results are drawn."""
    page = browser.new_page()
    names = list[str]()
    page.on("request", lambda request: names.append(request.url))
    page.goto(address)
    page.wait_for_function(READY)
    page.close()
    return names


def first_bytes(browser: Browser, root: str, folder: Path, size: int) -> list[int]:
    """Return how many gzipped bytes each of a few first queries loads, fewest first."""
    chance = random.Random(size + 3)
    found = []
    for entry in chance.sample(entries(size), FIRST_QUERIES):
        words = entry.title.split()[: chance.randint(1, 3)]
        address = f"{root}/search.html?{urlencode({'q': ' '.join(words)})}"
        names = requested(browser, address)
        # What is answered from and the texts of few items come after the results.
        later = ("answers.js", "texts.js", "titles.js")
        read = [
            folder / unquote(name.removeprefix(root + "/"))
            for name in names
            if name.endswith(".js") and not name.endswith(later)
        ]
        found.append(sum(len(gzip.compress(path.read_bytes(), 9)) for path in read))
    return sorted(found)


def ask(page: Page, size: int) -> list[float]:
    """Return how long each of 120 queries takes, in milliseconds, quickest first."""
    chance = random.Random(size + 1)
    texts = [entry.title.split() for entry in entries(size)]
    asked = [" ".join(chance.choice(texts)[: chance.randint(1, 4)]) for _ in range(80)]
    asked += [word[:-2] + word[-1:] + "x" for word in (t[0] for t in texts[:40])]
    times: list[float] = page.evaluate(ASK, asked)
    return sorted(times)


def painted(page: Page, size: int) -> list[float]:
    """Return how long it takes from a key to its results on the screen, quickest first."""
    chance = random.Random(size + 2)
    page.evaluate(PAINTED)
    for entry in chance.sample(entries(size), 12):
        page.fill("#needs-search-q", " ".join(entry.title.split()[:2]))
        page.wait_for_timeout(250)
        for key in "ende", "x":
            page.keyboard.press("End")
            page.keyboard.type(key, delay=20)
            page.wait_for_timeout(250)
    times: list[float] = page.evaluate("window.pressed")
    return sorted(times)


def nearly_last(times: list[float]) -> float:
    """Return the 95th percentile of what is in order."""
    return times[int(len(times) * 0.95)]


@contextmanager
def served(folder: Path, *, over_http: bool) -> Iterator[str]:
    """Give the address of a folder, and serve it where it is not opened from files."""
    if not over_http:
        yield folder.as_uri()
        return
    handler = partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files, and writes no line for each."""

    def log_message(self, *_given: object) -> None:
        """Write nothing."""


def measure(browser: Browser, size: int, *, over_http: bool) -> None:
    """Print the line of so many items."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spent = write(folder, size)
        with served(folder, over_http=over_http) as root:
            first = first_bytes(browser, root, folder, size)
            page = browser.new_page()
            page.goto(f"{root}/search.html", wait_until="commit")
            page.wait_for_function(READY)
            loaded: float = page.evaluate(LOADED)
            times, drawn = ask(page, size), painted(page, size)
            page.close()
        scripts = [path.stat().st_size for path in (folder / "needs-search").iterdir()]
    middle, most = first[len(first) // 2] / 1024, first[-1] / 1024
    print(f"{size:>6} {len(scripts):>6} {sum(scripts) / 1024:>9.0f}", end=" ")
    print(f"{middle:>9.1f} {most:>8.1f} {spent:>8.2f} {loaded:>8.0f}", end=" ")
    print(f"{times[len(times) // 2]:>7.1f} {nearly_last(times):>7.1f}", end=" ")
    print(f"{nearly_last(drawn):>9.1f}", flush=True)


def main() -> None:
    """Print a line for each number of items."""
    given = [int(one) for one in sys.argv[1:] if one.isdecimal()]
    wholes = (index_module.WHOLE, 10**9) if "--whole" in sys.argv else (index_module.WHOLE,)
    print(
        f"{'items':>6} {'files':>6} {'all KB':>9} {'first KB':>9} {'most KB':>8}", end=" "
    )
    print(f"{'build s':>8} {'load ms':>8} {'p50 ms':>7} {'p95 ms':>7} {'drawn p95':>9}")
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for whole in wholes:
            index_module.WHOLE = whole
            for size in given or SIZES:
                measure(browser, size, over_http="--http" in sys.argv)
        browser.close()


if __name__ == "__main__":
    main()
