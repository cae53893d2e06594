"""The matrix as a reader meets it, cell by cell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from tests.conftest import Built, Project


def tables(built: Built, page: str) -> list[Tag]:
    soup = BeautifulSoup(built.read(page), "html.parser")
    return list(soup.select("table.coverage-matrix"))


def cells(table: Tag) -> set[tuple[str, str]]:
    """Return ``(row id, column id)`` of every hit, from the headers' positions."""
    columns = [th.select_one(".coverage-id") for th in table.select("thead th")]
    found = set()
    for line in table.select("tbody tr:not(.coverage-group)"):
        row = line.select_one("th .coverage-id")
        assert row is not None
        entries = line.find_all(["th", "td"], recursive=False)
        assert len(entries) == len(columns)
        for header, entry in zip(columns, entries, strict=True):
            if "coverage-hit" in str(entry.get("class")):
                assert header is not None
                found.add((row.text, header.text))
    return found


LINKS = {
    ("MS_1_1", "TI_101"),
    ("MS_1_1", "TI_102"),
    ("MS_1_10", "TI_102"),
    ("MS_1_2", "TI_103"),
    ("MS_1_10", "TI_105"),
}


def test_every_cell_is_that_of_the_links(built_plan: Built) -> None:
    (table,) = tables(built_plan, "daekning.html")
    assert cells(table) == LINKS


def test_headers_name_the_need_and_lead_to_it(built_plan: Built) -> None:
    built = built_plan
    (table,) = tables(built, "daekning.html")
    for link in table.select("th a"):
        page, _, anchor = str(link["href"]).partition("#")
        target = BeautifulSoup(built.read(page), "html.parser").find(id=anchor)
        assert isinstance(target, Tag)
        title = link.select_one(".coverage-title")
        assert title is not None
        assert title.text in target.text


def test_headers_have_scopes_and_the_table_a_caption(built_plan: Built) -> None:
    (table,) = tables(built_plan, "daekning.html")
    caption = table.caption
    assert caption is not None
    assert caption.text.strip() == "tabel 1 Mål og tiltag"
    assert caption.select_one("em") is not None, "markup in a caption stays markup"
    scopes = {th["scope"] for th in table.select("th")}
    assert scopes == {"col", "row", "rowgroup"}


def test_a_hit_is_a_symbol_and_words_and_names_both_ends(built_plan: Built) -> None:
    (table,) = tables(built_plan, "daekning.html")
    texts = {" ".join(td.text.split()) for td in table.select("td.coverage-hit")}
    assert "TI_101 ◇ kandidat bidrager til MS_1_1" in texts
    assert "TI_105 ✕ opgivet bidrager til MS_1_10" in texts
    assert len(texts) == len(LINKS)


def test_totals_and_rows_without_a_hit_say_so(built_plan: Built) -> None:
    (table,) = tables(built_plan, "daekning.html")
    totals = [" ".join(td.text.split()) for td in table.select("tbody .coverage-total")]
    assert totals == ["2", "1", "○ 0 ingen", "○ 0 ingen", "1"]
    foot = [" ".join(td.text.split()) for td in table.select("tfoot td")]
    assert foot == ["1", "2", "1", "○ 0 ingen", "○ 0 ingen", "4"]


def test_rows_stand_below_their_pejlemaerke_in_natural_order(built_plan: Built) -> None:
    (table,) = tables(built_plan, "daekning.html")
    shown = [[i.text for i in b.select("th .coverage-id")] for b in table.select("tbody")]
    assert shown == [["PM_1", "MS_1_1", "MS_1_2", "MS_1_3", "MS_1_4"], ["PM_2", "MS_1_10"]]


def test_the_numbers_and_the_lists_below(built_plan: Built) -> None:
    text = BeautifulSoup(built_plan.read("daekning.html"), "html.parser").get_text()
    assert "Målsætning med tiltag: 3 af 5 (60\N{NO-BREAK SPACE}%)" in text
    assert "Tiltag med målsætning: 4 af 5 (80\N{NO-BREAK SPACE}%)" in text
    assert "○ Målsætning uden tiltag: 2 af 5" in text
    assert "○ Tiltag uden målsætning: 1 af 5" in text
    for label in ("MS_1_3 Mål nummer 3", "TI_104 Tiltag nummer 4", "NO_102 Et andet ord"):
        assert label in text


def test_the_matrix_agrees_with_needs_json(built_plan: Built) -> None:
    built = built_plan
    (version,) = json.loads(built.read("needs.json"))["versions"].values()
    links = {
        (target, need["id"])
        for need in version["needs"].values()
        for target in need.get("bidrager_til", ())
    }
    (table,) = tables(built, "daekning.html")
    assert cells(table) == links


HOSTILE = """<script>alert(1)</script> & "x" 'y' </td></table>{{ 7*7 }} `a` |b| %s \\\\"""


def test_text_from_a_page_stays_text_and_the_table_well_formed(plan: Project) -> None:
    plan.edit("tiltag-1.md", ("Tiltag nummer 1\n", f"{HOSTILE}\n"))
    built = plan.build()
    page = built.read("daekning.html")
    assert "<script>alert" not in page
    (found,) = tables(built, "daekning.html")
    titles = [span.text for span in found.select("thead .coverage-title")]
    assert titles[0] == HOSTILE
    assert cells(found) == LINKS
    table = page[
        page.index('<section class="needs-scroll ') : page.index("</table></section>")
    ]
    ET.fromstring(f"{table}</table></section>")  # noqa: S314 (our own text)
    assert "<script>alert" not in plan.build("xml").read("daekning.xml")


def test_another_project_in_another_language(built_foreign: Built) -> None:
    built = built_foreign
    assert built.warnings == ""
    straight, turned = tables(built, "index.html")
    assert cells(straight) == {("R_001", "T_001")}
    assert cells(turned) == {("T_001", "R_001")}
    assert "T_001 ● verifies R_001" in " ".join(straight.text.split())
    assert "R_001 ● is verified by T_001" in " ".join(turned.text.split())
    text = BeautifulSoup(built.read("index.html"), "html.parser").get_text("\n")
    assert "Requirement without test case: 1 of 2" in text
    assert "Test case verifies requirement: ● verifies, ○ none" in text
    soup = BeautifulSoup(built.read("index.html"), "html.parser")
    legends = [" ".join(x.get_text(" ").split()) for x in soup.select(".coverage-legend")]
    assert "Requirement is verified by test case: ● is verified by ○ none" in legends
    assert (
        "Test case (level: unit) with requirement: 1 of 1 (100\N{NO-BREAK SPACE}%)" in text
    )


def test_links_and_fields_may_be_declared_the_old_way(older: Project) -> None:
    built = older.build()
    assert built.warnings == ""
    (table,) = tables(built, "index.html")
    assert cells(table) == {("R_001", "T_001")}, "a link to a part counts for the need"


@pytest.mark.parametrize(
    ("link", "told", "cell"),
    [
        ("MS_1_3.2", "", "◑ i gang (del 2) bidrager til"),
        ("MS_1_3.2, MS_1_3.1", "", "◑ i gang (del 1, 2) bidrager til"),
        ("MS_1_3, MS_1_3.2", "", "◑ i gang bidrager til"),  # of all of it
        ("MS_1_3.9", "har ingen del ”9”, og linket tæller ikke", ""),
    ],
)
def test_a_part_is_named_in_its_cell_and_one_that_is_not_there_covers_nothing(
    plan: Project, link: str, told: str, cell: str
) -> None:
    part = ":under: PM_1\n\n{np}`(1) Den ene` og {np}`(2) den anden` del."
    plan.edit("maal-b.md", (":under: PM_1\n\nEt opfundet mål.", part))
    plan.edit("tiltag-3.md", ("MS_1_2", link))
    built = plan.build()
    assert built.warnings.count("\n") == bool(told)
    assert told in built.warnings
    table = tables(built, "daekning.md".replace(".md", ".html"))[0]
    assert (("MS_1_3", "TI_103") in cells(table)) == bool(cell)
    row = next(x for x in table.select("tbody tr") if "MS_1_3" in x.get_text())
    shown = [" ".join(x.get_text(" ").split()) for x in row.select("td.coverage-hit")]
    expected = [f"TI_103 {cell} MS_1_3"] if cell else []
    assert [x for x in shown if "i gang" in x] == expected


@pytest.mark.parametrize("jobs", [1, 4])
def test_the_report_tells_the_state_of_coverage(plan: Project, jobs: int) -> None:
    report = plan.build("coverage-report", jobs=jobs).read("coverage.txt")
    assert report.splitlines() == [
        "Mål og tiltag",
        "  Målsætning med tiltag: 3 af 5 (60\N{NO-BREAK SPACE}%)",
        "  Tiltag med målsætning: 4 af 5 (80\N{NO-BREAK SPACE}%)",
        "  Celler, der dækker: 4. Tiltag i dem: 3, heraf 1 til flere målsætning",
        "  ○ Målsætning uden tiltag: 2 af 5",
        "      MS_1_3  Mål nummer 3",
        "      MS_1_4  Mål uden pejlemærkets plads",
        "  ○ Tiltag uden målsætning: 1 af 5",
        "      TI_104  Tiltag nummer 4",
        "",
    ]


@pytest.mark.parametrize("jobs", [1, 4])
def test_links_in_a_caption_are_links(plan: Project, jobs: int) -> None:
    plan.edit(
        "daekning.md", ("Mål og *tiltag*", "Se [kilden](https://x.dk), {need}`TI_101`")
    )
    built = plan.build(jobs=jobs)
    assert built.warnings == ""
    (table,) = tables(built, "daekning.html")
    assert table.caption is not None
    links = [str(link["href"]) for link in table.caption.select("a")]
    assert links == ["https://x.dk", "tiltag-1.html#TI_101"]


def test_links_may_run_both_ways(foreign: Project) -> None:
    foreign.edit("index.rst", ("   :id: R_002\n", "   :id: R_002\n   :verifies: T_002\n"))
    (straight, _) = tables(foreign.build(), "index.html")
    assert cells(straight) == {("R_001", "T_001"), ("R_002", "T_002")}


def test_a_hidden_need_is_led_to_by_its_page(plan: Project) -> None:
    plan.edit("tiltag-1.md", (":status: kandidat", ":status: kandidat\n:hide:"))
    built = plan.build()
    assert built.warnings == ""
    (table,) = tables(built, "daekning.html")
    links = {str(a["href"]) for a in table.select("a") if "tiltag-1" in str(a["href"])}
    assert links == {"tiltag-1.html"}


def test_a_condition_finds_one_of_several_values(foreign: Project) -> None:
    foreign.edit("index.rst", ("   :level: unit\n", "   :level: unit\n   :tags: a, b\n"))
    foreign.edit("index.rst", ("level = unit", "tags = b"))
    text = BeautifulSoup(foreign.build().read("index.html"), "html.parser").get_text("\n")
    assert "Test case (tags: b) with requirement: 1 of 1" in text


def test_the_names_of_types_are_text(foreign: Project) -> None:
    conf = foreign.source / "conf.py"
    conf.write_text(conf.read_text("utf-8").replace("Test case", "Test_ `x` *"), "utf-8")
    built = foreign.build()
    assert built.warnings == ""
    assert "Test_ `x` * × Requirement" in built.read("index.html")


def test_a_matrix_shown_again_elsewhere_is_whole(plan: Project) -> None:
    text = (plan.source / "daekning.md").read_text("utf-8").partition("Se {numref}")[0]
    matrix = text.partition("\n")[2].strip()
    fields = ":id: TI_108\n:status: kandidat\n:under: PM_1"
    need = f"::::{{tiltag}} Med matrix\n{fields}\n\n{matrix}\n::::\n"
    plan.write("daekning.md", f"# Dækning\n\n{need}")
    plan.write("tabel.md", '# Tabel\n\n:::{needextract}\n:filter: id == "TI_108"\n:::\n')
    built = plan.build()
    assert built.warnings == ""
    assert len(tables(built, "tabel.html")) == 1
