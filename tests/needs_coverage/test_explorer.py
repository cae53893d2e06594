"""The explorer of a large matrix in a real browser, from a file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_paper import beside, text_of
from tests.needs_coverage.test_large_build import linked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Built, Project, Windows
    from tests.needs_coverage.conftest import Fresh

GOALS, ACTIONS = 60, 70
STATUSES = ("kandidat", "planlagt", "gennemført", "opgivet")


@pytest.fixture(scope="module")
def large(fresh: Fresh) -> Project:
    """Return a plan that is larger than any window: 65 goals by 75 actions."""
    plan = fresh("plan")
    goals = [
        f":::{{målsætning}} Stort mål {n}\n:id: MS_2_{n}\n:under: PM_{n % 2 + 1}\n:::\n"
        for n in range(1, GOALS + 1)
    ]
    actions = [
        f":::{{tiltag}} <b>Stort</b> tiltag {n}\n:id: TI_{n}\n:status: {STATUSES[n % 4]}\n"
        f":under: PM_1\n:bidrager_til: MS_2_{n % GOALS + 1}\n"
        f":ansvarlig: Hold {n % 3}\n:::\n"
        for n in range(200, 200 + ACTIONS)
    ]
    plan.write("maal-c.md", "# Mål c\n\n" + "\n".join(goals))
    plan.write("tiltag-6.md", "# Tiltag 6\n\n" + "\n".join(actions))
    plan.edit(
        "daekning.md", (":name: matrix", ":name: matrix\n:filters: status, ansvarlig")
    )
    return plan


@pytest.fixture(scope="module")
def built(large: Project) -> Built:
    """Build it, rolled up."""
    made = large.build(needs_coverage_cells=500)
    assert made.warnings == ""
    return made


@pytest.fixture
def page(windows: Windows, built: Built) -> Iterator[Page]:
    yield from windows.silent((built.out / "daekning.html").as_uri())


@pytest.fixture
def grid(page: Page) -> Page:
    page.click(".coverage-open")
    page.wait_for_selector(".coverage-grid tbody td")
    return page


def focused(page: Page) -> str:
    """Return the place of the cell that has the focus: line and column."""
    place = "document.activeElement.closest('[data-at]')?.dataset.at ?? 'nowhere'"
    return str(page.evaluate(place))


def text(page: Page) -> str:
    shown = page.evaluate("document.activeElement.textContent")
    return " ".join(str(shown).split())


def count(page: Page) -> str:
    return page.locator(".coverage-explorer .coverage-count").inner_text()


def test_nothing_is_fetched_before_it_is_asked_for(page: Page) -> None:
    assert page.evaluate("window.needsCoverage") is None
    assert page.locator(".coverage-grid").count() == 0
    assert page.locator(".coverage-open").get_attribute("aria-expanded") == "false"


def test_only_what_is_in_view_is_drawn(grid: Page) -> None:
    assert grid.locator(".coverage-grid td").count() < 600
    told = grid.locator(".coverage-grid")
    assert told.get_attribute("role") == "grid"
    assert told.get_attribute("aria-colcount") == str(75 + 2)
    # Every goal, a heading for each of the two groups, names and totals of the columns.
    assert told.get_attribute("aria-rowcount") == str(65 + 2 + 2)


def test_the_whole_grid_says_what_needs_json_says(grid: Page, built: Built) -> None:
    found: dict[tuple[str, str], str] = {}
    totals: dict[str, int] = {}
    read = """() => [...document.querySelectorAll('.coverage-grid tbody tr')].map(row => [
        row.querySelector('th .coverage-id')?.textContent,
        row.querySelector('.coverage-total')?.textContent,
        [...row.querySelectorAll('.coverage-hit')].map(x => x.textContent.trim())])"""
    grid.set_viewport_size({"width": 1900, "height": 1900})
    drawn = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    grid.evaluate(drawn)
    lines = grid.locator(".coverage-grid tbody tr").count()
    columns = grid.locator(".coverage-grid .coverage-upright").count()
    assert lines > 15, "a tall window shows much at once"
    view = grid.locator(".coverage-view")
    for top in range(0, 69, lines):
        for left in range(0, 80, columns):
            view.evaluate("(x, [t, l]) => x.scrollTo(l * 72, t * 44)", [top, left])
            grid.evaluate(drawn)
            for row, total, hits in grid.evaluate(read):
                if total is not None:
                    totals[row] = int(re.sub(r"\D", "", total))
                for hit in hits:
                    column, *words, goal = hit.split()
                    assert goal == row
                    found[goal, column] = " ".join(words)
    assert set(found) == linked(built)
    told = json.loads(built.read("coverage/matrix.json"))
    assert totals == {row["id"]: row["total"] for row in told["rows"]}
    assert sum(totals.values()) == told["total"]


def test_the_keyboard_goes_everywhere_and_back(grid: Page) -> None:
    grid.locator('.coverage-grid [tabindex="0"]').focus()
    assert grid.locator('.coverage-grid [tabindex="0"]').count() == 1
    grid.keyboard.press("Control+Home")
    assert (focused(grid), text(grid)) == ("-2 -2", "Målsætning")
    grid.keyboard.press("ArrowUp")
    assert focused(grid) == "-2 -2", "no way out at the edge"
    grid.keyboard.press("ArrowRight")
    grid.keyboard.press("ArrowRight")
    assert text(grid).startswith("TI_101")
    grid.keyboard.press("End")
    assert focused(grid) == "-2 74"
    assert text(grid).startswith("TI_269"), "the last column is brought into view"
    grid.keyboard.press("Control+End")
    assert focused(grid) == "66 74"
    assert (
        grid.locator(".coverage-grid tbody tr").last.get_attribute("aria-rowindex") == "69"
    )
    grid.keyboard.press("Home")
    assert text(grid).startswith("MS_2_59")
    grid.keyboard.press("PageUp")
    line = int(focused(grid).split()[0])
    assert 0 < line < 66
    grid.keyboard.press("PageDown")
    assert focused(grid) == "66 -2"


def test_headers_stay_in_view(grid: Page) -> None:
    view = grid.locator(".coverage-view")
    view.evaluate("x => x.scrollTo(1500, 1500)")
    grid.wait_for_function(
        "document.querySelector('.coverage-grid tbody th').textContent.includes('MS_2_')"
    )
    frame, corner = (
        view.bounding_box(),
        grid.locator(".coverage-grid th").first.bounding_box(),
    )
    assert frame
    assert corner
    assert abs(corner["x"] - frame["x"]) < 3
    assert abs(corner["y"] - frame["y"]) < 3


def test_a_cell_leads_to_its_action(grid: Page) -> None:
    grid.get_by_label("Find i målsætning").fill("MS_2_21")
    grid.get_by_label("Udelad det, der ikke er koblet").check()
    links = grid.locator(".coverage-grid .coverage-hit a")
    expect(links).to_have_count(2)
    link = links.first
    assert " ".join(link.inner_text().split()).startswith("TI_200 ◇ kandidat")
    link.click()
    assert grid.url.endswith("tiltag-6.html#TI_200")
    grid.go_back()
    expect(links).to_have_count(2)


def test_choices_count_and_are_kept_in_the_address(grid: Page, windows: Windows) -> None:
    assert count(grid) == "Vist: målsætning 65 af 65, tiltag 75 af 75."
    form = grid.locator(".coverage-explorer .coverage-filters")
    form.get_by_label("Status").select_option(label="opgivet")
    form.get_by_label("Pejlemærke").select_option(label="PM_2 Siden")
    form.get_by_label("Udelad det, der ikke er koblet").check()
    shown = count(grid)
    assert re.fullmatch(r"Vist: målsætning \d+ af 65, tiltag \d+ af 75\.", shown)
    assert grid.locator(".coverage-grid .coverage-hit:not(.coverage-lost)").count() == 0
    assert (
        grid.locator(
            ".coverage-grid tr:has(td.coverage-total) .coverage-total"
        ).first.inner_text()
        == "○ 0"
    ), "what is abandoned counts for nothing"
    for again in windows.silent(grid.url, locale="da-DK"):  # another window
        again.wait_for_selector(".coverage-grid")
        assert count(again) == shown
    grid.get_by_role("button", name="Vis alt").click()
    expect(grid.locator(".coverage-explorer .coverage-count")).to_have_text(
        "Vist: målsætning 65 af 65, tiltag 75 af 75."
    )


def test_the_table_is_turned_and_every_sum_stays(grid: Page, windows: Windows) -> None:
    corner = grid.locator('.coverage-grid [data-at="-2 -2"]')
    before = grid.locator(".coverage-grid thead .coverage-total").first.inner_text()
    grid.get_by_label("Vend tabellen").check()
    expect(corner).to_have_text("Tiltag")
    assert grid.locator(".coverage-grid thead .coverage-total").first.inner_text() == before
    told = grid.locator(".coverage-grid")
    assert told.get_attribute("aria-colcount") == str(65 + 2)
    grid.get_by_label("Find i målsætning").fill("MS_2_21")
    grid.get_by_label("Udelad det, der ikke er koblet").check()
    link = grid.locator(".coverage-grid .coverage-hit a").first
    said = " ".join(link.text_content().split())  # type: ignore[union-attr]
    assert re.fullmatch(r"TI_200 ◇ kandidat .*MS_2_21", said), "read as before"
    for again in windows.silent(grid.url, locale="da-DK"):  # another window
        again.wait_for_selector(".coverage-grid")
        expect(again.locator('.coverage-grid [data-at="-2 -2"]')).to_have_text("Tiltag")


def test_a_group_is_folded_to_its_sums(grid: Page, windows: Windows) -> None:
    fold = grid.locator(".coverage-grid [data-fold]").first
    expect(fold).to_have_attribute("aria-expanded", "true")
    rows = int(grid.locator(".coverage-grid").get_attribute("aria-rowcount") or 0)
    total = grid.locator(".coverage-grid thead .coverage-total").first.inner_text()
    grid.locator('.coverage-grid [tabindex="0"]').focus()
    fold.focus()
    grid.keyboard.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(fold).to_be_focused()
    size = int(re.findall(r"\((\d+)\)", fold.inner_text())[0])
    left = int(grid.locator(".coverage-grid").get_attribute("aria-rowcount") or 0)
    assert rows - left == size > 1
    sums = grid.locator(".coverage-grid tr.coverage-group").first.locator(".coverage-total")
    assert sums.count() > 3
    assert grid.locator(".coverage-grid thead .coverage-total").first.inner_text() == total
    for again in windows.silent(grid.url, locale="da-DK"):  # another window
        again.wait_for_selector(".coverage-grid")
        kept = again.locator(".coverage-grid [data-fold]").first
        expect(kept).to_have_attribute("aria-expanded", "false")
    fold.click()
    expect(grid.locator(".coverage-grid")).to_have_attribute("aria-rowcount", str(rows))


def test_all_groups_are_folded_whichever_way_the_table_is_turned(grid: Page) -> None:
    told = grid.locator(".coverage-grid")
    total = grid.locator(".coverage-grid thead .coverage-total").first.inner_text()
    rows = int(told.get_attribute("aria-rowcount") or 0)
    grid.get_by_role("button", name="Fold alle grupper sammen").click()
    lines = grid.locator(".coverage-grid tr.coverage-group .coverage-total")
    columns = int(told.get_attribute("aria-colcount") or 0)
    expect(told).to_have_attribute("aria-rowcount", str(2 + 2))
    grid.get_by_label("Vend tabellen").check()
    spans = grid.locator(".coverage-grid [data-span]")
    expect(spans).to_have_count(2)
    expect(told).to_have_attribute("aria-colcount", str(2 + 2))
    assert grid.locator(".coverage-grid thead .coverage-total").first.inner_text() == total
    spans.first.focus()
    grid.keyboard.press("Enter")
    expect(spans.first).to_have_attribute("aria-expanded", "true")
    expect(spans.first).to_be_focused()
    assert int(told.get_attribute("aria-colcount") or 0) > 4
    grid.keyboard.press("Enter")
    grid.get_by_label("Vend tabellen").uncheck()
    assert lines.count() > 2
    assert told.get_attribute("aria-colcount") == str(columns)
    grid.get_by_role("button", name="Fold alle grupper ud").click()
    expect(told).to_have_attribute("aria-rowcount", str(rows))


def test_a_cell_says_why_where_more_is_known(large: Project, windows: Windows) -> None:
    edit = "https://example.org/{path}#L{line}"
    built = large.build(out="why", needs_coverage_cells=500, needs_core_edit_url=edit)
    page = windows.page()
    page.goto((built.out / "daekning.html").as_uri())
    page.click(".coverage-open")
    for turned in (False, True):
        page.get_by_label("Vend tabellen").set_checked(turned)
        page.get_by_label("Find i målsætning").fill("MS_2_21")
        page.get_by_label("Udelad det, der ikke er koblet").check()
        page.locator(".coverage-grid .coverage-hit a").first.click()
        dialog = page.locator("dialog.coverage-dialog")
        expect(dialog).to_be_visible()
        said = " ".join(dialog.inner_text().split())
        assert said.startswith("TI_200 <b>Stort</b> tiltag 200 ")
        assert "MS_2_21 Stort mål 21. Status: ◇ kandidat." in said
        href = dialog.locator("a.coverage-edit").get_attribute("href") or ""
        assert re.fullmatch(r"https://example\.org/tiltag-6\.md#L\d+", href)
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


def test_text_from_pages_stays_text(grid: Page) -> None:
    grid.get_by_label("Find i tiltag").fill("<b>stort</b> tiltag 200")
    assert grid.locator(".coverage-grid b").count() == 0
    assert (
        "<b>Stort</b> tiltag 200" in grid.locator("th.coverage-upright").first.inner_text()
    )


def test_it_closes_again(grid: Page) -> None:
    grid.get_by_role("button", name="Luk matricen").click()
    expect(grid.locator(".coverage-grid")).to_be_hidden()
    assert "matrix.open" not in grid.url


def test_without_the_data_it_says_so(windows: Windows, built: Built) -> None:
    page = windows.page()
    page.route("**/matrix.data.js", lambda route: route.abort())
    page.goto((built.out / "daekning.html").as_uri())
    page.click(".coverage-open")
    expect(page.locator(".coverage-explorer .coverage-count")).to_contain_text(
        "ikke hentes"
    )
    page.unroute_all()


def test_without_script_there_is_the_overview(windows: Windows, built: Built) -> None:
    address = (built.out / "daekning.html").as_uri()
    for page in windows.silent(address, java_script_enabled=False):
        assert page.locator(".coverage-open").count() == 0
        page.locator(".coverage-rollup td.coverage-rolled a").first.click()
        assert "/coverage/matrix_1.html#TI_" in page.url
        assert page.locator("table.coverage-matrix").count() == 1


def paper(page: Page) -> tuple[str, list[str]]:
    """Print a page; return its text without spaces, and what lies beside the sheets."""
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    return "".join(text_of(document).split()), beside(document)


def test_a_whole_matrix_wider_than_a_sheet_loses_nothing_on_paper(
    large: Project, windows: Windows
) -> None:
    built = large.build(out="whole")
    address = (built.out / "daekning.html").as_uri()
    told = json.loads(built.read("coverage/matrix.json"))
    assert len(told["columns"]) > len(told["rows"]) > 45
    ids = [item["id"] for side in ("rows", "columns") for item in told[side]]
    for script in (True, False):
        page = windows.page(java_script_enabled=script)
        page.goto(address)
        text, lost = paper(page)
        assert lost == []
        assert [id_ for id_ in ids if id_ not in text] == []
        if script:  # in two tables, one after the other, and in one again on the screen
            assert "(2/2)" in text
            assert text.count("●") > sum("gennemført" in str(x) for x in told["cells"])
            expect(page.locator("table.coverage-sheet")).to_have_count(0)
        else:  # as a list, with each link in words
            assert text.count("bidragertil") >= len(linked(built))
            assert [x for x, _ in linked(built) if f"bidragertil{x}" not in text] == []
