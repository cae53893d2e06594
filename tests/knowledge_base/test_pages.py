"""The pages answer their readers: the front page, the map, the poster, the statement."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest
from bs4 import BeautifulSoup

from tests.knowledge_base import facts

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.conftest import Built, Windows

PEJLEMAERKER = {
    "PM_1": "borgeren-foerst",
    "PM_2": "fundamentet-paa-plads",
    "PM_3": "mest-muligt-i-eget-liv",
    "PM_4": "helhed-og-fremtidssikring",
}


def page(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(f"{name}.html"), "html.parser")


def of(kind: dict[str, facts.Fact], under: str) -> dict[str, facts.Fact]:
    return {id_: fact for id_, fact in kind.items() if f"under {under}" in fact.links}


def test_the_front_page_answers_the_three_users(site: Built) -> None:
    front = page(site, "index")
    assert front.select_one('form.search-box[action="search.html"] input[name=q]')
    cards = [
        card.get_text(" ", strip=True) for card in front.select(".site-goals .sd-card")
    ]
    assert len(cards) == 4
    for card, (id_, fact) in zip(cards, facts.PEJLEMAERKER.items(), strict=True):
        assert card.startswith(fact.title)
        goals = len(of(facts.MAALSAETNINGER, id_))
        assert f"◇ foreslået Mindst besluttet: 0 af {goals} målsætninger" in card
    figures = [x.get_text(" ", strip=True) for x in front.select(".site-figures > p")]
    assert figures[0] == f"0 af {len(facts.TILTAG)} tiltag er besluttet"
    assert figures[1].startswith(f"0 af {len(facts.MAALSAETNINGER)} målsætninger")
    assert len(figures) == 4
    decide = front.select_one("#det-skal-besluttes")
    assert decide is not None
    assert f"{len(facts.TILTAG)} kandidater til tiltag" in decide.get_text()
    assert f"{len(facts.MAALSAETNINGER)} målsætninger" in decide.get_text()
    follow = front.select_one("#opfolgning-og-kilder")
    assert follow is not None
    assert "Næste gang" in follow.get_text()
    assert not front.select("article svg"), "nobody has decided anything: no bar"


def test_the_front_page_of_a_phone_is_two_screens(site: Built, browser: Browser) -> None:
    view = browser.new_page(viewport={"width": 360, "height": 780})
    view.goto((site.out / "index.html").as_uri())
    ends = view.locator("#det-skal-besluttes").bounding_box()
    asks = view.locator("article input[type=search]").bounding_box()
    view.close()
    assert asks is not None
    assert asks["y"] + asks["height"] < 780 / 2
    assert ends is not None
    assert ends["y"] + ends["height"] < 2 * 780


def test_the_front_page_is_light_and_asks_for_nothing_else(
    site: Built, browser: Browser
) -> None:
    asked: list[str] = []
    view = browser.new_page()
    view.on("request", lambda request: asked.append(request.url))
    view.goto((site.out / "index.html").as_uri())
    view.wait_for_load_state("networkidle")
    view.close()
    files = {
        site.out / re.sub(r"[?#].*", "", url.split(site.out.as_posix() + "/")[1])
        for url in asked
    }
    assert all(url.startswith(site.out.as_uri()) for url in asked)
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 115_000


def test_every_page_has_its_facts_and_leads_to_the_statement(site: Built) -> None:
    for path in site.app.env.found_docs:
        shown = page(site, path)
        terms = [term.get_text() for term in shown.select(".page-facts dt")]
        assert terms == ["Sidst opdateret", "Ansvarlig for siden"], path
        links = [str(a["href"]) for a in shown.select("footer.bd-footer a")]
        up = "../" * path.count("/")
        assert {f"{up}tilgaengelighed.html", "#"} & set(links), path


def test_a_form_that_a_script_makes_has_its_styles(site: Built) -> None:
    page = site.read("opfoelgning/halvaarspakke.html")
    assert 'class="history-meeting"' in page
    assert "_static/needs_tables.css" in page


def test_names_of_the_pages_beside_are_whole_on_a_phone(
    site: Built, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for name in ("index.html", "opfoelgning/bevaegelse.html"):
        page.goto((site.out / name).as_uri())
        for link in page.locator(".prev-next-area > a").all():
            assert link.evaluate("x => x.scrollWidth <= x.clientWidth")
    page.close()


def test_every_page_begins_with_a_short_lead(site: Built) -> None:
    for path in site.app.env.found_docs:
        heading = page(site, path).select_one("h1")
        assert heading is not None, path
        lead = heading.find_next_sibling()
        assert lead is not None, path
        if "computed-day" in lead.get_attribute_list("class"):
            lead = lead.find_next_sibling()
            assert lead is not None, path
        if "only-screen" in lead.get_attribute_list("class"):
            lead = lead.find("p")
            assert lead is not None, path
        assert lead.name == "p", path
        assert len(lead.get_text()) < 260, path
        told = page(site, path).select_one("meta[name=description]")
        assert told is not None, path
        assert told["content"] == " ".join(lead.get_text().split()), path


@pytest.mark.parametrize("id_", PEJLEMAERKER)
def test_a_page_of_a_pejlemaerke_shows_its_goals_acts_and_gaps(
    site: Built, id_: str
) -> None:
    shown = page(site, f"pejlemaerker/{PEJLEMAERKER[id_]}")
    headings = [
        x.get_text("", strip=True).rstrip("#") for x in shown.select("section section > h2")
    ]
    wanted_order = ["Hvad det handler om", "Målsætninger", "Nøgleord", "Tiltag"]
    assert headings[1:] == [*wanted_order, "Om pejlemærket"]
    differences = shown.select("table.variants")
    assert all(x.find_parent("details", class_="needs-fold") for x in differences)
    assert differences
    outline = shown.select_one("ul.needs-outline")
    assert outline is not None
    entries = {
        str(entry.select("a")[0]["href"]).rpartition("#")[2]: entry
        for entry in outline.select("li.needs-outline-1")
    }
    assert set(entries) == set(of(facts.MAALSAETNINGER, id_))
    for goal, fact in of(facts.MAALSAETNINGER, id_).items():
        entry = entries[goal]
        assert fact.title in entry.get_text()
        acts = {str(a["href"]).rpartition("#")[2] for a in entry.select(":scope > ul a")}
        wanted = {
            act
            for act, told in facts.TILTAG.items()
            if re.search(rf"bidrager_til[^;]*\b{goal}\b", told.links)
        }
        assert acts == wanted, goal


def test_the_map_shows_every_item_in_picture_and_list(site: Built) -> None:
    shown = page(site, "strategikort")
    wanted = {*facts.PEJLEMAERKER, *facts.MAALSAETNINGER, *facts.TILTAG}
    for place in (*shown.select(".needs-map svg"), shown.select(".needs-fold")[0]):
        links = place.select("a[href]")
        assert {str(x["href"]).partition("#")[2] for x in links} == wanted


def test_the_poster_has_every_official_word_on_one_sheet(
    site: Built, windows: Windows, tmp_path: Path
) -> None:
    poster = page(site, "plakat").select_one(".needs-poster")
    assert poster is not None
    for kind in (facts.PEJLEMAERKER, facts.MAALSAETNINGER, facts.NOEGLEORD):
        for fact in kind.values():
            assert fact.title in poster.get_text()
    for paper in ("A4", "A3"):
        view = windows.page()
        view.goto((site.out / "plakat.html").as_uri())
        view.pdf(path=tmp_path / "plakat.pdf", format=paper, prefer_css_page_size=True)
        document = pdfium.PdfDocument(tmp_path / "plakat.pdf")
        assert len(document) == 1
        printed = "".join(document[0].get_textpage().get_text_range().split())
        document.close()
        for text in poster.stripped_strings:
            assert "".join(text.split()) in printed, text


def test_the_statement_says_that_it_is_not_made_yet(site: Built) -> None:
    shown = page(site, "tilgaengelighed").select_one("article")
    assert shown is not None
    assert (
        "Den officielle tilgængelighedserklæring er ikke lavet endnu. Webstedet må ikke"
        " offentliggøres, så længe den mangler, eller et svar er åbent." in shown.get_text()
    )
    assert not shown.select('a[href^="tel:"], a[href^="mailto:"]')
