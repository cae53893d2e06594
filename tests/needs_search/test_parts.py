"""The index of many entries, in parts: it finds what the whole does, and loads little."""

from __future__ import annotations

import json
import shutil
from itertools import accumulate
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

import needs_core
import needs_search
from needs_search.build import engine_script
from needs_search.entries import SearchEntry, SearchFacet
from needs_search.index import make_index, script_names, scripts
from needs_search.page import texts
from needs_search.parts import is_sign
from needs_search.stemmer import read_language
from needs_search.synonyms import common_words, shipped_groups, synonyms
from tests.needs_search.conftest import Search, queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.conftest import Built, Project, Windows

ASK = """async queries => {
    const engine = await NeedsSearch.begun();
    const found = [];
    for (const query of queries) {
        await engine.prepare(query);
        const { hits } = engine.search(query);
        found.push(hits.slice(0, 20).map(hit => NeedsSearch.data.entries.id[hit.n]));
    }
    return found;
}"""
SLOW = 20_000


def read(text: str) -> Any:
    """Return what a script hands over."""
    return json.loads(text[text.index("(") + 1 : text.rindex(")")])


def anchor(packed: str | int, id_: str) -> str:
    """Return an anchor, which may be the id or stand in it."""
    return id_.partition("#")[2] if packed == 1 else str(packed or id_)


def entries(site: Built) -> list[SearchEntry]:
    """Return the entries of a site, as its index has them."""
    found = read(site.read("needs-search/index.js"))["entries"]
    written = read(site.read("needs-search/texts.js"))
    kinds = {"1": "need", "2": "term", "0": "section"}
    return [
        SearchEntry(
            id_,
            kinds[found["need"][n]],
            found["types"][found["type"][n]],
            found["title"][n],
            written["texts"][n],
            f"{found['pages'][found['page'][n]]}#{anchor(found['anchor'][n], id_)}",
            place=tuple(found["places"][found["place"][n]]),
            facets={"type": (found["types"][found["type"][n]],)},
            everyday=tuple(written["everyday"].get(str(n), ())),
        )
        for n, id_ in enumerate(found["id"])
    ]


def write(folder: Path, made: list[SearchEntry], *, whole: int) -> Path:
    """Write a search page with the index of entries, in parts where they are more."""
    language = read_language("da")
    index, tokenizer = make_index(made, language)
    groups = synonyms(shipped_groups("da"), index.postings, tokenizer)
    extra = {
        "language": language.as_data(),
        "strings": {name: str(text) for name, text in texts().items()},
        "common": common_words("da"),
    }
    files = scripts(index, [SearchFacet("type", "Type")], groups, extra)
    assert set(files) == set(script_names(len(made)))
    assert ("texts.js" in files) == (len(made) <= whole)
    (folder / "needs-search").mkdir(parents=True)
    for name, text in {**files, "engine.js": engine_script("da")}.items():
        (folder / "needs-search" / name).write_text(text, "utf-8")
    ours, core = (Path(str(x.__file__)).parent for x in (needs_search, needs_core))
    shutil.copytree(ours / "static", folder / "_static")
    shutil.copy(core / "static" / "needs_filters.js", folder / "_static")
    template = (ours / "templates" / "needs-search-page.html").read_text("utf-8")
    shown = ("needs_filters", "needs-search-box", "needs-search-page")
    tags = "".join(f'<script src="_static/{name}.js" defer></script>' for name in shown)
    head = "<!doctype html><meta charset=utf-8><title>x</title>"
    page = f"{head}{template.split('<script')[0]}{tags}"
    (folder / "search.html").write_text(page, "utf-8")
    return folder


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an index of more than three entries in parts."""
    monkeypatch.setattr("needs_search.index.WHOLE", 3)


def test_parts_find_what_the_whole_finds(
    site: Built, windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = entries(site)
    whole = write(tmp_path / "whole", made, whole=5000)
    monkeypatch.setattr("needs_search.index.WHOLE", 3)
    parts = write(tmp_path / "parts", made, whole=3)
    asked = [(query, ids) for _, query, ids in queries() if ids]
    found = []
    for folder in (whole, parts):
        page = windows.page()
        page.goto((folder / "search.html").as_uri())
        page.wait_for_selector("#search-results[aria-busy=false]", state="attached")
        page.evaluate("() => NeedsSearch.ready().then(() => true)")
        found.append(page.evaluate(ASK, [query for query, _ in asked]))
    pairs = list(zip(*found, strict=True))
    differing = [
        (query, of_whole[:3], of_parts[:3])
        for (query, _), (of_whole, of_parts) in zip(asked, pairs, strict=True)
        if of_whole[:1] != of_parts[:1]
    ]
    assert len(differing) <= 0.03 * len(asked), differing
    alike = [len({*one[:5]} & {*two[:5]}) / len(one[:5]) for one, two in pairs if one]
    assert mean(alike) >= 0.95


def loaded(page: Page, folder: Path, query: str) -> set[str]:
    """Return the scripts of the search that the results of a first query need."""
    names = list[str]()
    page.on("request", lambda request: names.append(request.url.rsplit("/", 1)[-1]))
    page.goto((folder / "search.html").as_uri() + f"?q={query}")
    expect(page.locator("#search-results > li").first).to_be_visible(timeout=SLOW)
    page.wait_for_selector("#search-results[aria-busy=false]", state="attached")
    return {name for name in names if (folder / "needs-search" / name).is_file()}


@pytest.mark.usefixtures("many")
def test_a_query_loads_the_parts_it_needs(
    site: Built, windows: Windows, tmp_path: Path
) -> None:
    folder = write(tmp_path / "parts", entries(site), whole=3)
    got = loaded(windows.page(), folder, "serviceniveau")
    assert {"index.js", "engine.js"} < got
    every = list((folder / "needs-search").iterdir())
    assert len(got) < 0.6 * len(every), sorted(got)
    # What only some queries need.
    assert not {"ids.js", "titles.js", "words.js", "answers.js"} & got
    # "a" and "and" are of no number.
    assert "ids.js" not in loaded(windows.page(), folder, "et serviceniveau og tiltag")


@pytest.mark.usefixtures("many")
def test_every_term_lies_in_the_part_it_is_looked_for_in(tmp_path: Path) -> None:
    made = [
        SearchEntry(
            str(n), "need", "Tiltag", f"Ord{chr(97 + n % 26)} plan", "tekst " * n, "s"
        )
        for n in range(60)
    ]
    index, _ = make_index(made, read_language("da"))
    files = scripts(index, (), {}, {})
    packed = read(files["index.js"])["starts"]
    words = [term for term in index.postings if not is_sign(term)]
    places = accumulate(x if isinstance(x, int) else 0 for x in packed)
    starts = [
        x if isinstance(x, str) else words[at] for x, at in zip(packed, places, strict=True)
    ]
    assert starts == sorted(starts)
    for number, start in enumerate(starts):
        part = read(files[f"terms-{number}.js"])
        own = part["terms"].split(" ")[: len(part["forms"].split(" "))]
        after = starts[number + 1] if number + 1 < len(starts) else "\U0010ffff"
        assert own[0] == start
        assert all(start <= term < after for term in own)
        postings = part["postings"].split(" ")
        assert [index.postings[term] for term in part["terms"].split(" ")] == postings
    terms = [
        x for n in range(len(starts)) for x in read(files[f"terms-{n}.js"])["terms"].split()
    ]
    assert set(terms) == set(index.postings)


@pytest.mark.usefixtures("many")
def test_many_entries_are_searched_and_shown_as_few(
    plan: Project, open_search: Callable[..., Search]
) -> None:
    search = open_search(plan.build().out)
    assert search.run("NeedsSearch.data.many")
    search.type("tekst om tiltag 1")
    page = search.page
    expect(page.locator("#search-results li").first).to_contain_text("TI_101")
    expect(page.locator(".needs-search-passage").first).to_contain_text(
        "Tekst om tiltag 1."
    )
    search.type('"om tiltag 2"')
    expect(page.locator("#needs-search-count")).to_have_text("1 resultat")
    assert search.shown == ["TI_102"]
    search.type("ti 101")
    expect(page.locator("#search-results li").first).to_contain_text("TI_101")
    search.type("hvor mange tiltag er der")
    answer = page.locator(".needs-search-answer")
    expect(answer).to_contain_text("Der er", timeout=SLOW)


def test_an_edit_gives_the_parts_of_a_clean_build_and_no_old_ones(
    plan: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def files(out: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (out / "needs-search").iterdir()}

    few = files(plan.build().out)
    assert "texts.js" in few
    monkeypatch.setattr("needs_search.index.WHOLE", 3)
    assert "texts.js" not in files(plan.build().out)
    plan.edit("tiltag-1.md", ("Tekst", "Ny tekst med nye ordsammensætninger"))
    edited = files(plan.build().out)
    assert edited == files(plan.build(out="clean", fresh=True).out)
    monkeypatch.undo()
    plan.edit("tiltag-1.md", ("Ny tekst med nye ordsammensætninger", "Tekst"))
    assert files(plan.build().out) == few


@pytest.mark.usefixtures("many")
def test_a_part_that_cannot_be_loaded_is_tried_again(
    plan: Project, windows: Windows
) -> None:
    page = windows.page()

    def stop(route: Route) -> None:
        route.abort()

    page.route("**/needs-search/entries-*.js", stop)
    page.goto((plan.build().out / "search.html").as_uri())
    page.wait_for_selector("#search-results[aria-busy=false]", state="attached")
    page.fill("#needs-search-q", "tiltag 1")
    retry = page.locator("#needs-search-told button")
    expect(retry).to_be_visible(timeout=SLOW)
    assert page.input_value("#needs-search-q") == "tiltag 1"
    page.unroute("**/needs-search/entries-*.js")
    retry.click()
    expect(page.locator("#search-results li").first).to_contain_text("TI_101", timeout=SLOW)
    expect(retry).to_have_count(0)
