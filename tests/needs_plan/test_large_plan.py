"""The invented plan of 120 initiatives, built once and looked at as its readers do."""

from __future__ import annotations

import gzip
import json
import random
import re
import runpy
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
import vobject
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from needs_plan.owner_pages import page_name
from tests.browser.conftest import Site
from tests.browser.test_accessibility import findings
from tests.browser.test_language import english
from tests.browser.test_matrix import LAPTOP, at_first_sight
from tests.browser.test_paper import matrix_on_paper, printed
from tests.conftest import REPO, Built, Project
from tests.needs_plan import outputs
from tests.needs_plan.recount import (
    DECIDED,
    FURTHEST,
    STEPS,
    WARNING,
    Goal,
    Plan,
    counted,
    gathered,
    share,
)
from tests.typst_pdf.checks import faults
from tests.typst_pdf.reading import Pdf
from tests.typst_pdf.test_book import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.conftest import Windows
    from tests.needs_plan.recount import Need

SYMBOLS = {
    "kandidat": "◇",
    "planlagt": "◔",
    "i gang": "◑",
    "gennemført": "●",
    "opgivet": "✕",
}
TODAY = date(2026, 10, 26)
PACKAGE = "opfoelgning/halvaarspakke.html"
LOOKED_AT = (
    *("plan.html", "ansvarlige.html", "daekning.html", "kort.html"),
    *(PACKAGE, "opfoelgning/status.html"),
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    work = tmp_path_factory.mktemp("large")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1793000000")
        patch.setenv("STORPLAN", str(work / "source" / "ubproject.toml"))
        runpy.run_path(str(REPO / "tools" / "large_plan.py"))["write"](work / "source")
        yield Project(work / "source" / "docs", REPO / "examples" / "stor-plan", work)


@pytest.fixture(scope="module")
def large(source: Project) -> Built:
    # Told apart by their ids, needs can be counted again: without the readers' numbers.
    # Without soft hyphens, a word is found where it stands.
    return source.build(
        doctrees="doctrees",
        nitpicky=True,
        needs_core_numbers={},
        public_site_line_breaks=False,
    )


@pytest.fixture(scope="module")
def as_read(source: Project, windows: Windows) -> Site:
    """Return the site as its readers have it."""
    out = source.build(out="as-read", doctrees="as-read-doctrees").out
    return Site(out, windows, out.as_uri())


@pytest.fixture(scope="module")
def plan(large: Built) -> Plan:
    needs = json.loads(large.read("needs.json"))["versions"][""]["needs"]
    listed = json.loads((REPO / "examples/stor-plan/bekraeftet.json").read_bytes())["links"]
    confirmed = frozenset((x["source"], x["target"]) for x in listed)
    return Plan(needs, TODAY, confirmed)


@pytest.fixture(scope="module")
def goals(plan: Plan) -> list[Goal]:
    return plan.goals()


@pytest.fixture(scope="module")
def needs(plan: Plan) -> dict[str, Need]:
    return plan.actions


@pytest.fixture
def opened(large: Built, windows: Windows) -> Iterator[Site]:
    site = Site(large.out, windows, large.out.as_uri())
    yield site
    assert site.troubles == []


def standing(need: Need) -> str:
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
    large: Built, needs: dict[str, Need], tmp_path: Path
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
    large: Built, needs: dict[str, Need]
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


def test_every_output_says_the_step_and_the_number_of_every_goal(
    large: Built, goals: list[Goal]
) -> None:
    told = {goal.id: (goal.words, len(goal.acting)) for goal in goals}
    assert len(told) == 14
    assert {goal.step for goal in goals} >= {"i gang", "besluttet", "foreslået", "intet"}
    for name, read in outputs.FILES.items():
        assert read(large) == told, name
    for line, goal in zip(_goal_lines(large), goals, strict=True):
        assert line[0].startswith(goal.id)
        assert line[1].split() == goal.words.split(" · ")[0].split()
        assert int(re.findall(r"\d+", line[2])[0]) == len(goal.acting)
    listed, drawn = outputs.outline(large), outputs.picture(large)
    cards, poster = outputs.parsed(large, "maal.html"), large.read("plakat.html")
    rows = {x[0]: x for x in outputs.table(large, "plan.html", "maalene")}
    for goal in goals:
        assert listed[goal.id] == goal.words
        in_map = goal.words.replace(" · ", " ", 1).replace("\N{NO-BREAK SPACE}", " ")
        assert re.search(rf"{goal.id} [^◑●◔◇○]+ {re.escape(in_map)}( PM_| MS_|$)", drawn)
        card = cards.find(id=goal.id)
        assert card is not None
        assert goal.words in card.get_text(" ")
        symbol_and_step, *more = goal.words.split(" · ")
        shown = symbol_and_step.replace(" ", "\N{NO-BREAK SPACE}")
        assert poster.count(f">{shown}<") == sum(x.step == goal.step for x in goals)
        _id, _title, step, linked, remarks = rows[goal.id]
        assert step.split() == symbol_and_step.split()
        assert re.findall(r"TI_\d+", linked) == list(goal.linked)
        said = more[-1].removeprefix(WARNING) if more else ""
        assert ", ".join(x.strip() for x in remarks.split("⚠ ") if x.strip()) == said
    assert dict(outputs.found_by_step(large)) == {goal.id: goal.step for goal in goals}


def test_the_strategy_on_paper_counts_as_every_other_output(
    source: Project, goals: list[Goal], plan: Plan
) -> None:
    document = {"start": "samlet", "chapters": "sections", "follow": False}
    document["file"] = "strategi.pdf"
    poster = {"start": "plakat", "sheet": True, "landscape": True, "file": "plakat.pdf"}
    built = source.build("typst_pdf", doctrees="paper", typst_documents=[document, poster])
    assert built.warnings == ""
    (sheet_of_all,) = Pdf(built.out / "plakat.pdf").pages
    assert "Opgjort pr." not in sheet_of_all  # its foot has the day
    pdf = Pdf(built.out / "strategi.pdf")
    assert faults(pdf) == []
    text = plain("".join(pdf.pages))
    decided = sum(goal.step in DECIDED for goal in goals)
    assert plain(f"{decided} af 14 målsætninger har et besluttet tiltag") in text
    for goal in goals:
        title = plain(plan.needs[goal.id]["title"])
        number = goal.id.removeprefix("MS_").replace("_", ".")
        words = plain(goal.words.replace(" · ", " ", 1))  # the step stands apart
        _before, found, after = text.partition(f"{number}{title}{words}")
        assert found, goal.id
        for id_ in goal.linked:
            one = plan.actions[id_]
            line = plain(f"{one['title']} · ")
            assert line in after[: 400 + 90 * len(goal.linked)], id_
            assert after.partition(line)[2].startswith(
                f"{SYMBOLS[one['status']]}{plain(one['status'])}"
            )


def _goal_lines(large: Built) -> list[list[str]]:
    return [x for x in outputs.table(large, "daekning.html", "maal-overblik") if len(x) > 2]


def test_shares_and_distributions_are_counted_alike_everywhere(
    large: Built, plan: Plan, goals: list[Goal]
) -> None:
    groups: dict[str, list[Goal]] = {}
    for goal in goals:
        groups.setdefault(goal.group, []).append(goal)
    several = Counter(
        x for group in groups.values() for x in {x for goal in group for x in goal.linked}
    )
    lines = outputs.table(large, "daekning.html", "overblik")
    front = outputs.lines(outputs.parsed(large, "index.html").select("table")[0])[1:]
    assert [line[:3] for line in lines] == front
    by_step = outputs.lines(
        outputs.parsed(large, "kort.html").select("table.needs-bars-table")[0]
    )
    for number, members in enumerate([*groups.values(), goals]):
        head, rows, columns, owner, end = lines[number]
        steps = Counter(goal.step for goal in members)
        assert head.startswith([*groups, "I alt"][number])
        remarks = gathered(members)
        told = [f"M{share(members)}", counted(steps, STEPS), remarks]
        assert rows == " · ".join(filter(None, told))
        linked = {x for goal in members for x in goal.linked}
        actions = [plan.actions[x] for x in linked]
        told = [counted(Counter(x["status"] for x in actions), FURTHEST)]
        told.append(f"heraf {sum(several[x] > 1 for x in linked)} under flere")
        if members is goals:
            told.append(f"{len(plan.actions) - len(linked)} uden målsætning")
        else:
            shown = dict(zip(by_step[0], by_step[number + 1], strict=True))
            assert {x: int(shown.get(f"{STEPS[x]} {x}", 0)) for x in STEPS} == {
                x: steps[x] for x in STEPS
            }
        assert columns == ", ".join(told)
        for text, field in ((owner, "ansvarlig"), (end, "frist")):
            assert text == f"{sum(bool(x[field]) for x in actions)} af {len(actions)}"
    waiting = [goal.id for goal in goals if goal.step in {"intet", "foreslået"}]
    words = f"{len(waiting)} af 14 målsætninger har intet besluttet tiltag: "
    assert f"{words}{', '.join(waiting)}." in outputs.parsed(large, "index.html").text


def test_report_gaps_and_gates_count_as_the_matrix_does(
    source: Project, large: Built, plan: Plan, goals: list[Goal]
) -> None:
    exported = json.loads(large.read("coverage/matrix.json"))
    acting = Counter(x for goal in goals for x in goal.acting)
    linked = {x for goal in goals for x in goal.linked}
    missed = [goal.id for goal in goals if not goal.acting]
    waiting = [goal for goal in goals if goal.step not in DECIDED]
    numbers = [
        f"Målsætninger, m{share(goals)}",
        f"Målsætninger efter trin: {counted(Counter(x.step for x in goals), STEPS)}",
        f"Målsætninger med tiltag: {14 - len(missed)} af 14",
        f"Tiltag med målsætning: {len(linked)} af {len(plan.actions)}",
    ]
    shared = sum(x > 1 for x in acting.values())
    cells = f"Celler, der dækker: {acting.total()}. Tiltag i dem: {len(acting)}"
    numbers.append(f"{cells}, heraf {shared} til flere målsætninger")
    said = source.build("coverage-report", doctrees="doctrees", needs_core_numbers={}).read(
        "coverage.txt"
    )
    page = outputs.parsed(large, "daekning.html").text
    for number in numbers:
        assert number in exported["numbers"]
        assert f"  {number}\n" in said
        assert ("%" in number) == (number == numbers[0])
        assert number in page or "Tiltag" not in number  # the rows tell their own
    headings = {x["side"]: x["heading"] for x in exported["gaps"]}
    listed = {x["side"]: [item["id"] for item in x["items"]] for x in exported["gaps"]}
    assert listed["rows"] == missed
    assert listed["columns"] == [x for x in plan.actions if x not in linked]
    assert listed["steps"] == [goal.id for goal in waiting]
    for heading in headings.values():
        assert f"○ {heading}\n" in said
    assert f"brudt: {len(missed)}, set på: 14" in said
    assert f"brudt: {len(waiting)}, set på: 14" in said
    for goal in waiting:
        assert f"{goal.id}: Den er endnu ikke besluttet: {goal.words}.\n" in said


def test_a_reader_sorts_filters_and_gathers_and_the_address_keeps_it(
    opened: Site, needs: dict[str, Need]
) -> None:
    with opened.window() as page:
        opened.open(page, "plan.html")
        status = page.locator(".plan-count").first
        expect(status).to_have_text("Vist: tiltag 120 af 120.")
        page.set_viewport_size({"width": 1280, "height": 800})
        expect(page.locator("#planens-tabel tbody tr").first).to_be_in_viewport()
        page.locator(".needs-choice > summary").first.click()
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


def test_the_table_fits_a_laptop_and_no_word_is_broken(opened: Site) -> None:
    with opened.window(viewport=LAPTOP) as page:
        opened.open(page, "plan.html")
        tables = page.locator(".plan-scroll")
        assert tables.count() == 3
        for table in tables.all():
            assert table.evaluate("x => x.scrollWidth <= x.clientWidth")
        # A word that stands on two lines is broken; one beyond the edge leaves its cell.
        broken = """() => [...document.querySelectorAll('.plan-scroll :is(td, th)')]
            .flatMap((cell) => {
                const found = [], edge = cell.getBoundingClientRect().right + 1;
                const all = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
                for (let node; (node = all.nextNode()); )
                    for (const word of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
                        const range = document.createRange();
                        range.setStart(node, word.index);
                        range.setEnd(node, word.index + word[0].length);
                        const boxes = [...range.getClientRects()];
                        const lines = new Set(boxes.map((x) => Math.round(x.top)));
                        const out = boxes.some((x) => x.right > edge);
                        if (lines.size > 1 || out) found.push(word[0]);
                    }
                return found;
            })"""
        assert page.evaluate(broken) == []


def test_tables_fit_beside_the_menu_of_a_small_laptop(as_read: Site) -> None:
    for name in ("plan.html", "ansvarlige.html", "daekning.html", PACKAGE):
        for width in (1024, 1280):
            with as_read.window(viewport={"width": width, "height": 800}) as page:
                as_read.open(page, name)
                tables = page.locator(".needs-scroll, .pst-scrollable-table-container")
                assert tables.count()
                wide = "xs => xs.filter((x) => x.scrollWidth > x.clientWidth).length"
                assert tables.evaluate_all(wide) == 0, (name, width)


def test_a_word_with_soft_hyphens_is_found(as_read: Site, needs: dict[str, Need]) -> None:
    owned = [x for x in needs.values() if "Kompetencecentret" in (x["ansvarlig"] or "")]
    with as_read.window() as page:
        as_read.open(page, "plan.html")
        text = page.locator("#planens-tabel").text_content() or ""
        assert "Kompetencecentret" not in text
        page.locator(".needs-choice > summary").first.click()
        page.locator("#plan-planens-tabel-find").fill("kompetencecentret")
        told = f"Vist: tiltag {len(owned)} af 120."
        expect(page.locator(".plan-count").first).to_have_text(told)


def test_the_table_is_whole_without_script_on_a_phone_and_on_paper(
    opened: Site, needs: dict[str, Need]
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
    opened: Site, needs: dict[str, Need]
) -> None:
    counts = Counter(
        goal
        for need in needs.values()
        if need["status"] != "opgivet"
        for goal in need["bidrager_til"]
    )
    html = (opened.out / "daekning.html").read_bytes()
    assert len(gzip.compress(html)) < 60_000
    assert len(re.findall(rb"<[a-z]", html)) < 5_800
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
    opened: Site, needs: dict[str, Need]
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


def test_the_links_of_the_plan_are_a_mixture(goals: list[Goal]) -> None:
    doubts = Counter(goal.doubt for goal in goals)
    assert doubts == {"": 12, "kun usikre koblinger": 1, "kun svage koblinger": 1}


def test_the_list_of_confirmed_links_is_that_of_the_plan() -> None:
    tool = runpy.run_path(str(REPO / "tools" / "large_plan.py"))
    made = tool["confirmed"](random.Random(tool["SEED"]), tool["plan"]()[1])
    assert tool["CONFIRMED_FILE"].read_text("utf-8") == made


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 800), (1024, 768), (768, 1024), (390, 844)]
)
def test_the_map_fits_its_first_screen(as_read: Site, width: int, height: int) -> None:
    with as_read.window(viewport={"width": width, "height": height}) as page:
        as_read.open(page, "kort.html")
        phone = width == 390
        shown = page.locator(f".needs-glance-{'strip' if phone else 'rows'} > li:visible")
        assert shown.count() == (4 if phone else 14)
        if width == 1024:  # below the heads of site and page all but the last row
            box = page.locator(".needs-glance").bounding_box()
            assert box
            assert box["height"] < height
            expect(shown.nth(10)).to_be_in_viewport(ratio=1)
        else:
            expect(shown.last).to_be_in_viewport(ratio=1)


def test_the_map_has_every_goal_and_leaves_the_initiatives_to_its_list(
    large: Built,
) -> None:
    soup = BeautifulSoup(large.read("kort.html"), "html.parser")
    figure = soup.select_one("figure:has(.needs-map)")
    assert figure is not None
    ids = {str(x["href"]).partition("#")[2] for x in figure.select(".needs-glance-boxes a")}
    assert len([x for x in ids if x.startswith("MS_")]) == 14
    assert len([x for x in ids if x.startswith("PM_")]) == 4
    assert not [x for x in ids if x.startswith("TI_")]
    assert "uden de 120 tiltag, som står i listen" in figure.get_text()


def test_an_owner_is_found_by_the_name_alone(opened: Site) -> None:
    with opened.window() as page:
        opened.open(page, "search.html?q=Frivilligkonsulenten")
        first = page.locator(".needs-search-results a, main ol a").first
        expect(first).to_have_attribute("href", re.compile("owners/frivilligkonsulenten"))


def test_a_question_to_many_is_asked_once_in_the_package(
    large: Built, needs: dict[str, Need]
) -> None:
    soup = BeautifulSoup(large.read(PACKAGE), "html.parser")
    open_ = {x for x, need in needs.items() if standing(need) != "Afsluttet"}
    late = {x for x, need in needs.items() if standing(need) == "Overskredet"}
    for words, ids in (
        ("Datoen er overskredet: sæt en ny, afslut det, eller opgiv det.", late),
        (
            "”Ansvarlig” er ikke oplyst: hvem tager det?",
            {x for x in open_ if not needs[x].get("ansvarlig")},
        ),
        (
            "”Frist” er ikke oplyst: hvornår skal det være færdigt?",
            {x for x in open_ if not needs[x].get("frist")},
        ),
    ):
        found = soup.find_all("strong", string=f"{words} ({len(ids)})")
        assert len(found) == 1
        asked = [x.get_text() for x in soup.select("li > ul > li")]
        assert {x.split()[0] for x in asked} >= ids
        assert soup.get_text().count(words) == 1


def test_the_meeting_shows_the_lines_of_each_owner(
    opened: Site, needs: dict[str, Need]
) -> None:
    with opened.window() as page:
        opened.open(page, PACKAGE)
        page.wait_for_selector(".meeting-started")
        choice = page.locator(".meeting-filters").get_by_label("Ansvarlig", exact=True)
        named = set(choice.locator("option").all_inner_texts()) - {"alle", "ikke oplyst"}
        lines = page.locator("details.meeting-line:visible > summary")
        owned: dict[str, set[str]] = {}
        for id_, need in needs.items():
            for owner in filter(None, re.split(r"\s*;\s*", need.get("ansvarlig") or "")):
                owned.setdefault(owner, set()).add(id_)
        assert named <= set(owned)
        for owner in named:
            choice.select_option(label=owner)
            shown = {x.split()[0] for x in lines.all_inner_texts()}
            open_ = {x for x in owned[owner] if standing(needs[x]) != "Afsluttet"}
            assert open_ <= shown <= owned[owner]
        choice.select_option(label="ikke oplyst")
        shown = {x.split()[0] for x in lines.all_inner_texts() if x.startswith("TI_")}
        assert not shown & set().union(*owned.values())


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


@pytest.mark.parametrize("wide", [768, 1024])
def test_axe_finds_nothing_in_the_coverage_on_a_tablet(opened: Site, wide: int) -> None:
    """The groups of columns are so narrow there that only their numbers are shown."""
    with opened.window(viewport={"width": wide, "height": 900}) as page:
        opened.open(page, "daekning.html")
        # A site may show numbers in place of ids.
        number = "links => links.map(x => { x.firstChild.textContent = '2';"
        width = " return x.getBoundingClientRect().width; })"
        links = page.locator(".coverage-tight a:visible")
        narrow = links.evaluate_all(number + width)
        assert narrow
        assert min(narrow) >= 24
        assert findings(page, "light") == []


def test_another_reader_finds_every_deadline_in_the_calendars(
    large: Built, needs: dict[str, Need]
) -> None:
    wanted: dict[str, dict[str, str]] = {"": {}}
    for id_, need in needs.items():
        if need.get("frist") and standing(need) != "Afsluttet":
            wanted[""][id_] = need["frist"]
            for owner in filter(None, re.split(r"\s*;\s*", need.get("ansvarlig") or "")):
                wanted.setdefault(owner, {})[id_] = need["frist"]
    assert len(wanted[""]) > 30
    for owner, days in wanted.items():
        name = page_name(owner).rpartition("/")[2] if owner else "all"
        calendar = vobject.readOne(large.read(f"calendars/{name}.ics"))
        uids = [(x.uid.value, x) for x in calendar.vevent_list]
        assert len(dict(uids)) == len(uids)
        found = {
            uid.partition("-deadline@")[0]: str(event.dtstart.value)
            for uid, event in uids
            if "-deadline@" in uid
        }
        assert found == days, owner
