"""What PDF, pictures and office documents say can be read, also where it is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pikepdf
import pytest
import typst
from PIL import Image, PngImagePlugin

from needs_core.lint.internal_mentions import UnreadFileError, squeezed, text_of
from needs_core.lint.scanned_pages import unread_pages

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

SAID = "Målet nobody må kende, ærligt talt"


def says(file: Path) -> bool:
    return squeezed(SAID) in squeezed(text_of(file))


def plain_pdf(file: Path) -> None:
    page = '#set page(width: 5cm)\n#set text(lang: "da", hyphenate: true)\n'
    file.write_bytes(typst.compile(f"{page}{SAID}".encode()))


def edited_pdf(file: Path, **edit: Any) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for name, value in edit.items():
            pdf.docinfo[f"/{name}"] = value
        pdf.save(file)


@pytest.mark.parametrize("compressed", [True, False])
def test_the_text_of_a_pdf_is_read(tmp_path: Path, compressed: bool) -> None:  # noqa: FBT001
    file = tmp_path / "a.pdf"
    plain_pdf(file)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.save(file, compress_streams=compressed)
    assert SAID.encode() not in file.read_bytes()
    assert says(file)


def test_the_text_of_a_pdf_that_a_browser_made_is_read(
    browser: Browser, tmp_path: Path
) -> None:
    page, file = browser.new_page(), tmp_path / "a.pdf"
    page.set_content(f"<title>x</title><p style='width: 5em'>{SAID}</p>")
    file.write_bytes(page.pdf())
    page.close()
    assert says(file)


def test_the_title_and_the_files_of_a_pdf_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    edited_pdf(file, Title=SAID)
    assert says(file)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["x.txt"] = SAID.encode()
        pdf.save(file)
    assert says(file)


def test_a_pdf_that_is_locked_or_broken_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(file, encryption=pikepdf.Encryption(user="x", owner="y"))
    with pytest.raises(UnreadFileError):
        text_of(file)
    file.write_bytes(b"%PDF-1.7\nno pages")
    with pytest.raises(UnreadFileError):
        text_of(file)


def test_what_a_photograph_says_of_itself_is_read(tmp_path: Path) -> None:
    picture, exif = Image.new("RGB", (2, 2)), Image.Exif()
    file = tmp_path / "a.jpg"
    exif[0x9C9B] = f"{SAID}\0".encode("utf-16-le")  # the title that Windows writes
    picture.save(file, exif=exif)
    assert SAID.encode() not in file.read_bytes()
    assert says(file)
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + SAID.encode("utf-16-be")
    picture.save(file, exif=exif)
    assert says(file)


def test_what_a_png_says_of_itself_is_read(tmp_path: Path) -> None:
    notes, file = PngImagePlugin.PngInfo(), tmp_path / "a.png"
    notes.add_itxt("Title", SAID, zip=True)
    Image.new("RGB", (2, 2)).save(file, pnginfo=notes)
    assert SAID.encode() not in file.read_bytes()
    assert says(file)


def test_a_sentence_of_a_document_may_be_in_runs(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    with ZipFile(file, "w") as packed:
        runs = "</w:t></w:r><w:r><w:t>".join((SAID[:9], SAID[9:20], SAID[20:]))
        packed.writestr("word/document.xml", f"<w:r><w:t>{runs}</w:t></w:r>")
    assert says(file)


def picture(width: str) -> str:
    """Return a page of a picture of so wide a part of it."""
    return f'#set page(margin: 0pt)\n#image("a.png", width: {width}, height: {width})\n'


@pytest.mark.parametrize(
    ("page", "unread"),
    [
        (picture("100%"), [1]),
        (picture("100%") + "#place(top)[Modtaget 3. maj]", [1]),
        (picture("30%") + SAID, []),
        (picture("100%") + f"#place(top)[{SAID * 9}]", []),
        (f"{SAID}\n#pagebreak()\n" + picture("100%"), [2]),
        ("", []),
        ("#line(length: 50%)", []),
        ("#for n in range(60) { circle(fill: red, radius: 1pt) }", [1]),
    ],
)
def test_pages_that_are_a_picture_are_found(
    tmp_path: Path, page: str, unread: list[int]
) -> None:
    Image.new("RGB", (90, 90), "white").save(tmp_path / "a.png")
    source, file = tmp_path / "a.typ", tmp_path / "a.pdf"
    source.write_text(page, encoding="utf-8")
    file.write_bytes(typst.compile(str(source)))
    assert unread_pages(file) == unread


def test_a_picture_with_its_recognised_text_is_no_unread_page(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 100))
        image = pdf.make_stream(b"\0" * 3, Width=1, Height=1, BitsPerComponent=8)
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.ColorSpace = pikepdf.Name.DeviceRGB
        font = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica"}
        named = {f"/{key}": pikepdf.Name(value) for key, value in font.items()}
        parts = {"/XObject": {"/I": image}, "/Font": {"/F": pikepdf.Dictionary(named)}}
        pdf.pages[0].Resources = pikepdf.Dictionary(parts)
        drawn = b"q 100 0 0 100 0 0 cm /I Do Q"
        pdf.pages[0].Contents = pdf.make_stream(drawn)
        pdf.save(file)
    assert unread_pages(file) == [1]
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        words = b" BT 3 Tr /F 9 Tf (A goal) Tj ET"
        pdf.pages[0].Contents = pdf.make_stream(drawn + words)
        pdf.save(file)
    assert unread_pages(file) == []


def test_letters_without_names_are_unread(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    plain_pdf(file)
    assert unread_pages(file) == []
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
                del one["/ToUnicode"]
        pdf.save(file)
    assert unread_pages(file) == [1]


def test_other_files_have_no_pages(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    Image.new("RGB", (2, 2)).save(file)
    assert unread_pages(file) == []
