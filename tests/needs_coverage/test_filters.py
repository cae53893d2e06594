"""Filters and folds in a real browser; the table without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Built, Windows
    from tests.needs_coverage.conftest import Fresh

OVERVIEW = """# Dækning

:::{coverage-overview}
:rows: målsætning
:columns: tiltag
:link: bidrager_til
:group-by: under
:group-columns-by: under
:caption: Overblik
:::
"""
MATRIX = """
:::{coverage-matrix}
:rows: målsætning
:columns: tiltag
:link: bidrager_til
:group-by: under
:group-columns-by: under
:filters: status, ansvarlig
:caption: Mål og tiltag
:name: matrix
:::
"""


@pytest.fixture(scope="module")
def address(fresh: Fresh) -> str:
    plan = fresh("plan")
    plan.write("daekning.md", OVERVIEW + MATRIX)
    for number in "45":
        plan.edit(f"tiltag-{number}.md", (":under: PM_1", ":under: PM_2"))
    plan.edit(
        "tiltag-2.md", (":status: planlagt", ':status: planlagt\n:ansvarlig: <Øst> & "V"')
    )
    built = plan.build(needs_core_edit_url="https://example.org/{path}#{id}")
    return (built.out / "daekning.html").as_uri()


@pytest.fixture
def page(windows: Windows, address: str) -> Iterator[Page]:
    yield from windows.silent(address)


def shown(page: Page, what: str) -> list[str]:
    """Return the ids of the rows or columns that are to be seen."""
    place = {"rows": "tbody th[scope=row]", "columns": "thead th .coverage-column"}[what]
    found = page.locator(f"#matrix {place} .coverage-id")
    return [text.strip() for text in found.all_inner_texts()]


def totals(page: Page) -> list[str]:
    cells = page.locator("#matrix tfoot td:visible").all_inner_texts()
    return [" ".join(text.split()) for text in cells]


def test_nothing_is_hidden_at_first(page: Page) -> None:
    assert len(shown(page, "rows")) == 5
    assert len(shown(page, "columns")) == 5
    expect(page.locator(".coverage-count")).to_have_text(
        "Vist: målsætning 5 af 5, tiltag 5 af 5."
    )


def test_a_choice_hides_counts_and_is_kept_in_the_address(page: Page) -> None:
    page.get_by_label("Status").select_option("i gang")
    assert shown(page, "columns") == ["TI_103"]
    expect(page.locator(".coverage-count")).to_have_text(
        "Vist: målsætning 5 af 5, tiltag 1 af 5."
    )
    assert totals(page) == ["1", "1"]
    assert "filter:matrix.status=i+gang" in page.url
    page.reload()
    assert shown(page, "columns") == ["TI_103"]
    assert page.get_by_label("Status").input_value() == "=i gang"


def test_choices_go_together_and_can_be_taken_back(page: Page) -> None:
    before = totals(page)
    page.get_by_label("Pejlemærke (målsætning)").select_option("PM_1 Først")
    page.get_by_label("Ansvarlig").select_option(label="ikke oplyst")
    linked = shown(page, "columns")
    assert "TI_102" not in linked
    hits = page.locator("#matrix tbody td.coverage-hit")
    # A column with nothing in it is left out; a row with nothing in it is a finding.
    assert 0 < len(linked) <= hits.count()
    assert len(shown(page, "rows")) == 4
    page.get_by_role("button", name="Vis alt").click()
    assert len(shown(page, "rows")) == 5
    assert totals(page) == before


def test_a_value_is_text_and_nothing_else(page: Page) -> None:
    page.get_by_label("Ansvarlig").select_option(label='<Øst> & "V"')
    assert shown(page, "columns") == ["TI_102"]
    page.reload()
    assert shown(page, "columns") == ["TI_102"]


def test_an_address_with_nonsense_shows_everything(page: Page, address: str) -> None:
    page.goto(f"{address}#filter:matrix.status=<script>&x=%E0%A4%A")
    page.reload()
    assert len(shown(page, "columns")) == 5


def test_groups_fold_by_keyboard(page: Page) -> None:
    before = page.locator("#matrix tbody td.coverage-total").all_inner_texts()
    button = page.locator("#matrix tbody").get_by_role(
        "button", name="Fold sammen eller ud: PM_1 Først"
    )
    button.focus()
    page.keyboard.press("Enter")
    assert shown(page, "rows") == ["MS_1_10"]
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()
    # The folded group is one row with its sums.
    line = page.locator("#matrix tr.coverage-group").first.locator("td").all_inner_texts()
    assert sum(map(number, line[:-1])) == number(line[-1]) == sum(map(number, before[:4]))
    page.keyboard.press("Enter")
    assert len(shown(page, "rows")) == 5


def number(text: str) -> int:
    """Return the number in a cell; an empty cell is nought."""
    return int("".join(filter(str.isdigit, text)) or 0)


def test_groups_of_columns_fold_into_their_sums(page: Page) -> None:
    before = totals(page)
    sums = page.locator("#matrix tbody tr td.coverage-total").all_inner_texts()
    page.get_by_role("button", name="Fold kolonnerne sammen").click()
    assert shown(page, "columns") == ["PM_1", "PM_2"]
    folded = totals(page)
    assert sum(map(number, folded[:-1])) == number(folded[-1]) == number(before[-1])
    assert page.locator("#matrix tbody tr td.coverage-total").all_inner_texts() == sums
    assert "fold=PM_1+PM_2" in page.url
    page.reload()
    assert shown(page, "columns") == ["PM_1", "PM_2"]
    page.get_by_role("button", name="Fold sammen eller ud: PM_2 Siden").first.click()
    assert shown(page, "columns") == ["PM_1", "TI_104", "TI_105"]


def test_a_narrow_window_begins_with_the_columns_folded(
    windows: Windows, address: str
) -> None:
    size = {"width": 280, "height": 700}
    for page in windows.silent(address, viewport=size):
        assert shown(page, "columns") == ["PM_1", "PM_2"]
        page.get_by_role("button", name="Fold kolonnerne ud").click()
        assert len(shown(page, "columns")) == 5


def test_the_reader_turns_the_table_and_the_address_keeps_it(page: Page) -> None:
    rows, columns, before = shown(page, "rows"), shown(page, "columns"), totals(page)
    lines = page.locator("#matrix tbody tr > td.coverage-total").all_inner_texts()
    turn = page.get_by_role("button", name="Vend tabellen")
    turn.click()
    assert (shown(page, "rows"), shown(page, "columns")) == (columns, rows)
    assert list(map(number, totals(page)[:-1])) == list(map(number, lines))
    assert totals(page)[-1] == before[-1]
    expect(turn).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#matrix .coverage-corner")).to_have_text("Tiltag")
    page.reload()
    assert shown(page, "rows") == columns
    page.get_by_role("button", name="Vend tabellen").click()
    assert shown(page, "rows") == rows
    assert "turn" not in page.url


def test_words_are_shown_or_not_as_the_reader_chooses(page: Page) -> None:
    words = page.locator("#matrix td.coverage-hit .coverage-words").first
    toggle = page.get_by_role("button", name="Vis ord i cellerne")
    shows = toggle.get_attribute("aria-pressed") == "true"
    wide = words.evaluate("word => word.offsetWidth > 5")
    assert wide == shows
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", str(not shows).lower())
    assert words.evaluate("word => word.offsetWidth > 5") != shows
    leaving = """cells => cells.filter(cell => [...cell.querySelectorAll('.coverage-words')]
        .some(word => word.getBoundingClientRect().right
            > cell.getBoundingClientRect().right + 1)).length"""
    assert page.eval_on_selector_all("#matrix td.coverage-hit", leaving) == 0


def test_counts_of_the_overview_lead_to_what_they_count(page: Page) -> None:
    rows = page.locator("table.coverage-overview tbody tr:not(.coverage-group)")
    assert rows.count() == 5
    told = {
        row.locator(".coverage-id").inner_text(): number(
            row.locator("td").last.inner_text()
        )
        for row in rows.all()
    }
    lines = page.locator("#matrix tbody tr:has(> th[scope=row])")
    assert told == {
        line.locator("th .coverage-id").inner_text(): number(
            line.locator("td").last.inner_text()
        )
        for line in lines.all()
    }
    goal = next(id_ for id_, count in told.items() if count)
    lead = rows.filter(has_text=goal).locator(".coverage-lead").first
    assert lead.get_attribute("href") == f"{page.url}#filter:matrix.find-rows={goal}"
    lead.click()
    assert shown(page, "rows") == [goal]
    assert number(totals(page)[-1]) == told[goal]
    counts = page.locator("table.coverage-counts")
    lead = counts.locator("tbody tr").first.locator("td a").first
    expected = number(lead.inner_text())
    lead.click()
    assert number(totals(page)[-1]) == expected
    assert "matrix.group=PM_1" in page.url
    total = counts.locator("tfoot td").last.inner_text()
    assert number(total) == sum(told.values())


def test_a_cell_says_why_and_leads_on(page: Page, windows: Windows, address: str) -> None:
    cell = page.locator("#matrix td.coverage-hit a").first
    cell.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Begrundelse for cellen")
    expect(dialog).to_contain_text("bidrager til")
    expect(dialog).to_contain_text("Status: ")
    names = [link.inner_text() for link in dialog.get_by_role("link").all()]
    acting, goal, edit = [" ".join(name.split()) for name in names]
    assert (acting[:3], goal[:3]) == ("TI_", "MS_")
    assert edit == f"Ret {acting.split()[0]}"
    href = str(dialog.get_by_role("link").last.get_attribute("href"))
    assert href.startswith("https://example.org/tiltag-")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(cell).to_be_focused()
    page.locator("#matrix td.coverage-hit").last.click()
    dialog.get_by_role("button", name="Luk").click()
    expect(dialog).to_be_hidden()
    bare = windows.page(java_script_enabled=False)
    bare.goto(address)
    bare.get_by_text("Begrundelse for hver celle").click()
    entries = bare.locator(".coverage-reasons li:visible")
    assert entries.count() == bare.locator("#matrix td.coverage-hit").count()


def test_a_table_can_be_skipped_by_keyboard(page: Page) -> None:
    skip = page.get_by_role("link", name="Spring tabellen over: Mål og tiltag")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('#matrix')")


def test_headings_keep_to_their_columns(page: Page) -> None:
    page.get_by_label("Status").select_option("planlagt")
    spans = page.locator("#matrix thead .coverage-span:visible")
    assert [span.get_attribute("colspan") for span in spans.all()] == ["1"]
    for row in page.locator("#matrix tr.coverage-group").all():
        assert row.locator("th, td").count() == 1 + 2


NAMED = """() => [...document.querySelectorAll('#matrix td')].map(cell => {
  const box = cell.getBoundingClientRect(), line = cell.parentElement;
  const heads = cell.headers.split(" ").map(id => document.getElementById(id));
  const over = (one, other) => one.left < other.right - 2 && one.right > other.left + 2;
  const right = [...document.querySelectorAll('#matrix th')].filter(head =>
    head.parentElement === line
      || head.closest("thead") && over(head.getBoundingClientRect(), box));
  return right.length > 1 && right.every(head => heads.includes(head))
    && heads.every(head => right.includes(head));
})"""


def test_under_heads_in_two_rows_each_cell_names_its_heads(page: Page) -> None:
    named = page.evaluate(NAMED)
    assert len(named) > 20
    assert all(named)
    page.get_by_role("button", name="Vend tabellen").click()
    assert all(page.evaluate(NAMED))
    ids = page.eval_on_selector_all("#matrix th[id]", "all => all.map(head => head.id)")
    assert len(ids) == len(set(ids))
    page.get_by_label("Pejlemærke (tiltag)").select_option(index=1)
    assert all(page.evaluate(NAMED))


def test_a_table_that_is_folded_away_fits_when_it_is_opened(page: Page) -> None:
    folded = """() => {
      const scroller = document.querySelector('#matrix').parentElement;
      const box = document.createElement('details');
      scroller.before(box);
      box.append(scroller);
    }"""
    width = "parseFloat(document.querySelector('#matrix').style.getPropertyValue('%s'))"
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function(f"{width % '--coverage-head'} > 200")
    page.evaluate(folded)
    page.set_viewport_size({"width": 360, "height": 800})
    page.evaluate("document.querySelector('details:has(#matrix)').open = true")
    page.wait_for_function(f"{width % '--coverage-head'} < 200")
    page.evaluate("document.querySelector('details:has(#matrix)').open = false")
    page.evaluate("window.location.hash = '#filter:matrix.status=planlagt'")
    page.wait_for_function("document.querySelector('details:has(#matrix)').open")


def test_without_script_the_table_is_whole(windows: Windows, address: str) -> None:
    page = windows.page(java_script_enabled=False)
    page.goto(address)
    assert page.locator("#matrix td.coverage-hit:visible").count() == 5
    assert page.locator("select").count() == 0


def test_the_script_is_only_where_there_is_a_matrix(built_plan: Built) -> None:
    for script in ("needs_filters.js", "needs_coverage.js"):
        assert script in built_plan.read("daekning.html")
        assert script not in built_plan.read("tiltag-1.html")


def test_a_link_within_the_page_takes_no_choice_back(page: Page) -> None:
    page.get_by_label("Status").select_option("i gang")
    page.evaluate("window.location.hash = '#matrix'")
    page.wait_for_function("window.location.hash === '#matrix'")
    assert shown(page, "columns") == ["TI_103"]
    page.go_back()
    page.wait_for_function("window.location.hash.startsWith('#filter:')")
    assert shown(page, "columns") == ["TI_103"]
    page.evaluate("window.location.hash = '#filter:matrix.status=planlagt'")
    page.wait_for_function(
        "document.querySelector('#coverage-matrix-status').value === '=planlagt'"
    )
    assert shown(page, "columns") == ["TI_102"]


def test_a_total_of_nothing_has_a_circle_and_a_word_when_filtered_too(page: Page) -> None:
    page.get_by_label("Status").select_option("opgivet")
    assert totals(page) == ["○ 0 ingen", "○ 0 ingen"]
    cells = page.locator("#matrix tbody td.coverage-total:visible")
    texts = {" ".join(cell.text_content().split()) for cell in cells.all()}  # type: ignore[union-attr]
    assert texts == {"○ 0 ingen"}
    assert all("coverage-none" in str(cell.get_attribute("class")) for cell in cells.all())
