"""The example on paper: whole, accessible, and plainly invented on every sheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from tests.needs_history.conftest import A_DAY, EXAMPLE, copied
from tests.typst_pdf.checks import faults
from tests.typst_pdf.reading import Pdf

if TYPE_CHECKING:
    from pathlib import Path

NOTE = "Alt er opdigtet. Eksempelkommunen findes ikke."
NAMES = ["eksempelkommune.pdf", "halvaarspakke.pdf", "status.pdf"]


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the example's PDFs, built once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", A_DAY)
        built = copied(tmp_path_factory.mktemp("paper")).build("typst_pdf")
    assert built.warnings == ""
    return built.out


def pages_of(path: Path) -> list[tuple[str, str]]:
    """Return the text of every page, and of its lowest part: the foot."""
    with pypdfium2.PdfDocument(path) as document:
        found = []
        for page in document:
            words = page.get_textpage()
            foot = words.get_text_bounded(bottom=0, top=page.get_height() * 0.09)
            found.append((words.get_text_range(), foot))
        return found


@pytest.mark.parametrize("name", NAMES)
def test_it_is_accessible_and_stays_on_its_page(paper: Path, name: str) -> None:
    pdf = Pdf(paper / name)
    assert faults(pdf) == []
    assert list(pdf.outside()) == []
    assert list(pdf.overlapping()) == []
    assert list(pdf.empty()) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_says_that_it_is_invented(paper: Path, name: str) -> None:
    pages = pages_of(paper / name)
    with_cover = name == NAMES[0]
    if with_cover:
        assert "OPDIGTET" in pages[0][0].replace(" ", "")
        assert NOTE in pages[0][0]
    assert len(pages) > with_cover
    for words, foot in pages[with_cover:]:
        assert NOTE in foot
        assert "OPDIGTET" in words


def test_the_status_stays_on_one_page(paper: Path) -> None:
    assert len(pages_of(paper / "status.pdf")) == 1


def test_every_need_stands_on_paper_with_its_id(paper: Path) -> None:
    said = "".join(words for words, _ in pages_of(paper / NAMES[0]))
    found = {
        id_
        for page in EXAMPLE.glob("docs/**/*.md")
        for id_ in re.findall(r"^:id: (\S+)$", page.read_text("utf-8"), re.MULTILINE)
    }
    assert len(found) >= 30
    assert {id_ for id_ in found if id_ not in said} == set()


def test_a_suspect_link_is_told_in_the_matrix_on_paper(paper: Path) -> None:
    matrix = next(
        rows
        for rows in Pdf(paper / NAMES[0]).tables()
        if any("IND_09" in cell.text for cell in rows[0])
    )
    columns = [cell.text.split()[0] for cell in matrix[0]]
    marked = {
        (row[0].text.split()[0], columns[at])
        for row in matrix[1:]
        for at, cell in enumerate(row)
        if "⚠" in cell.text and "skal bekræftes" in " ".join(cell.text.split())
    }
    assert marked == {("MAAL_2", "IND_03"), ("MAAL_2", "IND_04")}
