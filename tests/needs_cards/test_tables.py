"""sphinx-needs' own tables and lists, dressed for readers; builds that are the same."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import ROOTS, Built, Project, copy_model, project

TABLE = """# Tabel

:::{needtable}
:types: tiltag
:columns: id; title; status; ansvarlig; bidrager_til; kilde
:::

:::{needtable}
:types: målsætning
:columns: id; title as "Mål"; bidrager_til_back
:style: datatables
:::

:::{needtable}
:types: kilde
:::

Se {need}`TI_101`.

:::{needlist}
:types: tiltag
:show_filters:
:show_status:
:max_items: 2
:::
"""


SETTINGS: dict[str, Any] = {
    "needs_table_style": "table",
    "needs_cards_remove": ["permalink.html", "schema_violations.json"],
    "suppress_warnings": ["needs.max_items"],
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the plan with a page of tables."""
    made = project(ROOTS / "plan", tmp_path_factory.mktemp("tables"))
    copy_model(made.source)
    made.write("tabel.md", TABLE)
    return made


@pytest.fixture(scope="module")
def built(tables: Project) -> Built:
    return tables.build(out="once", **SETTINGS)


def test_two_clean_builds_are_the_same(tables: Project, built: Built) -> None:
    once, twice = built.out, tables.build(out="twice", jobs=2, **SETTINGS).out
    files = [p.relative_to(once) for p in sorted(once.rglob("*")) if p.is_file()]
    differ = [p for p in files if (once / p).read_bytes() != (twice / p).read_bytes()]
    assert differ == []
    assert not {"permalink.html", "schema_violations.json"} & {p.name for p in files}


def test_a_table_of_needs_shows_titles_and_our_words(built: Built) -> None:
    assert built.warnings == ""
    soup = BeautifulSoup(built.read("tabel.html"), "html.parser")
    plain, interactive = soup.select("table.need-table")
    heads = [" ".join(cell.text.split()) for cell in plain.select("thead th")]
    assert heads == ["ID", "Titel", "Status", "Ansvarlig", "Bidrager til", "Kilde"]
    cells = [" ".join(c.text.split()) for c in plain.select("tbody tr")[0].select("th, td")]
    assert cells == [
        "TI_101",
        "Tiltag nummer 1",
        "◇ kandidat",
        "ikke oplyst",
        "MS_1_1 Mål nummer 1",
        "ingen",
    ]
    first = plain.select_one("tbody tr > *")
    assert isinstance(first, Tag)
    assert first.name == "th"
    link = plain.select_one('td a[href="maal-a.html#MS_1_1"]')
    assert link is not None
    heads = [" ".join(cell.text.split()) for cell in interactive.select("thead th")]
    assert heads == ["ID", "Mål", "Understøttes af"]
    assert '"next": "Næste"' in str(interactive["data-needstable-labels"])


def test_the_sentences_of_lists_are_ours(built: Built) -> None:
    text = BeautifulSoup(built.read("tabel.html"), "html.parser").get_text(" ")
    assert "Ingen passer." in text
    assert "Viser de første 2 af 5." in text
    assert "Filter: types(tiltag)" in " ".join(text.split())
    assert "Tiltag nummer 1 (TI_101)" in text
    for english in ("No needs", "Used filter", "Showing"):
        assert english not in text
