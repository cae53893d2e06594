"""Everything else the sources hold is there, with the quotes and links of the inventory."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup, Tag

from needs_core.confidence import entries
from needs_core.core_settings import ConfidenceFields
from needs_core.reader import read_items
from needs_core.settings import read
from needs_sources.config import read_settings
from needs_sources.mentions import MentionMatrixView
from needs_sources.quotes import read_quotes
from tests.conftest import for_authors
from tests.knowledge_base import facts
from tests.knowledge_base.facts_of_sources import ITEMS, LINKS, VARIANTS

if TYPE_CHECKING:
    from tests.conftest import Built

if TYPE_CHECKING:
    from tests.conftest import Built


@pytest.fixture(scope="session")
def needs(site: Built) -> dict[str, dict[str, Any]]:
    (version,) = json.loads(site.read("needs.json"))["versions"].values()
    found: dict[str, dict[str, Any]] = version["needs"]
    return found


@pytest.mark.parametrize("kind", ITEMS)
def test_every_item_is_there_with_its_quote(
    needs: dict[str, dict[str, Any]], kind: str
) -> None:
    assert {id_ for id_, need in needs.items() if need["type"] == kind} == set(ITEMS[kind])
    for id_, (place, quote) in ITEMS[kind].items():
        name, _, lines = needs[id_]["citat_sted"].partition(".txt, linje ")
        assert f"{name[:3]} {lines.partition(' (')[0]}" == place, id_
        digest = hashlib.sha256(needs[id_]["citat"].encode()).hexdigest()
        assert digest.startswith(quote), f"{id_}: the quote has changed"


def test_all_differences_are_there_with_every_wording(site: Built) -> None:
    found: dict[str, list[str]] = {}
    for quote in read_quotes(read_items(site.app), read_settings(site.app.config)):
        if quote.id.startswith("FO_"):
            assert quote.place is not None
            version = quote.field.removeprefix("ordlyd_")
            said = f"{version} {quote.place.lines} {quote.digest[:8]}"
            found.setdefault(quote.id, []).append(said)
    assert {id_: Counter(said) for id_, said in found.items()} == {
        id_: Counter(said) for id_, said in VARIANTS.items()
    }
    assert len(found) == 31


def test_differences_are_shown_together_and_on_the_need(site: Built) -> None:
    page = BeautifulSoup(site.read("forskelle.html"), "html.parser")
    assert len(page.select("table.variants")) == 31
    page = BeautifulSoup(site.read("pejlemaerker/borgeren-foerst.html"), "html.parser")
    first = page.select_one("#PM_1 table.variants")
    assert first is not None
    assert [x.text for x in first.select("ins")] == ["borgerens"]
    assert [x.text for x in first.select("del")] == ["borgers", "for eget liv"]
    assert "Kun her: ”borgerens”. Ikke her: ”borgers”, ”for eget liv”." in first.text


def test_every_line_of_every_source_is_explained(site: Built) -> None:
    page = BeautifulSoup(site.read("kildernes-linjer.html"), "html.parser")
    tables = page.select("table.source-usage")
    assert len(tables) == 5
    said = [x.text for x in page.select("p") if "linjer har tekst" in x.text]
    assert len(said) == 5
    for text in said:
        lines, quoted, partly, *parts = map(int, re.findall(r"\d+", text))
        assert quoted + sum(parts) == lines > 100
        assert 0 < partly < 20
        assert text.endswith("Ingen linje mangler en forklaring.")
    assert not page.find(string=re.compile("uden forklaring"))
    # A paragraph of three sentences, of which one is quoted, is not quoted whole.
    (row,) = (x for x in tables[1].select("tr") if x.find(string="47"))
    assert "2 af 3 sætninger" in row.text
    assert "resten er gengivet" in row.text


def test_the_words_are_counted_in_the_texts(site: Built) -> None:
    page = BeautifulSoup(site.read("kan-jeg-se-mig-selv.html"), "html.parser")
    text, draft, _poster, minutes = page.select("table.word-counts")

    def row(table: Tag, name: str) -> list[str]:
        (found,) = (r for r in table.select("tbody tr") if name in r.text)
        return [cell.text.strip() for cell in found.select("td")]

    assert row(text, "Andre forvaltningsområder og region")[3] == "2"
    assert row(text, "civilsamfund")[0] == "6"
    assert row(text, "civilsamfund")[3] == "1"
    assert row(text, "Pårørende")[0] == "3"
    assert row(draft, "civilsamfund")[:4] == row(text, "civilsamfund")[:4]
    assert row(minutes, "Voksne med handicap") == ["1"]


def test_an_actors_page_counts_in_the_sources_and_in_our_quotes(site: Built) -> None:
    counted = BeautifulSoup(site.read("kan-jeg-se-mig-selv.html"), "html.parser")
    text, _draft, poster, *_others = counted.select("table.word-counts")
    name = "Frivillige, foreninger og civilsamfund"
    (row,) = (x for x in text.select("tbody tr") if name in x.text)
    counts = [cell.text.strip() for cell in row.select("td")]
    assert (counts[0], counts[3]) == ("6", "1")
    (row,) = (x for x in poster.select("tbody tr") if name in x.text)
    assert [x.text.strip() for x in row.select("td")] == ["3"]
    page = BeautifulSoup(site.read("aktoerer.html"), "html.parser")
    card = page.select_one("#AK_CIVIL")
    assert card is not None
    assert len(page.select("details.sd-dropdown")) == 10
    assert card.find_next("ul", class_="mentions-list")


def test_a_page_that_has_moved_leads_to_where_it_is_now(site: Built) -> None:
    page = BeautifulSoup(site.read("aktoerer/civilsamfund.html"), "html.parser")
    leads = page.select_one('meta[http-equiv="refresh"]')
    assert leads is not None
    assert leads["content"] == "0; url=../aktoerer.html#AK_CIVIL"
    assert page.select_one('h1 ~ p a[href="../aktoerer.html#AK_CIVIL"]')


def test_every_link_that_is_our_reading_says_how_sure_it_is_and_why(site: Built) -> None:
    items, names = read_items(site.app), read(site.app.config, ConfidenceFields)
    without, links = [], 0
    for item in items:
        said = {x: (level, why) for x, level, why in entries(item.value(names.field) or "")}
        for target in (x for link in names.links for x in item.links.get(link, ())):
            links += 1
            level, reason = said.get(target, ("", ""))
            if level not in {"høj", "middel", "lav"} or len(reason) < 10:
                without.append((item.id, target))
    assert without == []
    assert links == 75


def test_no_version_is_called_newer_or_adopted(site: Built) -> None:
    text = BeautifulSoup(site.read("forskelle.html"), "html.parser").text
    assert "Vi kalder ingen af udgaverne nyere eller vedtaget" in text
    for claim in ("er nyest", "den nyeste", "den rigtige", "rettet til"):
        assert claim not in text


LINK_NAMES = {"for": "for_maalgruppe", "svar": "besvaret_af"}


def test_every_link_of_the_inventory_is_there(needs: dict[str, dict[str, Any]]) -> None:
    for id_, links in LINKS.items():
        for name, targets in links.items():
            if name == "naevnt_i_maalsaetning":  # counted, not written
                continue
            written = needs[id_][LINK_NAMES.get(name, name)]
            assert set(targets) <= set(written), f"{id_}: {name}"
            assert targets or not written, f"{id_}: {name}"


def test_comments_speak_of_roles_and_claim_no_outcome(
    needs: dict[str, dict[str, Any]],
) -> None:
    comments = [need for need in needs.values() if need["type"] == "kommentar"]
    assert len(comments) == 41
    roles = {"indleder af punktet", "deltager i mødet", "referat"}
    assert {need["rolle"] for need in comments} == roles
    assert {need["udfald"] for need in comments} == {"udfaldet er ikke dokumenteret"}
    concerns = ("vedroerer", "droeftet_under")
    unlinked = [x["id"] for x in comments if not any(x[name] for name in concerns)]
    # They are about the strategy as a whole.
    assert unlinked == ["KO_01", "KO_02", "KO_34", "KO_35"]


def test_nothing_planned_is_told_as_done(needs: dict[str, dict[str, Any]]) -> None:
    done = [id_ for id_, need in needs.items() if need["status"] == "gennemført"]
    assert done == ["MP_1401", "MP_1801"]  # by the sources' own words
    assert not any(need.get("antal_afholdt") for need in needs.values())


def test_two_visions_are_named_and_the_others_are_not_guessed(
    needs: dict[str, dict[str, Any]],
) -> None:
    visions = {id_: x["navngivet"] for id_, x in needs.items() if x["type"] == "vision"}
    assert visions == {"VI_1": "ja", "VI_2": "ja", "VI_X": "nej"}


def test_the_matrix_of_chapters_has_sixteen_promises(site: Built) -> None:
    page = BeautifulSoup(site.read("koebenhavn/socialstrategi-2014.html"), "html.parser")
    assert len(page.select("table.coverage-matrix td.coverage-hit")) == 16


def test_who_the_goals_name_is_counted_as_in_the_inventory(site: Built) -> None:
    settings = read_settings(site.app.config)
    view = MentionMatrixView(
        "aktør", "pejlemærke", ("målsætning",), settings.words, settings.quote
    )
    found = view.look(read_items(site.app))
    counted = {
        row.label.id: sorted({x.id for cell in row.cells for x in cell})
        for row in found.rows
    }
    assert counted == {
        id_: sorted(links["naevnt_i_maalsaetning"])
        for id_, links in LINKS.items()
        if id_.startswith("AK_")
    }
    page = BeautifulSoup(site.read("kan-jeg-se-mig-selv.html"), "html.parser")
    heading = page.find(
        string=re.compile(r"○\sIkke nævnt i noget citat \(målsætning\): 6\saf\s10")
    )
    assert heading is not None
    assert "Pårørende" in heading.find_next("ul").text  # type: ignore[union-attr]


def test_nobody_is_said_to_be_named_nowhere_who_is_counted(site: Built) -> None:
    page = BeautifulSoup(site.read("kan-jeg-se-mig-selv.html"), "html.parser")
    tables = page.select("table.mentions")
    assert len(tables) == 4
    for table in tables:
        rows = table.select("tbody tr")
        cells = {
            head.text.strip(): {" ".join(x.text.split()) for x in row.select("td")}
            for row in rows
            for head in row.select("th")
        }
        named = {x for x, found in cells.items() if found != {"○ 0"}}
        text = table.find_next(string=re.compile("Ikke nævnt i noget citat"))
        assert text is not None
        listed = text.find_next("ul")
        assert isinstance(listed, Tag)
        said = listed.select("li")
        assert len(said) == len(rows) - len(named)
        assert not any(x.text.strip().endswith(name) for x in said for name in named)


def test_a_comment_is_quoted_to_the_end_of_its_sentence(
    needs: dict[str, dict[str, Any]],
) -> None:
    comments = [need for need in needs.values() if need["type"] == "kommentar"]
    assert [x["id"] for x in comments if x["citat"][-1] not in ".?!"] == []
    # Said before the questions were put, on line 28, so that it was not under one of them.
    early = [x for x in comments if int(re.findall(r"\d+", x["citat_sted"])[-1]) < 28]
    assert len(early) == 5
    assert not any(x["droeftet_under"] for x in early)


def test_the_meeting_of_the_committee_of_staff_is_called_no_hearing(site: Built) -> None:
    # The minutes have one hearing: the meeting planned with the organisations of users.
    for page in site.out.rglob("*.html"):
        words = re.findall(r"\b\w*høring\w*", for_authors(page.read_text("utf-8")).text)
        assert {x.lower() for x in words} <= {"høringsmøde", "høringsmødet"}, page.name


def test_no_goal_has_an_indicator_and_the_page_says_so(site: Built) -> None:
    page = BeautifulSoup(site.read("indikatorer.html"), "html.parser")
    assert not page.select("table.coverage-matrix td.coverage-hit")
    # Signs stand beside their words, and long words may be divided at the end of a line.
    said = " ".join(page.text.replace("\u00ad", "").split())
    assert "○ Målsætninger uden tegn på succes: 14 af 14" in said


def test_every_goal_and_vision_has_its_story(site: Built) -> None:
    page = for_authors(site.read("fra-ord-til-handling.html"))
    names = [name.text.split()[0] for name in page.select(".story-name")]
    assert sorted(names) == sorted([*facts.MAALSAETNINGER, "VI_1", "VI_2", "VI_X"])
    first = " ".join(page.select("ol.story")[0].text.split())
    assert "TI_101" in first
    assert "◇ kandidat" in first
    # What no goal has is told once below them, not at each.
    assert "opfølgning" not in first
    told = [x.text for x in page.select("article li")]
    none = "Opfølgning: Der er ingen opfølgning endnu."
    assert told.count(none) == 5, "once under each pejlemærke and the visions"


def test_all_dates_of_the_sources_are_on_a_timeline(site: Built) -> None:
    page = BeautifulSoup(site.read("tidslinjer.html"), "html.parser")
    shown = {str(x["href"]).rpartition("#")[2] for x in page.select("table.timeline a")}
    assert set(ITEMS["milepæl"]) <= shown
    assert [len(x.select("circle")) for x in page.select(".timeline-picture")] == [4, 6, 5]
