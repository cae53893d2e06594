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
        "hvor mange initiativer er der",
    )
    assert ours[5] == ours[0]
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
        *("hvem er ansvarlig for tiltag 302 i Randers", "status for tiltag 302 og vejret"),
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


NAMED = 12
ASKED_OF = {
    # What several of a type are called.
    "pejlemærke": "pejlemærker",
    "målsætning": "målsætninger",
    "nøgleord": "nøgleord",
    "tiltag": "tiltag",
    "forskel": "forskelle",
    "milepæl": "milepæle",
}


def test_how_many_there_are_is_told_and_a_few_are_named(
    site: Built, open_search: Open, needs: dict[str, Any]
) -> None:
    asked = [f"hvor mange {several} er der" for several in ASKED_OF.values()]
    found = answers(open_search(site.out), *asked)
    for (type_, several), answer in zip(ASKED_OF.items(), found, strict=True):
        own = {x["id"] for x in needs.values() if x["type"] == type_}
        said, _colon, names = answer.rstrip(".").partition(":")
        assert said == f"Der er {len(own)} {several}"
        named = own if len(own) <= NAMED else set[str]()
        assert set(re.findall(r"[A-Z]+_\w+", names)) == named


def test_every_field_link_and_count_is_that_of_the_needs(
    site: Built, open_search: Open, needs: dict[str, Any]
) -> None:
    said: dict[str, str] = {}
    fields = {"ansvarlig": "Ansvarlig", "frist": "Frist", "modalitet": "Forpligtelse"}
    fields |= {"prioritet": "Prioritet", "sikkerhed": "Hvor sikker er koblingen"}
    for need in needs.values():
        if need["type"] != "tiltag":
            continue
        id_ = need["id"]
        for name, label in fields.items():
            value = need[name] or "ikke oplyst"
            said[f"{label.lower()} for {id_}"] = f"{label} for {id_}: {value}."
        said[f"status for {id_}"] = f"{id_} er {need['status']}."
        said[f"hvilket pejlemærke hører {id_} under"] = (
            f"{id_} hører under {need['under'][0]}."
        )
        said[f"hvad bidrager {id_} til"] = (
            f"{id_} bidrager til {row(need['bidrager_til'])}."
        )
        said[f"hvad omsætter {id_}"] = f"{id_} omsætter {row(need['omsaetter'])}."
    for need in needs.values():
        id_ = need["id"]
        if need["type"] == "målsætning":
            back = need["bidrager_til_back"]
            said[f"hvilke tiltag bidrager til {id_}"] = (
                f"{row(back) if back else 'Intet'} bidrager til {id_}."
            )
        if need["type"] == "pejlemærke":
            for type_ in ("målsætning", "nøgleord", "tiltag"):
                own = [x for x in need["under_back"] if needs[x]["type"] == type_]
                several = ASKED_OF[type_] if len(own) != 1 else type_
                said[f"hvor mange {ASKED_OF[type_]} hører under {id_}"] = (
                    f"{len(own)} {several} er knyttet til {id_}: {row(own)}."
                )
    assert len(said) > 250
    found = dict(zip(said, answers(open_search(site.out), *said), strict=True))
    assert {ask: found[ask] for ask in said if found[ask] != said[ask]} == {}


def row(ids: list[str]) -> str:
    """Return ids as a sentence has them."""
    if not ids:
        return "ingen"
    head, last = ids[:-1], ids[-1]
    return f"{', '.join(head)} og {last}" if head else last


def test_both_ends_of_every_gap_are_the_coverages(
    site: Built, open_search: Open, needs: dict[str, Any]
) -> None:
    search = open_search(site.out)
    goals = json.loads(site.read("coverage/matrix-maalsaetninger.json"))
    words = json.loads(site.read("coverage/matrix-noegleord.json"))
    for rows, columns, matrix in (
        ("målsætninger", "tiltag", goals),
        ("nøgleord", "tiltag", words),
    ):
        bare = [one["id"] for one in matrix["rows"] if not one["total"]]
        lack, has = answers(
            search,
            f"hvilke {rows} mangler et {columns}",
            f"hvor mange {rows} har {columns}",
        )
        count = len(matrix["rows"])
        assert lack.startswith(f"{len(bare)} af {count} {rows} mangler tiltag")
        assert re.findall(r"[A-Z]+_\d+(?:_\d+)?", lack) == bare[:12]
        assert has.startswith(f"{count - len(bare)} af {count} {rows} har tiltag")
    unlinked = [
        x["id"] for x in needs.values() if x["type"] == "tiltag" and not x["bidrager_til"]
    ]
    found = answers(search, "tiltag uden målsætning")[0]
    assert re.findall(r"TI_\d+", found) == unlinked
    stated = answers(search, "hvor mange tiltag har en ansvarlig")[0]
    assert stated == f"”Ansvarlig” er oplyst for 0 af {found.split()[2]} tiltag."


def test_questions_are_understood_as_people_put_them(
    site: Built, open_search: Open
) -> None:
    same = (
        (
            "hvor mange tiltag er der",
            "jeg vil gerne vide hvor mange tiltag der egentlig er",
        ),
        ("hvem er ansvarlig for TI_302", "hvem har ansvaret for tiltag tre hundrede og to"),
        ("frist for TI_302", "hvornår skal tiltag 302 være færdigt", "har TI_302 en frist"),
        (
            "hvilke nøgleord hører under PM_2",
            "hvad er det for nogle nøgleord der hører til pejlemærke to",
            "kan du vise mig hvilke nøgleord der er under fundamentet på plads",
        ),
        ("er strategien vedtaget", "er strategien godkendt", "er den vedtaget?"),
        ("hvad betyder recovery", "hvad var det nu recovery betød", "hvad er recovery"),
    )
    search = open_search(site.out)
    for asked in same:
        found = answers(search, *asked)
        assert set(found) == {found[0]}, asked
        assert found[0]
    quoted, differing, coming = answers(
        search,
        "hvad handler TI_302 om",
        "hvad er forskellene på udkastet og teksten",
        "hvornår er næste opfølgning",
    )
    assert quoted.startswith("Dokumentation og målstyring skal styrkes.")
    assert re.match(r"\d+ forskelle er knyttet til både DOK_NDJ_UDKAST og", differing)
    assert coming == "Næste opfølgning: ikke oplyst."


def test_what_is_answered_comes_first_and_says_where_it_is_shown(
    site: Built, open_search: Open
) -> None:
    search = open_search(site.out, "?q=hvilke+nøgleord+mangler+et+tiltag")
    assert search.shown[0] == "NO_103"
    shown = search.page.locator(".needs-search-source a")
    assert shown.inner_text() == "Nøgleord og tiltag"
    assert "daekning.html#" in str(shown.get_attribute("href"))


def test_two_words_of_the_glossary_are_told_apart(site: Built, open_search: Open) -> None:
    ours = answers(
        open_search(site.out),
        "hvad er forskellen på et mål og et tiltag",
        "forskellen på målsætning og tiltag",
        "hvad er forskellen på tiltag og tiltag",
        "hvad er forskellen på tiltag og raketter",
    )
    assert ours[0] == ours[1]
    assert ours[0].startswith("ordliste#term-malsaetning: Det, Socialområdet vil opnå.")
    assert " ordliste#term-tiltag: En handling, " in ours[0]
    assert ours[2:] == ["", ""]


def test_a_long_answer_folds_on_a_phone(site: Built, open_search: Open) -> None:
    view = {"viewport": {"width": 390, "height": 844}}
    page = open_search(site.out, "?q=hvilke+nøgleord+mangler+tiltag", **view).page
    links, button = (page.locator(f".needs-search-answer {x}") for x in ("a", "button"))
    number = links.count()
    assert links.filter(visible=True).count() == 5  # four, and the section that shows it
    button.click()
    assert links.filter(visible=True).count() == number
    assert page.evaluate("document.activeElement.closest('.needs-search-answer') !== null")
    wide = {"viewport": {"width": 1280, "height": 844}}
    page = open_search(site.out, "?q=hvilke+nøgleord+mangler+tiltag", **wide).page
    assert page.locator(".needs-search-answer a").filter(visible=True).count() == number
    assert not page.locator(".needs-search-answer button").is_visible()
