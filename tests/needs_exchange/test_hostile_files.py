"""Files that are no plan, or mean harm: one message, little memory, nothing written."""

from __future__ import annotations

import resource
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from sphinx.locale import translators

from needs_exchange.sheets import csv_format, sheet_file, xlsx_read
from needs_exchange.sheets.csv_format import read_csv
from needs_exchange.sheets.sheet_file import (
    FORMULA,
    MOST_BYTES,
    XLSX,
    ReadFile,
    UnusableFileError,
    file_kind,
)
from needs_exchange.sheets.xlsx_read import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.needs_exchange.conftest import Plan


@pytest.fixture(autouse=True)
def _english() -> None:
    """Forget the language that the last build has left."""
    translators.clear()


def repacked(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Pack a workbook anew with its parts changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def plain(path: Path, rows: int = 1) -> Path:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": rows > 1})
    sheet = book.add_worksheet("Tiltag")
    for row in range(rows):
        sheet.write_row(row, 0, ["Id", f"Titel {row}"])
    book.close()
    return path


def refused(path: Path) -> str:
    with pytest.raises(UnusableFileError) as told:
        read(path)
    return str(told.value)


def read(path: Path) -> ReadFile:
    return read_xlsx(path) if file_kind(str(path)) == XLSX else read_csv(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = plain(tmp_path / "bombe.xlsx")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file,
        file.open("xl/worksheets/sheet9.xml", "w") as part,
    ):
        for _ in range(110):
            part.write(b" " * 1_000_000)
    assert path.stat().st_size < 1_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "unpacks" in refused(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_a_size_that_lies_is_a_broken_file(tmp_path: Path) -> None:
    raw = bytearray(plain(tmp_path / "x.xlsx").read_bytes())
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (5).to_bytes(4, "little")
    path = tmp_path / "loegn.xlsx"
    path.write_bytes(raw)
    assert "broken" in refused(path)


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

    def change(name: str, part: bytes) -> bytes:
        return (
            part.replace(b"<worksheet", bomb + b"<worksheet") if "sheet1" in name else part
        )

    path = repacked(plain(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", change)
    assert "XML" in refused(path)


def filled(tmp_path: Path, part: str, before: str, content: bytes) -> Path:
    """Return a workbook with something more in a part of it."""

    def change(name: str, raw: bytes) -> bytes:
        at = before.encode()
        return raw.replace(at, content + at, 1) if name.endswith(part) else raw

    return repacked(plain(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", change)


@pytest.mark.parametrize(
    ("part", "before", "content", "count", "told"),
    [
        (
            "sheet1.xml",
            "<pageMargins",
            '<mergeCell ref="A1:B2"/>',
            2_000_000,
            "<mergeCell>",
        ),
        ("styles.xml", "</cellXfs>", '<xf numFmtId="0"/>', 2_500_000, "<xf>"),
        ("sharedStrings.xml", "</sst>", "<si><t>a</t></si>", 300_000, "<si>"),
        ("sheet1.xml", "</sheetData>", "<c><v>1</v></c>", 300_000, "<c>"),
        ("sheet1.xml", "</sheetData>", "<c>", 600_000, "<c>"),
        ("sheet1.xml", "<pageMargins", "<x/>", 50_000, "<x>"),
        ("app.xml", "</Properties>", "<y/>", 50_000, "<y>"),
        ("sharedStrings.xml", "</sst>", "x", 300_000, "texts"),
        ("sheet1.xml", "<pageMargins", "A1 ", 90_000, "texts"),
        ("sheet1.xml", "<pageMargins", f'<x a="{"A1 " * 900}"/>', 500, "texts"),
    ],
    ids=str.split("merged formats strings cells deep unknown other text tag tags"),
)
def test_a_part_with_far_too_much_is_refused_by_its_name_before_it_is_read(  # noqa: PLR0913, PLR0917
    tmp_path: Path, part: str, before: str, content: str, count: int, told: str
) -> None:
    path = filled(tmp_path, part, before, content.encode() * count)
    start = resource.getrusage(resource.RUSAGE_SELF)
    said = refused(path)
    end = resource.getrusage(resource.RUSAGE_SELF)
    assert told in said
    assert f"/{part} " in said
    assert end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime < 3
    assert end.ru_maxrss - start.ru_maxrss < 100_000


def test_a_sheet_that_stands_twice_or_a_text_in_many_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = b'<sheet name="igen" sheetId="2" r:id="rId1"/>'
    assert "one twice" in refused(filled(tmp_path, "workbook.xml", "</sheets>", again))
    monkeypatch.setattr(sheet_file, "MOST_TEXT", 1000)
    cells = b"<row>%s</row>" % (b'<c t="s"><v>0</v></c>' * 150)
    many = filled(tmp_path, "sheet1.xml", "</sheetData>", cells * 5)
    assert "The sheet Tiltag holds far more text" in refused(many)


def test_a_shared_formula_is_not_taken_apart(tmp_path: Path) -> None:
    formula = b'<c r="A3"><f t="shared" si="0" ref="A3:A9">%s1</f></c>' % (b"A1+" * 2700)
    cells = b'<c><f t="shared" si="0"/></c>' * 150
    path = filled(
        tmp_path, "sheet1.xml", "</sheetData>", b"<row>%s%s</row>" % (formula, cells)
    )
    start = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    last = read(path).sheets[0].rows[-1]
    assert {cell.other for cell in last.cells.values()} == {FORMULA}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - start < 1


def test_too_many_columns_of_csv_cost_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bred.csv"
    path.write_text(";" * 15_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "200 columns" in refused(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_too_many_rows_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_read, "MOST_ROWS", 500)
    monkeypatch.setattr(csv_format, "MOST_ROWS", 500)
    assert "500 rows" in refused(plain(tmp_path / "mange.xlsx", 501))
    assert len(read(plain(tmp_path / "faa.xlsx", 500)).sheets[0].rows) == 500
    path = tmp_path / "mange.csv"
    path.write_text("Id;Titel\n" + "TI_101;x\n" * 500)
    assert "500 rows" in refused(path)


def test_a_row_far_below_costs_nothing(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "langt.xlsx"))
    sheet = book.add_worksheet("Tiltag")
    sheet.write_row(0, 0, ["Id", "Titel"])
    sheet.write_row(1_048_575, 0, ["", "x"])
    sheet.set_column(0, 16_383, None, book.add_format({"bold": True}))
    book.close()
    raw = read_xlsx(tmp_path / "langt.xlsx")
    assert [row.number for row in raw.sheets[0].rows] == [1, 1_048_576]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gammel.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old Excel"),
        (
            "laast.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        ("billede.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0", "no workbook"),
        ("plan.pdf", b"%PDF-1.7\0", "no workbook"),
        ("kort.xlsx", b"PK\x03\x04", "broken"),
        ("sprog.csv", b"\x81\x8d\x8f", "no workbook"),
        ("anfoerselstegn.csv", b'Id;Titel\n"TI_101;x\n', "CSV from row"),
    ],
)
def test_what_is_no_plan_is_told(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert said in refused(path)


def test_no_file_a_folder_and_one_too_large_are_told(tmp_path: Path) -> None:
    assert "opened" in refused_name(str(tmp_path / "nej.xlsx"))
    assert "no file" in refused_name(str(tmp_path))
    large = tmp_path / "stor.csv"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "20 MB" in refused_name(str(large))


def refused_name(name: str) -> str:
    with pytest.raises(UnusableFileError) as told:
        file_kind(name)
    return str(told.value)


def test_macros_and_other_programs_files_are_told(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.xlsx")

    def macros(name: str, part: bytes) -> bytes:
        old, new = b"spreadsheetml.sheet.main+xml", b"x.macroEnabled.main+xml"
        return part.replace(old, new) if "Content" in name else part

    assert "macros" in refused(repacked(path, tmp_path / "b.xlsm", macros))
    for name, parts, said in (
        ("c.ods", {"mimetype": "application/vnd.oasis"}, "LibreOffice"),
        ("d.docx", {"[Content_Types].xml": "wordprocessingml"}, "no workbook"),
        ("e.zip", {"a.txt": "x"}, "no workbook"),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as file:
            for part, content in parts.items():
                file.writestr(part, content)
        assert said in refused(tmp_path / name)


@pytest.mark.parametrize("part", ["workbook.xml", "sheet1.xml", "sharedStrings.xml"])
def test_broken_parts_are_told(exported: Plan, tmp_path: Path, part: str) -> None:
    for count, broken in enumerate((b"", b"<a>", b"\xff\xfe\0", b"<worksheet/>")):
        path = repacked(
            exported.file,
            tmp_path / f"{count}.xlsx",
            lambda name, raw, broken=broken: broken if name.endswith(part) else raw,  # type: ignore[misc]
        )
        said = exported.take_in(path, write=True)
        assert "Intet er skrevet" in said or "mangler" in said
