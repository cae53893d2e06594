"""The checks find every fault that is planted, and none in what we make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.typst_pdf.checks import faults, first
from tests.typst_pdf.reading import Pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def not_marked(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def file_name_as_title(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def another_part(pdf: pikepdf.Pdf) -> None:
    said = pdf.Root.Metadata.read_bytes()
    changed = said.replace(b"<pdfuaid:part>1<", b"<pdfuaid:part>2<")
    assert changed != said
    pdf.Root.Metadata.write(changed)


def unknown_role(pdf: pikepdf.Pdf) -> None:
    first(pdf, "P").S = Name.Bogus


def skipped_level(pdf: pikepdf.Pdf) -> None:
    first(pdf, "H2").S = Name.H5


def no_bookmarks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines


def silent_picture(pdf: pikepdf.Pdf) -> None:
    del first(pdf, "Figure").Alt


def missing_cell(pdf: pikepdf.Pdf) -> None:
    row = first(pdf, "TR")
    row.K = Array(list(row.K)[:-1])


def row_header_forgotten(pdf: pikepdf.Pdf) -> None:
    cell = first(pdf, "TD")
    attributes = cell.A if isinstance(cell.A, Dictionary) else cell.A[0]
    attributes.Headers = Array(list(attributes.Headers)[:1])


def header_nowhere(pdf: pikepdf.Pdf) -> None:
    cell = first(pdf, "TD")
    attributes = cell.A if isinstance(cell.A, Dictionary) else cell.A[0]
    attributes.Headers = Array([pikepdf.String("nowhere")] * 2)


def header_without_scope(pdf: pikepdf.Pdf) -> None:
    cell = first(pdf, "TH")
    attributes = cell.A if isinstance(cell.A, Dictionary) else cell.A[0]
    del attributes.Scope


def item_as_paragraph(pdf: pikepdf.Pdf) -> None:
    first(pdf, "LI").S = Name.P


def link_says_nothing(pdf: pikepdf.Pdf) -> None:
    page = next(page for page in pdf.pages if "/Annots" in page)
    del page.Annots[0].Contents


def links_in_no_order(pdf: pikepdf.Pdf) -> None:
    page = next(page for page in pdf.pages if "/Annots" in page)
    page.obj.Tabs = Name.R


def face_left_out(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get("/Type") == Name.FontDescriptor:
            for kind in ("/FontFile", "/FontFile2", "/FontFile3"):
                if kind in one:
                    del one[kind]


def text_without_a_tag(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].contents_add(b"0 0 9 9 re f")


PLANTED: dict[Callable[[pikepdf.Pdf], None], str] = {
    no_language: "document",
    not_marked: "document",
    file_name_as_title: "document",
    another_part: "document",
    unknown_role: "roles",
    skipped_level: "headings",
    no_bookmarks: "headings",
    silent_picture: "pictures",
    missing_cell: "tables",
    row_header_forgotten: "tables",
    header_nowhere: "tables",
    header_without_scope: "tables",
    item_as_paragraph: "lists",
    link_says_nothing: "links",
    links_in_no_order: "links",
    face_left_out: "faces",
    text_without_a_tag: "content",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(plant: Any, everything: Pdf, tmp_path: Path) -> None:
    spoiled = tmp_path / "spoiled.pdf"
    with pikepdf.open(everything.path) as pdf:
        plant(pdf)
        pdf.save(spoiled)
    found = faults(Pdf(spoiled))
    assert any(fault.startswith(PLANTED[plant]) for fault in found)


def test_everything_we_draw_is_without_fault(everything: Pdf) -> None:
    assert faults(everything) == []
