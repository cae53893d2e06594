"""A large matrix in real builds: overview, parts, files, and right after every edit."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from tests.needs_coverage.test_large import explored

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4.element import Tag

    from tests.conftest import Built, Project
    from tests.needs_coverage.conftest import Fresh

    RolledUp = Callable[[str], Built]

LIMIT = 8
CELLS: dict[str, Any] = {"needs_coverage_cells": LIMIT}
PAGES = {"html": "daekning.html", "dirhtml": "daekning/index.html"}


def soup(built: Built, page: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(page), "html.parser")


def parts(built: Built) -> list[str]:
    """Return the pages of the parts, in their order, as the overview leads to them."""
    folder = built.out / "coverage"
    found = [*folder.glob("matrix_*.html"), *folder.glob("matrix_*/index.html")]
    names = [path.relative_to(built.out).as_posix() for path in found]
    return sorted(names, key=lambda name: int(re.findall(r"_(\d+)", name)[0]))


def linked(built: Built) -> set[tuple[str, str]]:
    """Return what is linked, from needs.json and nothing else."""
    (version,) = json.loads(built.read("needs.json"))["versions"].values()
    return {
        (target, need["id"])
        for need in version["needs"].values()
        for target in need.get("bidrager_til", ())
    }


def pairs(table: Tag) -> list[tuple[str, str]]:
    """Return the cells of a part that are not empty."""
    columns = [x.text for x in table.select("thead .coverage-column .coverage-id")]
    found = []
    for row in table.select("tbody tr:not(.coverage-group)"):
        head, *cells, _total = row.find_all(["th", "td"], recursive=False)
        id_ = head.select(".coverage-id")[0].text
        for name, cell in zip(columns, cells, strict=True):
            if "coverage-hit" in (cell.get("class") or []):
                found.append((id_, name))
    return found


@pytest.fixture(scope="module")
def rolled_up(fresh: Fresh) -> RolledUp:
    """Return a function that builds a roll-up with a builder, once; for reading only."""
    plan = fresh("plan")
    return cache(lambda builder: plan.build(builder, doctrees="all", **CELLS))


@pytest.mark.parametrize("builder", PAGES)
def test_the_numbers_are_the_same_everywhere(rolled_up: RolledUp, builder: str) -> None:
    built = rolled_up(builder)
    assert built.warnings == ""
    page = soup(built, PAGES[builder])
    (table,) = page.select("table.coverage-rollup")
    shown = [
        x for name in parts(built) for x in pairs(soup(built, name).select("table")[0])
    ]
    assert sorted(shown) == sorted(linked(built)), "the parts say what needs.json says"
    counted = [
        int(x)
        for x in re.findall(
            r"\D (\d+)",
            " ".join(cell.get_text(" ") for cell in table.select("td.coverage-rolled")),
        )
    ]
    assert sum(counted) == len(shown), "and so does the overview"
    told = json.loads(built.read("coverage/matrix.json"))
    assert table.select("tfoot .coverage-total")[-1].text == str(told["total"])
    script = (built.out / "coverage" / "matrix.data.js").read_bytes()
    told_to_explorer = explored(script.replace(b'"matrix"]', b'"name"]', 1))
    assert told_to_explorer["total"] == told["total"]
    assert sum(len(x) // 2 for x in told_to_explorer["hits"]) == len(told["cells"])


@pytest.mark.parametrize("builder", [*PAGES, "singlehtml"])
def test_every_link_of_overview_and_parts_leads_somewhere(
    rolled_up: RolledUp, builder: str
) -> None:
    built = rolled_up(builder)
    pages = [PAGES.get(builder, "index.html"), *parts(built)]
    assert len(pages) > 3
    followed = 0
    for name in pages:
        for link in soup(built, name).select(
            ".coverage-matrix a, .coverage-parts a, .coverage-gap-list a"
        ):
            place, _, anchor = str(link["href"]).partition("#")
            target = (built.out / name).parent / place if place else built.out / name
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), (name, link["href"])
            if anchor:
                text = target.read_text(encoding="utf-8")
                assert f'id="{anchor}"' in text, (name, link["href"])
            followed += 1
    assert followed > 30


def test_parts_are_small_and_named(rolled_up: RolledUp) -> None:
    built = rolled_up("html")
    for number, name in enumerate(parts(built), start=1):
        page = soup(built, name)
        (table,) = page.select("table.coverage-matrix")
        cells = table.select("tbody td:not(.coverage-total)")
        assert len(cells) <= LIMIT
        (heading,) = page.select("section > h1")
        assert heading.text.startswith("Mål og tiltag: MS_1_")
        assert f"Del {number} af {len(parts(built))}." in page.text
        assert "Hele matricen" in page.text
        assert (table.caption or heading).text == heading.text


OTHERS = {
    "latex": "plan.tex",
    "text": "daekning.txt",
    "man": "plan.7",
    "xml": "daekning.xml",
}


@pytest.mark.parametrize("builder", OTHERS)
def test_on_paper_there_is_the_overview_and_the_gaps(
    rolled_up: RolledUp, builder: str
) -> None:
    built = rolled_up(builder)
    assert built.warnings == ""
    text = re.sub(r"[\\{}\s~-]+", " ", built.read(OTHERS[builder]))
    assert re.search(r"Matricen er stor", text)
    assert re.search(r"1 kandidat\b", text)
    assert "Tallene fører" not in text
    assert re.search(r"MS_1_3|MS\\?_1\\?_3|MS _1 _3|MS _1_3", text)


def test_an_ebook_has_the_overview_without_links_to_parts(rolled_up: RolledUp) -> None:
    built = rolled_up("epub")
    page = (built.out / "daekning.xhtml").read_text(encoding="utf-8")
    assert "coverage-rollup" in page
    assert "data-explorer" not in page
    assert "coverage/matrix" not in page


EDITS = {
    "link": (
        "tiltag-4.md",
        ":status: gennemført",
        ":status: gennemført\n:bidrager_til: MS_1_3",
    ),
    "status": ("tiltag-3.md", ":status: i gang", ":status: opgivet"),
    "title": ("tiltag-2.md", "Tiltag nummer 2", "Et andet navn"),
    "caption": ("daekning.md", "Mål og *tiltag*", "Noget andet"),
    "menu": ("tiltag-1.md", "# Tiltag 1", "# En ny titel"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_parts_and_data_are_right_after_an_edit(plan: Project, edit: str) -> None:
    plan.build(**CELLS)
    page, old, new = EDITS[edit]
    plan.edit(page, (old, new))
    after, clean = plan.build(**CELLS).files(), plan.build(out="clean", **CELLS).files()
    assert {n for n in after if after[n] != clean.get(n)} <= {"searchindex.js"}
    assert set(after) == set(clean)


def test_only_the_parts_that_changed_are_written(plan: Project) -> None:
    first = plan.build(**CELLS)
    stamps = {name: (first.out / name).stat().st_mtime_ns for name in parts(first)}
    plan.edit("tiltag-3.md", (":status: i gang", ":status: planlagt"))
    after = plan.build(**CELLS)
    written = {x for x, was in stamps.items() if (after.out / x).stat().st_mtime_ns != was}
    showing = {x for x in parts(after) if "TI_103" in after.read(x)}
    assert written == showing
    assert 0 < len(showing) < len(stamps)


def test_a_matrix_that_shrinks_takes_its_parts_away(plan: Project) -> None:
    built = plan.build("dirhtml", **CELLS)
    assert len(parts(built)) > 1
    built = plan.build("dirhtml")
    assert parts(built) == []
    assert not list((built.out / "coverage").glob("matrix_*"))
    assert not (built.out / "coverage" / "matrix.data.js").exists()
    clean = plan.build("dirhtml", out="clean").files()
    assert {n for n, x in built.files().items() if x != clean.get(n)} <= {"searchindex.js"}


def test_a_part_that_was_deleted_is_written_again(plan: Project) -> None:
    built = plan.build(**CELLS)
    for name in parts(built):
        (built.out / name).unlink()
    plan.edit("index.md", ("# ", "# Ny "))
    assert parts(plan.build(**CELLS))


def test_a_page_of_the_project_is_never_written_over(plan: Project) -> None:
    plan.build(**CELLS)
    (plan.source / "coverage").mkdir()
    plan.write("coverage/matrix_1.md", "---\norphan: true\n---\n\n# Min egen side\n")
    built = plan.build(**CELLS)
    assert "Min egen side" in built.read("coverage/matrix_1.html")
    assert "matrix-2_1.html" in built.read("daekning.html")
    clean = plan.build(out="clean", **CELLS).files()
    assert {n for n, x in clean.items() if x != built.files()[n]} <= {"searchindex.js"}


def test_parallel_is_serial(plan: Project) -> None:
    serial, parallel = plan.build(**CELLS), plan.build(out="parallel", jobs=4, **CELLS)
    assert serial.files() == parallel.files()


def test_a_foreign_text_stays_text_in_parts_and_data(plan: Project) -> None:
    hostile = """<img src=x onerror=alert(1)> </script> & "x" {{ 7*7 }}"""
    plan.edit("tiltag-1.md", ("Tiltag nummer 1\n", f"{hostile}\n"))
    plan.edit("daekning.md", ("Mål og *tiltag*", "<b>Mål</b> & {{ 7*7 }}"))
    built = plan.build(**CELLS)
    for name in ["daekning.html", *parts(built)]:
        assert "<img src=x" not in built.read(name)
        assert "49" not in soup(built, name).select("body")[0].get_text()
    shown = [x.text for n in parts(built) for x in soup(built, n).select(".coverage-title")]
    assert hostile in shown


def test_a_limit_that_is_no_number_is_told(plan: Project) -> None:
    built = plan.build(needs_coverage_cells=0)
    assert "needs_coverage_cells" in built.warnings
    assert Path(built.out / "daekning.html").is_file()
    assert "coverage-rollup" not in built.read("daekning.html")


def test_the_parts_of_a_matrix_have_pages_in_a_theme_with_no_menu_for_them(
    foreign: Project,
) -> None:
    built = foreign.build(html_theme="pydata_sphinx_theme", needs_coverage_cells=1)
    page = soup(built, "coverage/rt_1.html")
    assert page.select_one("h1") is not None
    assert page.select_one("table.coverage-matrix") is not None
