"""No person of the minutes is named in anything the project makes, not even in part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
import pypdfium2
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Built, Project

VERBS = (
    "indledte|fortalte|nævnte|sagde|bemærkede|supplerede|pegede|mente|spurgte|svarede"
    "|kommenterede|medgav|var"
)
NAME = r"[A-ZÆØÅ][a-zæøå]+(?: (?:[A-ZÆØÅ]\.|[A-ZÆØÅ][a-zæøå]+))*"
TEXTS = {
    ".html",
    ".xhtml",
    ".opf",
    ".ncx",
    ".json",
    ".js",
    ".txt",
    ".csv",
    ".xml",
    ".inv",
    ".css",
    ".svg",
}


def full_names(minutes: str) -> set[str]:
    """Return the names of those who speak in minutes, or stand before a department."""
    found = set[str]()
    for paragraph in re.split(r"\n\s*\n|(?<=[.:])\s*\n", minutes):
        flat = " ".join(paragraph.split())
        found |= set(re.findall(rf"({NAME}) (?:{VERBS})\b", flat))
        found |= set(re.findall(rf"({NAME}) \([A-Z][a-z][A-Z]\)", flat))
        found |= set(re.findall(rf"v/({NAME})", flat))
    return {name for name in found if name != "Det"}


def pattern(minutes: str) -> re.Pattern[str]:
    """Match every part of a name, and the initials of each, as whole words."""
    names = full_names(minutes)
    parts = {part for name in names for part in name.split() if len(part.strip(".")) > 2}
    initials = {"".join(part[0] for part in name.split()) for name in names}
    dotted = {".".join(x) + "." for x in initials if len(x) > 1}
    words = parts | {x for x in initials if len(x) > 2} | dotted
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")


def workbook_texts(path: Path) -> Iterator[str]:
    """Yield all that a workbook says: cells, comments, names of sheets, who made it."""
    book = openpyxl.load_workbook(path)
    made = book.properties
    yield from (str(x) for x in (made.creator, made.lastModifiedBy, made.title) if x)
    for sheet in book:
        yield sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield str(cell.value)
                if cell.comment:
                    yield f"{cell.comment.author} {cell.comment.text}"


def pdf_texts(path: Path) -> Iterator[str]:
    """Yield the text of every page, and what the document says of itself."""
    document = pypdfium2.PdfDocument(path)
    yield from document.get_metadata_dict().values()
    for page in document:
        yield page.get_textpage().get_text_bounded()


def read(path: Path) -> str:
    """Return all text of a file; nothing of one that holds none."""
    if path.suffix == ".xlsx":
        return " ".join(workbook_texts(path))
    if path.suffix == ".pdf":
        return " ".join(pdf_texts(path))
    return path.read_text("utf-8", "replace") if path.suffix in TEXTS else ""


@pytest.fixture(scope="session")
def names(kilder: Path) -> re.Pattern[str]:
    (minutes,) = kilder.glob("000_*.txt")
    return pattern(minutes.read_text("utf-8"))


def named(folder: Path, names: re.Pattern[str]) -> tuple[dict[str, set[str]], set[str]]:
    """Return the files that name somebody, and the kinds of files that were read."""
    found, kinds = {}, set()
    for path in folder.rglob("*"):
        text = " ".join(read(path).split()) if path.is_file() else ""
        kinds |= {path.suffix} if text else set()
        if hits := set(names.findall(text)):
            found[path.name] = hits
    return found, kinds


def test_nobody_is_named_on_the_site_or_in_its_workbooks(
    site: Built, names: re.Pattern[str]
) -> None:
    found, kinds = named(site.out, names)
    assert found == {}
    assert {".html", ".json", ".js", ".csv", ".xlsx", ".xml"} <= kinds


@pytest.mark.parametrize("builder", ["typst_pdf", "epub", "text"])
def test_nobody_is_named_in_other_outputs(
    pages: Project, names: re.Pattern[str], builder: str
) -> None:
    found, kinds = named(pages.build(builder).out, names)
    assert found == {}
    assert kinds & {".pdf", ".txt", ".xhtml"}


FILE = re.compile(r"00\d_[0-9a-f]{8}|[0-9a-f]{16}\.txt")
DATA = {"kilder.html", "needs.json"}
"""The page of sources, and what is made for programs."""


def test_readers_see_the_names_of_sources_and_not_of_their_files(site: Built) -> None:
    found, _kinds = named(site.out, FILE)
    # What is read in again, as it stands, has the values as they are written.
    assert {x for x in found if not re.match(r"plan(-\w+)?\.(xlsx|csv)", x)} <= DATA
    assert "kilder.html" in found


INVENTED = """Udkast v/Ditte Bak

Høg (CfX) og Otto Ravn (KfX)

Ditte Bak Høg indledte punktet.
Uffe B. Ravnsborg nævnte, at det haster.
Yrsa kommenterede, at det er svært.
"""


def test_the_check_knows_parts_and_initials_in_every_kind_of_file(tmp_path: Path) -> None:
    known = pattern(INVENTED)
    for text in ("Fru Høg", "af Ravnsborg.", "Uffe", "Yrsa", "(DBH)", "U.B.R.", "Ditte B."):
        assert known.search(text), text
    for text in ("Høgen", "ravn", "DBHX", "Udkast", "CfX er et center"):
        assert not known.search(text), text
    book = openpyxl.Workbook()
    book.active["C3"] = "Sagt af Ravnsborg"  # type: ignore[index]
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "b.html").write_text("<p>Yrsa</p>", "utf-8")
    assert set(named(tmp_path, known)[0]) == {"a.xlsx", "b.html"}
