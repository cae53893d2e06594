"""Workbooks and CSV files that Excel opens, with every text still a text."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from needs_core import spreadsheet
from needs_core.spreadsheet import (
    LONGEST,
    SheetText,
    WorkbookWriter,
    csv_bytes,
    cut,
    sheet_parser,
)

FORMATS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "day": {"num_format": "yyyy-mm-dd"},
}


def written(*rows: tuple[SheetText, ...], sparse: bool = False) -> Any:
    """Write texts to a workbook and read its sheet back."""
    book = WorkbookWriter("Titel", FORMATS)
    book.add_sheet("Ark", sparse=sparse).texts(rows)
    return load_workbook(BytesIO(book.data())).active


def test_a_text_is_never_a_formula_a_number_or_a_link() -> None:
    texts = ("=1+1", "2027-1", "007", "https://example.org", "{=A1}", "@SUM(A1)")
    sheet = written(*((SheetText(text),) for text in texts))
    cells = [row[0] for row in sheet.iter_rows()]
    assert [cell.value for cell in cells] == list(texts)
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_what_no_sheet_can_hold_is_left_out_and_line_breaks_stay() -> None:
    assert written((SheetText("a\x00b\x1f\nc"),))["A1"].value == "ab\nc"


@pytest.mark.parametrize("letter", ["x", "æ", "🙂"])
def test_a_cell_holds_so_many_utf_16_units_and_no_more(letter: str) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    fits = letter * (LONGEST // units)
    assert cut(fits) == fits
    assert written((SheetText(fits),))["A1"].value == fits
    longer = cut(fits + letter)
    assert longer.endswith("…")
    assert len(longer.encode("utf-16-le")) // 2 <= LONGEST
    assert written((SheetText(fits + letter),))["A1"].value == longer


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("../side.html#x", "..\\side.html"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://example.org/" + "a" * 2_000, None),
        (None, None),
    ],
)
def test_a_link_leads_to_a_page_or_is_a_text(href: str | None, target: str | None) -> None:
    cell = written((SheetText("Mål", href),))["A1"]
    assert cell.value == "Mål"
    assert (cell.hyperlink.target if cell.hyperlink else None) == target


def test_links_beyond_what_excel_opens_are_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert spreadsheet.MOST_LINKS <= 65_530
    monkeypatch.setattr(spreadsheet, "MOST_LINKS", 2)
    sheet = written(*((SheetText(f"Mål {n}", "../a.html"),) for n in range(4)))
    cells = [row[0] for row in sheet.iter_rows()]
    assert [bool(cell.hyperlink) for cell in cells] == [True, True, False, False]
    assert [cell.value for cell in cells] == [f"Mål {n}" for n in range(4)]


def test_a_sparse_sheet_holds_the_same_cells() -> None:
    rows = tuple((SheetText(f"a{n}"), SheetText(), SheetText(f"c{n}")) for n in range(3))
    plain, sparse = written(*rows), written(*rows, sparse=True)
    assert list(plain.values) == list(sparse.values)


def test_days_are_days_where_excel_knows_them() -> None:
    book = WorkbookWriter("Titel", FORMATS)
    book.add_sheet("Ark").day(0, 0, date(2027, 3, 31), "day")
    cell = load_workbook(BytesIO(book.data())).active["A1"]  # type: ignore[index]
    assert cell.value == datetime(2027, 3, 31)  # noqa: DTZ001 (a sheet knows no zones)
    assert spreadsheet.excel_day("1899-12-31") is None
    assert spreadsheet.excel_day("1900-02-28") is None
    assert spreadsheet.excel_day("1900-03-01") == date(1900, 3, 1)


def test_two_workbooks_of_the_same_are_the_same_bytes() -> None:
    made = []
    for _ in range(2):
        book = WorkbookWriter("Titel", FORMATS)
        book.add_sheet("Ark").text(0, 0, "Mål")
        made.append(book.data())
    assert made[0] == made[1]


def test_a_csv_file_is_read_as_it_was_written() -> None:
    rows: list[list[str | int]] = [["Mål; med semikolon", 'og "citat"'], ["to\nlinjer", 7]]
    data = csv_bytes(rows)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 2
    read = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert list(read) == [[str(cell) for cell in row] for row in rows]


def test_the_parser_tells_formulas_and_merged_cells() -> None:
    book = WorkbookWriter("Titel", FORMATS)
    sheet = book.add_sheet("Ark").sheet
    sheet.write_formula(0, 0, "=1+1")
    sheet.merge_range(1, 0, 1, 2, "flettet")
    read = load_workbook(BytesIO(book.data()), read_only=True)
    with sheet_parser(read.worksheets[0], read) as parser:
        rows: Any = list(parser.parse())
        found: Any = parser.merged_cells
        merged = [str(x.ref) for x in found.mergeCell]
    assert rows[0][1][0]["data_type"] == "f"
    assert merged == ["A2:C2"]
