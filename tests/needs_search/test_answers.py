"""Answers above the results: one sentence, held against what else the site says."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Built
    from tests.needs_search.conftest import Search

    Open = Callable[..., Search]

ANSWERS = """queries => NeedsSearch.ready().then(engine => queries.map(query => {
    const { answer } = engine.search(query);
    const { id } = NeedsSearch.data.entries;
    return answer ? answer.parts.map(p => typeof p === "number" ? id[p] : p).join("") : "";
}))"""


def answers(search: Search, *queries: str) -> list[str]:
    found: list[str] = search.run(ANSWERS, list(queries))
    return found


@pytest.fixture
def needs(site: Built) -> dict[str, Any]:
    data = json.loads(site.read("needs.json"))
    found: dict[str, Any] = data["versions"][data["current_version"]]["needs"]
    return found


def test_numbers_are_those_of_the_needs_and_of_the_coverage(
    site: Built, open_search: Open, needs: dict[str, Any]
) -> None:
    actions = [x for x in needs.values() if x["type"] == "tiltag"]
    under = [x["id"] for x in actions if x["under"] == ["PM_2"]]
    matrix = json.loads(site.read("coverage/matrix-noegleord.json"))
    bare = [row["id"] for row in matrix["rows"] if not row["total"]]
    ours = answers(
        open_search(site.out),
        "Hvor mange tiltag er der?",
        "hvor mange tiltag er der under pejlemærke 2",
        "hvilke nøgleord mangler tiltag",
        "hvor mange tiltag er kandidater",
        "hvilke tiltag mangler ansvarlig",
    )
    assert ours[0] == f"Der er {len(actions)} tiltag."
    assert ours[1].startswith(f"{len(under)} tiltag er knyttet til PM_2: ")
    assert re.findall(r"TI_\d+", ours[1]) == under
    assert ours[2].startswith(f"{len(bare)} af {len(matrix['rows'])} nøgleord mangler")
    assert re.findall(r"NO_\d+", ours[2]) == bare
    candidates = [x for x in actions if x["status"] == "kandidat"]
    assert ours[3].startswith(f"{len(candidates)} af {len(actions)} tiltag er kandidater")
    without = [x for x in actions if not x["ansvarlig"]]
    assert ours[4].startswith(f"{len(without)} af {len(actions)} tiltag mangler ansvarlig")


def test_fields_and_links_are_told_both_ways(
    site: Built, open_search: Open, needs: dict[str, Any]
) -> None:
    goals, actions = needs["TI_302"]["bidrager_til"], needs["MS_1_1"]["bidrager_til_back"]
    ours = answers(
        open_search(site.out),
        "hvem er ansvarlig for TI_302",
        "hvad bidrager tiltag 302 til",
        "hvilke tiltag bidrager til målsætning et punkt et",
        "hvad understøttes MS_1_1 af",
        "hvad betyder OLFA",
        "er strategien vedtaget",
    )
    assert ours[0] == "Ansvarlig for TI_302: ikke oplyst."
    assert ours[1] == f"TI_302 bidrager til {' og '.join(goals)}."
    assert re.findall(r"TI_\d+", ours[2]) == re.findall(r"TI_\d+", ours[3]) == actions
    assert ours[4].startswith("Kilderne forklarer ikke forkortelsen.")
    assert ours[5].startswith("Det kan kilderne ikke svare på.")
    assert "strategien#er-den-vedtaget" in ours[5]


def test_another_municipality_does_not_come_before_the_answer(
    site: Built, open_search: Open
) -> None:
    search = open_search(site.out)
    asked, first = "er strategien vedtaget", "strategien#er-den-vedtaget"
    assert search.ask(asked, "er den vedtaget?")[0][0] == first
    search.type(asked)
    place = search.page.locator("#search-results > li", has_text="MP_1805").first
    assert "København" in place.locator(".needs-search-place").inner_text()
    # The part of the site is a facet: what is København's can be left out or kept.
    box = search.page.locator("#needs-search-facets label", has_text="København").first
    box.click()
    search.settle()
    assert search.shown
    assert first not in search.shown


def test_no_word_is_passed_over(site: Built, open_search: Open) -> None:
    silent = (
        *("hvor mange tiltag er der i Randers", "hvor mange borgere er der"),
        *("hvem er ansvarlig for TI_302 og TI_303", "hvem er ansvarlig for TI_999"),
        *("er strategien vedtaget i Randers", "hvor mange glade tiltag er der"),
        *("hvad bidrager PM_1 til", "tiltag", "hvor mange", "__proto__", "ansvarlig"),
    )
    found = answers(open_search(site.out), *silent)
    assert dict(zip(silent, found, strict=True)) == dict.fromkeys(silent, "")


def test_an_answer_stands_above_the_results_with_its_links(
    site: Built, open_search: Open
) -> None:
    search = open_search(site.out, "?q=hvilke+tiltag+bidrager+til+MS_1_1")
    answer = search.page.locator(".needs-search-answer")
    first = answer.locator("a").first
    assert re.match(r"\d{3} ", first.inner_text())
    first.click()
    search.page.wait_for_url("**#TI_*")


def test_what_is_known_is_small(site: Built, needs: dict[str, Any]) -> None:
    text = site.read("needs-search/answers.js")
    assert len(needs) >= 200
    assert len(gzip.compress(text.encode())) < 10_000 * len(needs) / 200
