"""The builder on a foreign project: every node, hostile text, mistakes, volumes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ConfigError

from tests.conftest import ROOTS, Built, Project, project
from tests.typst_pdf.checks import faults
from tests.typst_pdf.reading import Pdf

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """Return a project of one page to make mistakes in."""
    source = tmp_path / "source"
    source.mkdir()
    made = Project(source, source, tmp_path)
    made.write(
        "conf.py", 'project = "Small"\nlanguage = "en"\nextensions = ["typst_pdf"]\n'
    )
    return made


CONF = 'project = "Small"\nlanguage = "en"\nextensions = ["typst_pdf"]\n'


def said(pdf: Pdf) -> str:
    """Return all text, as it stands on the pages and as it is read aloud."""
    text = "".join((*pdf.pages, *(one.text for one in pdf.roots)))
    return " ".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize(
    "words",
    [
        "Text with emphasis, strength",
        "abbr (abbreviation)",
        "A footnote that nothing refers to",
        "[Doe99]",
        "This stands below the toctree",
        "with a second paragraph",
        "c. letters",
        "term : classifier: What it means",
        "--long=x: A long one",
        "— Somebody",
        "A title of its own",
        "Only on paper",
        "Written as Typst",
        "A program",
        "The application",
        "do(x: int) → str",
        "Drawn by its own extension",
        "Shown as text, too",
        "A circle",
        "With a legend",
        "In the second tab",
        "Folded away on a screen",
        "Table 2.1 A table with both headers",
        '#let x = 1 #import "book.typ" #read("/etc/passwd") #{ panic() }',
        '#panic("code")',
        "□",
    ],
)
def test_everything_a_page_can_hold_is_shown(everything: Pdf, words: str) -> None:
    typed = words.replace('"', "").replace("'", "")
    shown = said(everything)
    for quote in "\"“”'’":
        shown = shown.replace(quote, "")
    assert typed in shown


def test_nothing_stands_outside_the_page(everything: Pdf) -> None:
    assert list(everything.outside()) == []


def test_what_is_for_screens_is_left_out(everything: Pdf) -> None:
    assert "Only on screens" not in said(everything)
    assert "not on paper" not in said(everything)


def test_each_warning_comes_once_and_says_where(built_everything: Built) -> None:
    ours = [line for line in built_everything.warnings.splitlines() if "[typst_pdf" in line]
    places = [line.split(": ")[0] for line in ours]
    assert sorted(places) == sorted(
        ["hostile.rst:12", "blocks.rst:113", "blocks.rst:128", "blocks.rst:146"]
    ), ours


def test_a_refusal_of_the_compiler_leads_to_the_page_and_line(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n\nText.\n\n.. raw:: typst\n\n   #undefined()\n")
    built = small.build("typst_pdf")
    assert built.warnings.startswith("index.rst:6: ERROR: small.pdf could not be made.")
    assert "undefined" in built.warnings
    assert not (built.out / "small.pdf").exists()


def test_a_broken_picture_leads_to_its_place(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n\nText.\n\n.. image:: broken.png\n   :alt: x\n")
    small.write("broken.png", "no picture")
    built = small.build("typst_pdf")
    assert built.warnings.startswith("index.rst:6: ERROR: small.pdf could not be made.")


def test_deep_lists_lose_their_frame_and_not_their_text(small: Project) -> None:
    lines = [f"{'  ' * depth}- level{depth}\n" for depth in range(40)]
    small.write("index.rst", "Small\n=====\n\n" + "\n".join(lines))
    built = small.build("typst_pdf")
    assert built.warnings == ""
    pdf = Pdf(built.out / "small.pdf")
    assert "level39" in said(pdf)
    assert faults(pdf) == []


def test_an_empty_project_is_a_pdf(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n")
    assert faults(Pdf(small.build("typst_pdf").out / "small.pdf")) == []


def test_several_documents_lie_beside_each_other(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n\n.. toctree::\n\n   other\n")
    small.write("other.rst", "Other\n=====\n\nText, see :doc:`index`.\n")
    sheet = {"start": "other", "file": "sheet.pdf", "cover": False, "contents": False}
    sheet |= {"landscape": True, "paper": "a3", "status": "DRAFT"}
    built = small.build("typst_pdf", typst_documents=[{}, sheet])
    assert built.warnings == ""
    pdf = Pdf(built.out / "sheet.pdf")
    assert len(pdf.pages) == 1
    assert "DRAFT" in said(pdf)
    left, bottom, right, top = (float(side) for side in pdf.raw.pages[0].MediaBox)
    assert (round(right - left), round(top - bottom)) == (1191, 842)
    assert faults(pdf) == []


def test_a_large_document_becomes_volumes_that_know_each_other(tmp_path: Path) -> None:
    made = project(ROOTS / "everything", tmp_path)
    built = made.build("typst_pdf", typst_volume_size=6000)
    files = sorted(path.name for path in built.out.glob("*.pdf"))
    assert len(files) > 1
    pdfs = [Pdf(built.out / name) for name in files]
    assert files[0] == "everything-1.pdf"
    assert "volume 1 of" in said(pdfs[0])
    assert "(volume 2)" in said(pdfs[0])
    assert all(faults(pdf) == [] for pdf in pdfs)


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ([{"pages": 3}], "'pages' is unknown"),
        ([{"paper": "b7"}], "'paper' must be one of"),
        ([{"file": "../x.pdf"}], "'file' must be the name of a PDF"),
        ([{"cover": 1}], "'cover' has a value of the wrong kind"),
        ([{}, {}], "two documents are called"),
        (["index"], "must be a dictionary"),
    ],
)
def test_a_mistake_in_the_settings_is_told(
    small: Project, documents: list[object], message: str
) -> None:
    small.write("index.rst", "Small\n=====\n")
    with pytest.raises(ConfigError, match=message):
        small.build("typst_pdf", typst_documents=documents)


def test_a_start_that_is_not_there_is_told(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n")
    built = small.build("typst_pdf", typst_documents=[{"start": "nowhere"}])
    assert "There is no page “nowhere” to start from" in built.warnings


def test_a_link_to_nothing_is_told(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n\n`away <#nowhere>`_\n")
    assert (
        "index.rst:4: WARNING: The link leads to nothing"
        in small.build("typst_pdf").warnings
    )
