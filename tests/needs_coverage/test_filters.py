"""Filters and folds in a real browser; the table without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Built, Windows
    from tests.needs_coverage.conftest import Fresh

MATRIX = """# Dækning

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
    plan.write("daekning.md", MATRIX)
    plan.edit(
        "tiltag-2.md", (":status: planlagt", ':status: planlagt\n:ansvarlig: <Øst> & "V"')
    )
    return (plan.build().out / "daekning.html").as_uri()


@pytest.fixture
def page(windows: Windows, address: str) -> Iterator[Page]:
    yield from windows.silent(address)


def shown(page: Page, what: str) -> list[str]:
    """Return the ids of the rows or columns that are to be seen."""
    place = {"rows": "tbody th[scope=row]", "columns": "thead tr:last-child th"}[what]
    return page.eval_on_selector_all(  # type: ignore[no-any-return]
        f"table.coverage-matrix {place}",
        """headers => headers.filter(h => h.offsetParent && h.querySelector('.coverage-id'))
        .map(h => h.querySelector('.coverage-id').textContent)""",
    )


def totals(page: Page) -> list[str]:
    cells = page.locator("tfoot td:visible").all_inner_texts()
    return [" ".join(text.split()) for text in cells]


def test_nothing_is_hidden_at_first(page: Page) -> None:
    assert len(shown(page, "rows")) == 5
    assert len(shown(page, "columns")) == 5
    expect(page.get_by_role("status")).to_have_text(
        "Vist: målsætning 5 af 5, tiltag 5 af 5."
    )


def test_a_choice_hides_counts_and_is_kept_in_the_address(page: Page) -> None:
    page.get_by_label("Status").select_option("i gang")
    assert shown(page, "columns") == ["TI_103"]
    expect(page.get_by_role("status")).to_have_text(
        "Vist: målsætning 5 af 5, tiltag 1 af 5."
    )
    assert totals(page) == ["1", "1"]
    assert "filter:matrix.status=i+gang" in page.url
    page.reload()
    assert shown(page, "columns") == ["TI_103"]
    assert page.get_by_label("Status").input_value() == "=i gang"


def test_choices_go_together_and_can_be_taken_back(page: Page) -> None:
    before = totals(page)
    page.get_by_label("Pejlemærke").select_option("PM_2 Siden")
    page.get_by_label("Ansvarlig").select_option(label="ikke oplyst")
    assert shown(page, "rows") == ["MS_1_10"]
    assert shown(page, "columns") == ["TI_101", "TI_103", "TI_104", "TI_105"]
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
    button = page.get_by_role("button", name="Fold sammen eller ud: PM_1 Først")
    button.focus()
    page.keyboard.press("Enter")
    assert shown(page, "rows") == ["MS_1_10"]
    assert button.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    assert len(shown(page, "rows")) == 5


def test_headings_keep_to_their_columns(page: Page) -> None:
    page.get_by_label("Status").select_option("planlagt")
    spans = page.locator("thead .coverage-span:visible")
    assert [span.get_attribute("colspan") for span in spans.all()] == ["1"]
    widths = page.locator("tr.coverage-group th").all()
    assert {heading.get_attribute("colspan") for heading in widths} == {"3"}


def test_without_script_the_table_is_whole(windows: Windows, address: str) -> None:
    page = windows.page(java_script_enabled=False)
    page.goto(address)
    assert page.locator("td.coverage-hit:visible").count() == 5
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
    cells = page.locator("tbody td.coverage-total:visible")
    texts = {" ".join(cell.text_content().split()) for cell in cells.all()}  # type: ignore[union-attr]
    assert texts == {"○ 0 ingen"}
    assert all("coverage-none" in str(cell.get_attribute("class")) for cell in cells.all())
