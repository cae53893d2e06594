"""The builder on a foreign project: every node, hostile text, mistakes, volumes."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOTS, Built, Project, project
from tests.typst_pdf.checks import faults
from tests.typst_pdf.reading import Pdf

if TYPE_CHECKING:
    from pathlib import Path


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
        "optional(a[, b[, c]])",
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


def test_a_rule_of_a_grammar_is_named_once(everything: Pdf) -> None:
    assert "".join(everything.pages).count("rule ::=") == 1


def test_nothing_stands_outside_the_page(everything: Pdf) -> None:
    assert list(everything.outside()) == []


def test_what_is_for_screens_is_left_out(everything: Pdf) -> None:
    assert "Only on screens" not in said(everything)
    assert "not on paper" not in said(everything)


def test_each_warning_comes_once_and_says_where(built_everything: Built) -> None:
    ours = [line for line in built_everything.warnings.splitlines() if "[typst_pdf" in line]
    places = [line.split(": ")[0] for line in ours]
    assert sorted(places) == sorted(
        ["hostile.rst:12", "blocks.rst:113", "blocks.rst:131", "blocks.rst:149"]
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


def test_two_builds_of_one_day_are_the_same_to_the_byte(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    small.write("index.rst", "Small\n=====\n\nText.\n")
    files = []
    for hour in (1, 23):
        monkeypatch.setattr(
            time, "time", lambda hour=hour: 20_000 * 86_400 + hour * 3_600.0
        )
        files.append(small.build("typst_pdf", out=f"at-{hour}").out / "small.pdf")
    assert files[0].read_bytes() == files[1].read_bytes()


def picture(text: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">'
        f'<text x="5" y="20" font-family="sans-serif" font-size="12">{text}</text></svg>'
    )


@pytest.mark.parametrize("sign", ["✕", "&#10005;", "◇ ◔ ◑ ● ?"])
def test_a_picture_shows_the_signs_that_a_page_shows(small: Project, sign: str) -> None:
    small.write("index.rst", "Small\n=====\n\n.. image:: a.svg\n   :alt: x\n")
    small.write("a.svg", picture(f"now {sign}"))
    built = small.build("typst_pdf")
    assert built.warnings == ""
    shown = said(Pdf(built.out / "small.pdf"))
    assert sign.replace("&#10005;", "✕") in shown


def test_a_page_for_paper_alone_has_no_page_of_a_site_read_again(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n\nThe sheet is on paper.\n")
    small.write("sheet.rst", ":orphan:\n\nSheet\n=====\n\nText.\n")
    documents = [{"start": "sheet", "file": "sheet.pdf", "paper_only": True}]
    small.edit("conf.py", ('["typst_pdf', '["needs_cards", "typst_pdf'))
    first = small.build("html", typst_documents=documents)
    assert not (first.out / "sheet.html").exists()
    again = small.build("html", typst_documents=documents)
    assert "0 added, 0 changed, 0 removed" in again.status


def test_one_of_several_is_made_and_a_name_that_is_none_is_told(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n\nText.\n")
    documents = [{}, {"file": "other.pdf"}]
    built = small.build("typst_pdf", typst_documents=documents, typst_only=["other.pdf"])
    assert [x.name for x in built.out.glob("*.pdf")] == ["other.pdf"]
    again = small.build("typst_pdf", typst_documents=documents, typst_only=["no.pdf"])
    assert "There is no document “no.pdf” to be made." in again.warnings
    assert again.app.statuscode == 1


def test_a_character_of_no_font_is_told_once_also_in_a_picture(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n\n.. image:: a.svg\n   :alt: x\n\nText 漢.\n")
    small.write("a.svg", picture("漢 字"))
    built = small.build("typst_pdf", typst_documents=[{}, {"file": "other.pdf"}])
    assert [line.split(" No font")[0] for line in built.warnings.splitlines()] == [
        "index.rst:4: WARNING:",
        "index.rst:7: WARNING:",
    ]
    for name in ("small.pdf", "other.pdf"):
        assert "Text □." in said(Pdf(built.out / name))


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("|dot|", "A dot"),
        (":math:`x^2`", "x^2"),
        ("Text |dot|", "Text ."),
        (":raw-html:`<br>`", None),
    ],
)
def test_a_heading_without_text_is_its_picture_or_is_told_and_left_out(
    small: Project, heading: str, shown: str | None
) -> None:
    small.write("dot.svg", picture("."))
    small.write(
        "index.rst",
        ".. role:: raw-html(raw)\n   :format: html\n\n"
        f"Small\n=====\n\n{heading}\n{'-' * 20}\n\nText.\n\nBelow\n~~~~~\n\nMore.\n\n"
        ".. |dot| image:: dot.svg\n   :alt: A dot\n",
    )
    built = small.build("typst_pdf")
    pdf = Pdf(built.out / "small.pdf")
    assert faults(pdf) == []
    headings = [one.text.strip() for one in pdf.walk() if re.match("H[1-6]$", one.role)]
    if shown is None:
        assert re.fullmatch(
            r"index.rst:\d+: WARNING: Heading: The heading has no text.*\n", built.warnings
        )
        assert headings == ["Contents", "Small", "Below"]
    else:
        assert built.warnings == ""
        assert headings == ["Contents", "Small", shown, "Below"]


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


def test_a_pdf_is_made_where_there_is_no_sphinx_needs(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n")
    program = (
        "import sys; sys.modules['sphinx_needs'] = None\n"
        "from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"
    )
    out = small.work / "pdf"
    command = [sys.executable, "-c", program, "-q", "-W", "-b", "typst_pdf"]
    command += [str(small.source), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert faults(Pdf(out / "small.pdf")) == []


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


def test_a_heading_over_nothing_but_a_toctree_has_its_pages_below(small: Project) -> None:
    part = "Part\n----\n\n.. toctree::\n\n   other\n   Elsewhere <https://example.org/>\n"
    hidden = "Hidden\n------\n\n.. toctree::\n   :hidden:\n\n   third\n   left-out\n"
    small.write("index.rst", f"Small\n=====\n\n{part}\n{hidden}")
    small.write("other.rst", "The other\n=========\n\n.. toctree::\n\n   fourth\n")
    for name in ("third", "fourth", "left-out"):
        small.write(f"{name}.rst", f"The {name}\n============\n\nText.\n")
    built = small.build("typst_pdf", typst_documents=[{"without": ["left-out"]}])
    assert built.warnings == ""
    text = said(Pdf(built.out / "small.pdf"))
    assert re.search(r"Part\s+\W*\s*The other \(?p. \d+\)?\s+\W*\s*Elsewhere", text), text
    assert "left-out" not in text
    assert len(re.findall("The third", text)) == len(re.findall("The fourth", text))


def test_the_head_of_a_chapter_goes_with_a_table_on_a_page_of_its_own(
    small: Project,
) -> None:
    table = """
Table
-----

.. list-table::
   :header-rows: 1
   :class: landscape

   * - One
     - Two
   * - cell
     - cell
"""
    few, many = "Few words.\n", "A paragraph.\n\n" * 6
    for words, pages in ((few, 1), (many, 2)):
        small.write("index.rst", f"Chapter\n=======\n\n{words}{table}")
        sheet = {"cover": False, "contents": False, "index": False}
        built = small.build("typst_pdf", typst_documents=[sheet])
        pdf = Pdf(next(built.out.glob("*.pdf")))
        found = [n for n, page in enumerate(pdf.pages) if "Chapter" in page]
        assert len(pdf.pages) == pages
        assert found[0] == 0
        assert faults(pdf) == []


def test_a_chapter_before_it_does_not_go_with_a_table_on_a_page_of_its_own(
    small: Project,
) -> None:
    rows = "\n".join("   * - One\n     - Two" for _ in range(2))
    table = f".. list-table::\n   :header-rows: 1\n   :class: landscape\n\n{rows}\n"
    chapter = "Chapter\n-------\n\nFew words.\n\nPart\n....\n\nFew more.\n"
    after = f"Next\n----\n\nFew words.\n\n{table}"
    small.write("index.rst", f"Small\n=====\n\n{chapter}\n{after}")
    sheet = {"chapters": "sections", "cover": False, "contents": False, "index": False}
    built = small.build("typst_pdf", typst_documents=[sheet])
    pdf = Pdf(next(built.out.glob("*.pdf")))
    assert [page.mediabox[2] > page.mediabox[3] for page in pdf.raw.pages] == [False, True]
    assert ["Few more." in page for page in pdf.pages] == [True, False]
    assert ["Next" in page for page in pdf.pages] == [False, True]


def test_what_is_no_longer_made_is_removed_and_nothing_else(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n\n.. image:: a.svg\n   :alt: x\n")
    small.write("a.svg", picture("x"))
    sheet = {"file": "sheet.pdf"}
    built = small.build("typst_pdf", typst_documents=[{}, sheet])
    (built.out / "own.pdf").write_text("a file of somebody else")
    small.write("index.rst", "Small\n=====\n")
    built = small.build("typst_pdf", typst_documents=[sheet])
    assert sorted(path.name for path in built.out.glob("*.pdf")) == ["own.pdf", "sheet.pdf"]
    left = {path.name for path in built.out.glob("typst/**/*") if path.is_file()}
    assert left == {"book.typ", "design.typ", "sheet.typ", "tight.json"}
    built = small.build("typst_pdf", out="clean", typst_documents=[sheet])
    assert left == {path.name for path in built.out.glob("typst/**/*") if path.is_file()}


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
    ("wrong", "message"),
    [
        ('{"pages": 3}', "typst_documents, 1, pages: There is no such key."),
        ('{"paper": "b7"}', "typst_documents, 1, paper: “b7” is not an allowed value"),
        ('{"file": "../x.pdf"}', "typst_documents, 1, file: “../x.pdf” does not have"),
        (
            '{"cover": "no"}',
            "typst_documents, 1, cover: The value is neither true nor false",
        ),
        ('"index"', "typst_documents, 1: It is no table of keys and values"),
        ('{"file": "right.pdf"}', "typst_documents: Two documents are called “right"),
    ],
)
def test_a_mistake_in_a_document_costs_no_other(
    small: Project, wrong: str, message: str
) -> None:
    small.write("index.rst", "Small\n=====\n")
    right = '{"file": "right.pdf", "contents": False}'
    conf = (small.source / "conf.py").read_text("utf-8")
    small.write("conf.py", f"{conf}typst_documents = [\n  {wrong},\n  {right},\n]\n")
    built = small.build("typst_pdf")
    assert len(built.warnings.splitlines()) == 1
    assert re.match(rf"conf.py:[45]: WARNING: {re.escape(message)}", built.warnings)
    assert [path.name for path in built.out.glob("*.pdf")] == ["right.pdf"]
    assert built.app.statuscode == 1


def test_a_start_that_is_not_there_is_told(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n")
    documents = 'typst_documents = [\n  {},\n  {"start": "nowhere", "file": "no.pdf"},\n]\n'
    conf = (small.source / "conf.py").read_text("utf-8")
    small.write("conf.py", f"{conf}{documents}")
    built = small.build("typst_pdf")
    line = conf.count("\n") + 3
    told = f"conf.py:{line}: ERROR: no.pdf could not be made. There is no page “nowhere”"
    assert told in built.warnings
    assert [path.name for path in built.out.glob("*.pdf")] == ["small.pdf"]
    assert built.app.statuscode == 1


def test_a_link_to_nothing_is_told(small: Project) -> None:
    small.write("index.rst", "Small\n=====\n\n`away <#nowhere>`_\n")
    assert (
        "index.rst:4: WARNING: The link leads to nothing"
        in small.build("typst_pdf").warnings
    )
