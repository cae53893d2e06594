"""The knowledge base says what the sources say: every item, every link, nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.conftest import REPO, Built, Project, for_authors, of_the_book
from tests.knowledge_base import facts
from tests.knowledge_base.facts_of_sources import ITEMS, VARIANTS

TYPES = {
    "pejlemærke": facts.PEJLEMAERKER,
    "målsætning": facts.MAALSAETNINGER,
    "nøgleord": facts.NOEGLEORD,
    "tiltag": facts.TILTAG,
    "kilde": facts.KILDER,
}
LINKS = ("under", "bidrager_til", "omsaetter", "beskriver", "kilde")
UNKNOWN = ("ansvarlig", "start", "frist", "prioritet")


@pytest.fixture(scope="session")
def needs(site: Built) -> dict[str, dict[str, Any]]:
    (version,) = json.loads(site.read("needs.json"))["versions"].values()
    found: dict[str, dict[str, Any]] = version["needs"]
    return found


def test_the_site_builds_without_a_word(site: Built) -> None:
    assert site.warnings == ""


def test_there_are_as_many_of_each_kind_as_in_the_sources(
    needs: dict[str, dict[str, Any]],
) -> None:
    assert Counter(need["type"] for need in needs.values()) == {
        "pejlemærke": 4,
        "målsætning": 14,
        "nøgleord": 20,
        "tiltag": 25,
        "kilde": 5,
        "forskel": len(VARIANTS),
        "plandokument": 4,
        **{kind: len(items) for kind, items in ITEMS.items()},
    }


@pytest.mark.parametrize("kind", TYPES)
def test_titles_quotes_and_places_are_those_of_the_sources(
    needs: dict[str, dict[str, Any]], kind: str
) -> None:
    for id_, fact in TYPES[kind].items():
        need = needs[id_]
        assert (need["type"], need["title"]) == (kind, fact.title)
        name, _, lines = need["citat_sted"].partition(".txt, linje ")
        assert f"{name[:3]} {lines}" == fact.place, id_
        digest = hashlib.sha256(need["citat"].encode()).hexdigest()
        assert digest.startswith(fact.quote), f"{id_}: the quote has changed"


@pytest.mark.parametrize("kind", TYPES)
def test_every_link_is_there_and_none_is_invented(
    needs: dict[str, dict[str, Any]], kind: str
) -> None:
    for id_, fact in TYPES[kind].items():
        written = {
            f"{link} {' '.join(sorted(needs[id_][link]))}"
            for link in LINKS
            if needs[id_].get(link)
        }
        assert written == set(fact.links.split("; ")) - {""}, id_


def test_tiltag_are_candidates_and_say_how_sure_they_are(
    needs: dict[str, dict[str, Any]],
) -> None:
    for id_, fact in facts.TILTAG.items():
        need = needs[id_]
        assert need["status"] == "kandidat"
        assert f"{need['modalitet']} {need['sikkerhed']}" == fact.words


def test_nothing_is_claimed_that_the_sources_do_not_say(
    needs: dict[str, dict[str, Any]],
) -> None:
    claimed = [(id_, f) for id_, need in needs.items() for f in UNKNOWN if need.get(f)]
    assert claimed == []


def test_what_is_not_known_reads_so(site: Built) -> None:
    soup = BeautifulSoup(site.read("udviklingsplan.html"), "html.parser")
    cards = soup.select(".need-tiltag")
    assert len(cards) == 25
    for card in cards:
        facts_shown = dict(
            zip(
                (term.text for term in card.select("dt")),
                (" ".join(value.text.split()) for value in card.select("dd")),
                strict=True,
            )
        )
        assert facts_shown["Ansvarlig, start, frist, prioritet"] == "ikke oplyst"


def test_the_page_of_coverage_shows_the_gaps(site: Built) -> None:
    soup = for_authors(site.read("daekning.html"))
    lists = {
        heading.text: " ".join(
            item.text.split()[0]
            for item in heading.find_next("ul").select("li")  # type: ignore[union-attr]
        )
        for heading in soup.select(".coverage-gap")
        if heading.text.startswith("○")
    }
    assert (
        lists["○ Målsætninger uden tiltag (forpligtelse: vil): 3 af 14"]
        == (facts.GAPS["målsætninger without a vil"])
    )
    assert (
        lists["○ Tiltag uden målsætning: 1 af 25"]
        == (facts.GAPS["tiltag without målsætning"])
    )
    assert (
        lists["○ Nøgleord uden tiltag: 7 af 20"] == (facts.GAPS["nøgleord without tiltag"])
    )


def test_the_matrices_hold_every_link_of_the_sources(site: Built) -> None:
    soup = BeautifulSoup(site.read("daekning.html"), "html.parser")
    hits = [len(t.select("td.coverage-hit")) for t in soup.select("table.coverage-matrix")]
    wanted = []
    for link in ("bidrager_til ", "omsaetter "):
        parts = [p for f in facts.TILTAG.values() for p in f.links.split("; ")]
        wanted.append(sum(len(p.split()) - 1 for p in parts if p.startswith(link)))
    assert hits[:2] == wanted


def test_pages_are_written_with_composed_letters() -> None:
    import unicodedata

    for path in [*REPO.glob("docs/**/*.md"), *REPO.glob("*.md"), REPO / "ubproject.toml"]:
        assert unicodedata.is_normalized("NFC", path.read_text("utf-8")), path


@pytest.mark.parametrize("builder", ["epub", "text", "singlehtml", "latex"])
def test_the_pages_build_in_other_formats(pages: Project, builder: str) -> None:
    built = pages.build(builder)
    ours = [line for line in built.warnings.splitlines() if not of_the_book(line)]
    assert ours == []


def test_what_is_said_of_candidates_stays_true_when_they_are_decided() -> None:
    """A page may say what a candidate is, and what was one; the build says what is."""
    docs = REPO / "docs"
    guides = {*(docs / "vejledning").rglob("*.md")}
    lasting = re.compile(r"^En kandidat (er|betyder)|blev|begyndte|\{needs-count\}")
    said: list[str] = []
    for page in sorted({*docs.rglob("*.md")} - guides):
        lines = page.read_text("utf-8").splitlines()
        text = " ".join(x for x in lines if not x.startswith((":", "#"))).strip()
        sentences = (x.strip() for x in re.split(r"(?<=[.:]) (?=[A-ZÆØÅ])|  ", text))
        said += [x for x in sentences if "kandidat" in x and x != "kandidat"]
    assert len(said) > 5
    assert [x for x in said if not lasting.search(x)] == []
