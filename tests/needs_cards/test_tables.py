"""sphinx-needs' own tables and lists, dressed for readers; builds that are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from tests.conftest import Project

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


def test_two_clean_builds_are_the_same(plan: Project) -> None:
    plan.write("tabel.md", TABLE)
    once = plan.build(out="once").out
    twice = plan.build(out="twice", jobs=3).out
    files = [p.relative_to(once) for p in sorted(once.rglob("*")) if p.is_file()]
    differ = [p for p in files if (once / p).read_bytes() != (twice / p).read_bytes()]
    assert differ == []
    assert not {"permalink.html", "schema_violations.json"} & {p.name for p in files}


def test_a_table_of_needs_shows_titles_and_our_words(plan: Project) -> None:
    plan.write("tabel.md", TABLE)
    built = plan.build(needs_table_style="table", suppress_warnings=["needs.max_items"])
    assert built.warnings == ""
    soup = BeautifulSoup(built.read("tabel.html"), "html.parser")
    plain, interactive = soup.select("table.need-table")
    heads = [" ".join(cell.text.split()) for cell in plain.select("thead th")]
    assert heads == ["ID", "Titel", "Status", "Ansvarlig", "Bidrager til", "Har kilde"]
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


def test_the_sentences_of_lists_are_ours(plan: Project) -> None:
    plan.write("tabel.md", TABLE)
    built = plan.build(suppress_warnings=["needs.max_items"])
    text = BeautifulSoup(built.read("tabel.html"), "html.parser").get_text(" ")
    assert "Ingen passer." in text
    assert "Viser de første 2 af 5." in text
    assert "Filter: types(tiltag)" in " ".join(text.split())
    assert "Tiltag nummer 1 (TI_101)" in text
    for english in ("No needs", "Used filter", "Showing"):
        assert english not in text
