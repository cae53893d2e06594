"""The invented plan of 120 initiatives, built once and looked at as its readers do."""

from __future__ import annotations

import gzip
import json
import re
import runpy
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from needs_plan.owner_pages import page_name
from tests.browser.conftest import Site
from tests.browser.test_accessibility import findings
from tests.browser.test_language import english
from tests.browser.test_matrix import LAPTOP, at_first_sight
from tests.browser.test_paper import matrix_on_paper, printed
from tests.conftest import REPO, Built, Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.conftest import Windows

TODAY = date(2026, 10, 26)
LOOKED_AT = ("plan.html", "ansvarlige.html", "daekning.html", "kort.html")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    work = tmp_path_factory.mktemp("large")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1793000000")
        patch.setenv("STORPLAN", str(work / "source" / "ubproject.toml"))
        runpy.run_path(str(REPO / "tools" / "large_plan.py"))["write"](work / "source")
        made = Project(work / "source" / "docs", REPO / "examples" / "stor-plan", work)
        yield made.build(nitpicky=True)


@pytest.fixture(scope="module")
def needs(large: Built) -> dict[str, dict[str, Any]]:
    found = json.loads(large.read("needs.json"))["versions"][""]["needs"]
    return {id_: need for id_, need in found.items() if need["type"] == "tiltag"}


@pytest.fixture
def opened(large: Built, windows: Windows) -> Iterator[Site]:
    site = Site(large.out, windows, large.out.as_uri())
    yield site
    assert site.troubles == []


def standing(need: dict[str, Any]) -> str:
    """Return what an initiative waits for, by the words of the model alone."""
    end = date.fromisoformat(need["frist"]) if need.get("frist") else None
    if need["status"] in {"gennemført", "opgivet"}:
        return "Afsluttet"
    if end and end < TODAY:
        return "Overskredet"
    if need["status"] == "kandidat":
        return "Venter på en beslutning"
    return "Frist i dette halvår" if end and end <= date(2026, 12, 31) else "Øvrige åbne"


def test_the_plan_is_the_same_each_time_and_says_that_it_is_invented(
    large: Built, needs: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    assert large.warnings == ""
    assert len(needs) == 120
    runpy.run_path(str(REPO / "tools" / "large_plan.py"))["write"](tmp_path / "again")
    pages = sorted((tmp_path / "again").rglob("*.md"))
    assert len(pages) >= 10
    for page in pages:
        text = page.read_text(encoding="utf-8")
        first = large.app.srcdir / page.relative_to(tmp_path / "again" / "docs")
        assert text == first.read_text(encoding="utf-8")
        assert "Alt på siden er opdigtet." in text


def test_owners_and_their_pages_count_what_the_needs_say(
    large: Built, needs: dict[str, dict[str, Any]]
) -> None:
    counts: dict[str, Counter[str]] = {}
    for need in needs.values():
        for owner in filter(None, re.split(r"\s*;\s*", need.get("ansvarlig") or "-")):
            counts.setdefault(owner, Counter())[standing(need)] += 1
    soup = BeautifulSoup(large.read("ansvarlige.html"), "html.parser")
    head, *rows = soup.select("table.plan-owners tr")
    names = [x.get_text(" ", strip=True) for x in head.select("th")][2:6]
    assert len(rows) == len(counts) > 8
    for row in rows:
        owner, opened, *numbers = (x.get_text(strip=True) for x in row.select("td, th"))
        found = counts[owner if owner != "ikke oplyst" else "-"]
        assert dict(zip(names, map(int, numbers[:4]), strict=True)) == {
            name: found[name] for name in names
        }
        assert int(opened) == found.total() - found["Afsluttet"]
        page = large.read(f"{page_name('' if owner == 'ikke oplyst' else owner)}.html")
        for name, count in found.items():
            assert f"<h2>{name} ({count})</h2>" in page
        assert 'href="../plan.html"' in page  # the menu of the site
    assert sum(x["Overskredet"] for x in counts.values()) > 3


def test_a_reader_sorts_filters_and_gathers_and_the_address_keeps_it(
    opened: Site, needs: dict[str, dict[str, Any]]
) -> None:
    with opened.window() as page:
        opened.open(page, "plan.html")
        status = page.locator(".plan-count").first
        expect(status).to_have_text("Vist: tiltag 120 af 120.")
        page.set_viewport_size(LAPTOP)
        expect(page.locator("#planens-tabel tbody tr").first).to_be_in_viewport()
        page.locator(".plan-choice > summary").first.click()
        page.get_by_label("Status").first.select_option(label="◑ i gang")
        running = [x for x in needs.values() if x["status"] == "i gang"]
        expect(status).to_have_text(f"Vist: tiltag {len(running)} af 120.")
        head = page.locator("#planens-tabel th[data-column=frist]")
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", "ascending")
        shown = ids(page)
        ends = [needs[x]["frist"] or "9999" for x in shown]
        assert ends == sorted(ends)
        head.get_by_role("button").press("Enter")
        expect(head).to_have_attribute("aria-sort", "descending")
        assert ids(page)[0] == max(running, key=lambda x: x["frist"] or "")["id"]
        page.locator("#plan-planens-tabel-group").select_option(label="Bidrager til")
        groups = page.locator("#planens-tabel .plan-group th").all_inner_texts()
        linked = Counter(x for need in running for x in need["bidrager_til"] or ["ingen"])
        assert sorted(linked.values()) == sorted(
            int(re.findall(r"\((\d+)\)", text)[0]) for text in groups
        )
        address = page.url
        page.goto("about:blank")
        page.goto(address)
        expect(status).to_have_text(f"Vist: tiltag {len(running)} af 120.")
        assert page.locator("#planens-tabel .plan-group").count() == len(linked)
        assert english(page) == []
        page.locator("#plan-planens-tabel-find").fill("nothing at all")
        expect(status).to_have_text("Vist: tiltag 0 af 120.")
        page.get_by_role("button", name="Vis alle").first.click()
        expect(status).to_have_text("Vist: tiltag 120 af 120.")


def ids(page: Page) -> list[str]:
    return page.locator("#planens-tabel tbody tr > :first-child").all_inner_texts()


def test_the_table_is_whole_without_script_on_a_phone_and_on_paper(
    opened: Site, needs: dict[str, dict[str, Any]]
) -> None:
    with opened.window(script=False) as page:
        page.goto(opened.address("plan.html"))
        assert ids(page) == list(needs)
    with opened.window("phone") as page:
        opened.open(page, "plan.html")
        assert page.evaluate("document.scrollingElement.scrollWidth") == 360
        groups = page.locator("#planens-tabel .plan-group")
        counted = re.findall(r"\((\d+)\)", " ".join(groups.all_inner_texts()))
        assert sum(map(int, counted)) == len(needs)
        assert page.locator("#planens-tabel tbody tr:visible").count() == len(counted)
        groups.first.get_by_role("button").click()
        card = page.locator("#planens-tabel tbody tr:not(.plan-group)").first
        box = card.bounding_box()
        assert box is not None
        assert 300 < box["width"] <= 360
        assert box["height"] > 100
        card.get_by_role("link").first.click()
        expect(page.locator(":target")).to_be_in_viewport()
    text = printed(opened, "plan.html")
    assert [x for x in needs if x not in text] == []


def test_the_matrix_has_the_goals_across_with_their_sums_at_first_sight(
    opened: Site, needs: dict[str, dict[str, Any]]
) -> None:
    counts = Counter(
        goal
        for need in needs.values()
        if need["status"] != "opgivet"
        for goal in need["bidrager_til"]
    )
    html = (opened.out / "daekning.html").read_bytes()
    assert len(gzip.compress(html)) < 60_000
    assert len(re.findall(rb"<[a-z]", html)) < 6_000
    with opened.window() as page:
        opened.open(page, "daekning.html")
        table = page.locator("#matrix")
        goals = table.locator("thead .coverage-column .coverage-id").all_inner_texts()
        sums = table.locator("thead .coverage-sums td").all_inner_texts()
        numbers = [int(re.sub(r"\D", "", text)) for text in sums]
        assert len(goals) == 14
        assert dict(zip(goals, numbers[:-1], strict=True)) == {x: counts[x] for x in goals}
        assert numbers[-1] == counts.total()
        steps = table.locator("thead .coverage-step").all_inner_texts()
        exported = json.loads((opened.out / "coverage" / "matrix.json").read_text("utf-8"))
        told = {row["id"]: row["step"] for row in exported["rows"]}
        for goal, step in zip(goals, steps, strict=True):
            assert step.split() == told[goal].split()
        assert table.locator("tbody tr:not(.coverage-group)").count() == 120
        cell = table.locator("td.coverage-hit a").first
        assert re.search(
            r"^TI_\d+\b.*bidrager til MS_", " ".join(cell.inner_text().split())
        )
        page.get_by_label("Status").first.select_option(label="i gang")
        running = sum(
            len(x["bidrager_til"]) for x in needs.values() if x["status"] == "i gang"
        )
        expect(table.locator("thead .coverage-sums td").last).to_have_text(str(running))
        # The head, with the sums, stays where it is while the reader scrolls.
        table.locator("tbody tr:visible").last.scroll_into_view_if_needed()
        expect(table.locator("thead .coverage-sums td").first).to_be_in_viewport()


def test_the_overview_has_every_goal_at_first_sight_and_leads_to_its_initiatives(
    opened: Site, needs: dict[str, dict[str, Any]]
) -> None:
    counts = Counter(
        goal
        for need in needs.values()
        if need["status"] != "opgivet"
        for goal in need["bidrager_til"]
    )
    with opened.window(viewport=LAPTOP) as page:
        opened.open(page, "daekning.html")
        found = at_first_sight(page)
        assert len(found) == 14
        assert {x: count for x, (_step, count) in found.items() if count} == counts
        goal, count = counts.most_common(1)[0]
        page.locator("table.coverage-overview tr", has_text=goal).locator(
            ".coverage-lead"
        ).click()
        table = page.locator("#matrix")
        assert table.locator("thead .coverage-column .coverage-id").all_inner_texts() == [
            goal
        ]
        linked = [x for x, need in needs.items() if goal in need["bidrager_til"]]
        shown = table.locator("tbody th[scope=row] .coverage-id").all_inner_texts()
        assert sorted(shown) == sorted(linked)
        assert table.locator(".coverage-sums td").last.inner_text() == str(count)


def test_print_of_the_matrix_loses_nothing(opened: Site) -> None:
    assert matrix_on_paper(opened, "daekning.html", "matrix") == []


def test_the_map_has_every_goal_and_leaves_the_initiatives_to_its_list(
    large: Built,
) -> None:
    soup = BeautifulSoup(large.read("kort.html"), "html.parser")
    figure = soup.select_one("figure:has(.needs-map)")
    assert figure is not None
    ids = {str(x["href"]).partition("#")[2] for x in figure.select("svg a[href]")}
    assert len([x for x in ids if x.startswith("MS_")]) == 14
    assert len([x for x in ids if x.startswith("PM_")]) == 4
    assert not [x for x in ids if x.startswith("TI_")]
    assert "uden de 120 tiltag, som står i listen" in figure.get_text()


def test_an_owner_is_found_by_the_name_alone(opened: Site) -> None:
    with opened.window() as page:
        opened.open(page, "search.html?q=Frivilligkonsulenten")
        first = page.locator(".needs-search-results a, main ol a").first
        expect(first).to_have_attribute("href", re.compile("owners/frivilligkonsulenten"))


def test_axe_finds_nothing_and_no_page_scrolls_sideways(opened: Site) -> None:
    found = []
    pages = (*LOOKED_AT, f"{page_name('Frivilligkonsulenten')}.html")
    for number, name in enumerate(pages):
        for size in ("desktop", "phone"):
            with opened.window(size) as page:
                opened.open(page, name)
                theme = "dark" if (number + (size == "phone")) % 2 else "light"
                found += [f"{name}, {size}: {x}" for x in findings(page, theme)]
                found += [f"{name}: {x}" for x in english(page)]
                width = page.evaluate("document.scrollingElement.scrollWidth")
                assert width <= page.evaluate("innerWidth")
    assert found == []
