"""Every builder we promise draws the same matrix, serial and parallel."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Built, Project
    from tests.needs_coverage.conftest import Fresh

PAGES = {
    "html": "daekning.html",
    "dirhtml": "daekning/index.html",
    "singlehtml": "index.html",
    "latex": "plan.tex",
    "text": "daekning.txt",
    "man": "plan.7",
    "texinfo": "plan.texi",
    "xml": "daekning.xml",
    "pseudoxml": "daekning.pseudoxml",
}
NOT_OURS = ("epub_copyright", "version: Værdien mangler", "unknown mimetype")
"""What Sphinx says of an EPUB without a version, and of the JSON sphinx-needs leaves."""

CELL = (
    r"(?:[◇◔◑●✕]|\\times\\\))\s*(?:</span>\s*<span[^>]*>)?\s*"
    r"(?:kandidat|planlagt|i gang|opgivet)"
)
"""A state in a cell or in the legend: its symbol, then its word."""

IN_ORDER = ["PM_1", "MS_1_1", "MS_1_2", "MS_1_3", "MS_1_4", "PM_2", "MS_1_10"]


def page(built: Built, builder: str) -> str:
    """Return the page of the matrix, from its caption on."""
    text = built.read(PAGES[builder]).replace("\\_", "_").replace("\\-", "-")
    # The links to the files name the matrix again, for screen readers.
    *_, caption = re.finditer(r"Mål og(?! tiltag</span>)", text)
    return text[caption.start() :]


@pytest.fixture(scope="module")
def shared(fresh: Fresh) -> Project:
    """Return a project whose pages are read once for all builders."""
    return fresh("plan")


@pytest.mark.parametrize("builder", PAGES)
def test_the_matrix_is_whole_in_every_builder(shared: Project, builder: str) -> None:
    serial = shared.build(builder, doctrees="serial")
    assert serial.warnings == ""
    shown = page(serial, builder)
    places = [shown.index(id_) for id_ in IN_ORDER]
    assert places == sorted(places), "rows below their groups, in natural order"
    assert "Målsætning uden tiltag: 2 af 5" in shown
    # Where all pages are one, the cards tell states as well, further down.
    table = shown[: shown.index("Målsætning uden tiltag")]
    # On a screen, the legend stands above, and below each cell has its reason.
    others = 5 if "coverage-reasons" in table else 4
    assert len(re.findall(CELL, table)) == 5 + others, "five hits, four in the legend"
    parallel = shared.build(builder, out="parallel", jobs=4, doctrees="parallel")
    assert serial.files() == parallel.files()


def test_epub_holds_the_matrix_as_well_formed_xhtml(shared: Project) -> None:
    built = shared.build("epub", doctrees="serial")
    ours = [w for w in built.warnings.splitlines() if not any(n in w for n in NOT_OURS)]
    assert ours == []
    with zipfile.ZipFile(built.out / "Plan.epub") as book:
        tree = ET.fromstring(book.read("daekning.xhtml"))  # noqa: S314 (our own file)
    hits = [td for td in tree.iter() if str(td.get("class")).startswith("coverage-hit")]
    assert len(hits) == 5


def test_gettext_offers_the_caption_for_translation(plan: Project) -> None:
    built = plan.build("gettext", jobs=4)
    assert built.warnings == ""
    assert 'msgid "Mål og *tiltag*"' in built.read("daekning.pot")


def test_links_of_a_single_page_lead_somewhere(shared: Project) -> None:
    text = shared.build("singlehtml", doctrees="serial").read("index.html")
    anchors = set(re.findall(r'id="([^"]+)"', text))
    targets = set(re.findall(r'href="#([A-Z]{2}_[0-9_]+)"', text))
    assert {"TI_101", "MS_1_1", "PM_1"} <= targets <= anchors


def test_folder_addresses_lead_to_their_pages(shared: Project) -> None:
    built = shared.build("dirhtml", doctrees="serial")
    (link,) = set(
        re.findall(
            r'<td class="coverage-hit[^"]*"><a href="([^"]+)#TI_103"',
            built.read("daekning/index.html"),
        )
    )
    assert (built.out / "daekning" / link / "index.html").exists()


WIDE = "".join(
    f"\n:::{{tiltag}} Bredt tiltag {n}\n:id: TI_3{n:02}\n:under: PM_1\n"
    ":bidrager_til: MS_1_3\n:::\n"
    for n in range(1, 9)
)


@pytest.fixture(scope="module")
def wide(fresh: Fresh) -> Project:
    plan = fresh("plan")
    plan.write("tiltag-2.md", (plan.source / "tiltag-2.md").read_text("utf-8") + WIDE)
    return plan


@pytest.mark.parametrize("builder", ["latex", "text", "man"])
def test_a_wide_matrix_is_split_where_a_page_ends(wide: Project, builder: str) -> None:
    shown = wide.build(builder, doctrees="all").read(PAGES[builder]).replace("\\_", "_")
    assert "(del 2 af 3)" in shown
    assert "(del 3 af 3)" in shown
    assert len(re.findall("[?] ikke oplyst", shown.replace("\n", " "))) == 8 + 1


def test_latex_writes_the_matrix_for_a_page(shared: Project) -> None:
    text = shared.build("latex", doctrees="serial").read("plan.tex")
    assert r"\begin{longtable}{\X{36}{" in text
    labels = set(re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", text))
    linked = set(re.findall(r"\\hyperref\[\\detokenize\{(tiltag-[^}]*)\}\]", text))
    assert linked
    assert linked <= labels


def test_no_builder_leaves_files_outside_its_folder(plan: Project, tmp_path: Path) -> None:
    before = sorted(p for p in plan.source.rglob("*") if p.is_file())
    plan.build("html", jobs=4)
    plan.build("coverage-report")
    assert sorted(p for p in plan.source.rglob("*") if p.is_file()) == before
    assert tmp_path.exists()


def test_the_value_of_a_field_stands_once_and_a_missing_one_in_words(
    plan: Project,
) -> None:
    plan.edit("tiltag-1.md", (":id: TI_101\n", ":id: TI_101\n:ansvarlig: Centret\n"))
    matrix = ":::{coverage-matrix}\n:rows: tiltag\n:by: ansvarlig\n:::\n"
    plan.write("daekning.md", f"# Ansvar\n\n{matrix}")
    said = " ".join(plan.build("text").read("daekning.txt").split())
    assert "| Tiltag | Centret | ikke oplyst |" in said
