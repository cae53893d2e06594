"""Pages and files of a public edition that say the id or the title of an internal need.

A file says its text, and what it carries of a title, an author and the like. Office
documents are opened, PDF and pictures read with the libraries of the extra ``pdf``. What is
only drawn, as a scanned page, is not read: see ``scanned_pages``.
"""

from __future__ import annotations

import re
from html import escape
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from sphinx.locale import get_translation

from needs_core.extras import install_command, is_installed
from needs_core.messages import Problem
from needs_core.sphinx_internals import output_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

LARGEST = 20_000_000
"""The bytes of a file, and of a part of it, that are looked into."""
_DOCUMENTS = frozenset({".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"})
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".gif"})
_TAG = re.compile(rb"<[^<>]*>")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_GAP = -180
"""So many thousandths of its size does a font go back for a space between two words."""


class UnreadFileError(ValueError):
    """A file of which nobody can say what it holds: locked, broken, or without library."""


def text_of(file: Path) -> str:
    """Return the text of a file. Raises ``UnreadFileError``, or ``OSError``."""
    if file.stat().st_size > LARGEST:
        if file.suffix.lower() in _DOCUMENTS:
            raise UnreadFileError
        return ""
    data = file.read_bytes()
    plain = data.decode("utf-8", errors="replace")
    if data.lstrip()[:5] == b"%PDF-":
        return f"{plain}\n{_pdf_text(data)}"
    if file.suffix.lower() in _PICTURES:
        return f"{plain}\n{_picture_text(data)}"
    if is_zipfile(BytesIO(data)):
        return _packed_text(data)
    return plain


def squeezed(text: str) -> str:
    r"""Return a text without white space and hyphens: lines end in other places in a file.

    >>> squeezed("A goal no-\nbody serves") == squeezed("A goal nobody serves")
    True
    """
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def _packed_text(data: bytes) -> str:
    try:
        with ZipFile(BytesIO(data)) as packed:
            parts = [x for x in packed.infolist() if x.file_size <= LARGEST]
            content = b"\n".join(map(packed.read, parts))
    except (BadZipFile, RuntimeError, NotImplementedError) as error:
        raise UnreadFileError from error
    # Programs divide a sentence into runs wherever its author has paused.
    content += b"\n" + _TAG.sub(b"", content)
    return content.decode("utf-8", errors="replace")


# Pictures


def _picture_text(data: bytes) -> str:
    """Return what a picture says of itself: EXIF, XMP, comments."""
    if not find_spec("PIL"):
        raise UnreadFileError
    from PIL import ExifTags, Image

    try:
        with Image.open(BytesIO(data)) as picture:
            exif = picture.getexif()
            found: list[Any] = [*picture.info.values(), *exif.values()]
            for ifd in ExifTags.IFD:
                found += exif.get_ifd(ifd).values()
            found += getattr(picture, "text", {}).values()  # of PNG, also after the picture
    except (OSError, ValueError, SyntaxError, KeyError):
        return ""  # no picture that a browser shows, either
    return "\n".join(text for value in found for text in _texts(value))


def _texts(value: object) -> Iterator[str]:
    """Yield what bytes may mean: EXIF has text as UTF-8, and as UTF-16 of either kind."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield value.decode(encoding, errors="ignore")
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)


# PDF


def _pdf_text(data: bytes) -> str:
    """Return the text of the pages of a PDF, and of its title, bookmarks and files."""
    if not find_spec("pikepdf"):
        raise UnreadFileError
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            found = [drawn_text(page, page.resources) for page in pdf.pages]
            for one in pdf.objects:
                found += _strings(one)
                if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form":
                    found.append(drawn_text(one, one.get("/Resources", {})))
                if isinstance(one, pikepdf.Stream) and _is_file(one):
                    found.append(one.read_bytes().decode("utf-8", errors="replace"))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError) as error:
        raise UnreadFileError from error
    return "\n".join(found)


def _is_file(stream: Any) -> bool:
    """Tell whether a stream of a PDF is about it, or a file within it."""
    return str(stream.get("/Type")) in {"/Metadata", "/EmbeddedFile"}


def _strings(one: Any) -> list[str]:
    """Return the texts of an object, where they are no further objects."""
    import pikepdf

    values: list[Any] = []
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        values = [one.get(key) for key in one.keys()]  # noqa: SIM118 (no mapping)
    elif isinstance(one, pikepdf.Array):
        values = [*one]
    return [str(x) for x in (one, *values) if isinstance(x, pikepdf.String)]


def drawn_text(drawing: Any, resources: Any) -> str:
    """Return the text that a page draws, or a part of one."""
    import pikepdf

    fonts: dict[str, dict[bytes, str]] = {}
    for name, declared in (resources.get("/Font") or {}).items():
        unicode = declared.get("/ToUnicode")
        fonts[name] = {} if unicode is None else _characters(unicode.read_bytes())
    font: dict[bytes, str] = {}
    said = []
    instructions: Any = pikepdf.parse_content_stream(drawing)
    for operands, operator in instructions:
        word = str(operator)
        if word == "Tf":
            font = fonts.get(str(operands[0]), {})
        elif word in {"Tj", "'", '"'}:
            said.append(_decoded(bytes(operands[-1]), font))
        elif word == "TJ":
            said += [_piece_text(piece, font) for piece in operands[0]]
        elif word in {"Td", "TD", "Tm", "T*", "BT"}:
            said.append("\n")
    return "".join(said)


def _piece_text(piece: Any, font: Mapping[bytes, str]) -> str:
    """Return a text, or the space that a number between two texts makes."""
    import pikepdf

    if isinstance(piece, pikepdf.String):
        return _decoded(bytes(piece), font)
    return " " if float(piece) < _GAP else ""


def _characters(table: bytes) -> dict[bytes, str]:
    r"""Return what the codes of a font stand for.

    >>> _characters(b"beginbfchar <0041> <0062> endbfchar beginbfrange <01> <02> <0061>")
    {b'\x00A': 'b', b'\x01': 'a', b'\x02': 'b'}
    """
    found: dict[bytes, str] = {}
    for kind, part in re.findall(rb"beginbf(char|range)(.*?)(?=endbf|$)", table, re.DOTALL):
        codes = [bytes.fromhex(x.decode()) for x in _HEX.findall(part)]
        if kind == b"char":
            pairs = zip(codes[::2], codes[1::2], strict=False)
            found |= {code: _utf16(text) for code, text in pairs}
            continue
        for line in re.findall(rb"<\w*>\s*<\w*>\s*(?:<\w*>|\[[^\]]*\])", part):
            first, last, *texts = [bytes.fromhex(x.decode()) for x in _HEX.findall(line)]
            begin, many = int.from_bytes(first), int.from_bytes(last)
            for at, code in enumerate(range(begin, min(many, begin + 0xFFFF) + 1)):
                text = _utf16(texts[min(at, len(texts) - 1)])
                if len(texts) == 1 and text:
                    text = text[:-1] + chr(ord(text[-1]) + at)
                found[code.to_bytes(len(first))] = text
    return found


def _utf16(code: bytes) -> str:
    return code.decode("utf-16-be", errors="replace") if len(code) > 1 else chr(code[0])


def _decoded(text: bytes, font: Mapping[bytes, str]) -> str:
    if not font:
        return text.decode("cp1252", errors="replace")
    size = len(next(iter(font)))
    codes = (text[at : at + size] for at in range(0, len(text), size))
    return "".join(font.get(code, "") for code in codes)


_ = get_translation("needs_core")

_WORD = re.compile(r"[\w.-]*\w")
_NO_TEXT = re.compile(r"[\s>]*(?::[^\s:]+:|[:`~]{3,}|\.\. )")
"""A line that is a field, or begins a block."""
_EXTENSIONS = Path(__file__).parents[2]
_SHORTEST = 10
"""The letters of a title that is no word which others use as well."""


def mentions(app: Sphinx, titles: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for every internal need that a page or a copied file names.

    ``titles`` are the internal needs by id; a title that is not known is empty.
    """
    from needs_core.lint.scanned_pages import unread_pages

    told = {id_: title for id_, title in titles.items() if len(title) >= _SHORTEST}
    for docname in sorted(app.env.found_docs):
        path = output_path(app.builder, docname)
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        for id_ in _named(text, titles, told):
            yield _problem(app, docname, id_, told.get(id_, id_))
    for file in _copied_files(app) if titles else ():
        try:
            text, pages = text_of(file), unread_pages(file)
        except (UnreadFileError, OSError):
            yield _unread(file)
            continue
        if pages:
            yield _unread_pages(file, pages)
        plain, found = squeezed(text), {*_named(text, titles, {})}
        for id_, title in told.items():
            if squeezed(title) in plain or squeezed(escape(title, quote=False)) in plain:
                found.add(id_)
        for id_ in sorted(found):
            yield _problem_of_file(file, id_)


def _named(text: str, titles: Mapping[str, str], told: Mapping[str, str]) -> Iterator[str]:
    """Yield the internal needs that a text names."""
    words = {*_WORD.findall(text)}
    for id_ in sorted(titles):
        title = told.get(id_)
        if id_ in words or (title and escape(title, quote=False) in text):
            yield id_


def _copied_files(app: Sphinx) -> list[Path]:
    """Return the files of the project that are put beside the pages as they are."""
    found = {Path(app.srcdir, name) for name in (*app.env.dlfiles, *app.env.images)}
    for entry in (*app.config.html_static_path, *app.config.html_extra_path):
        place = Path(app.confdir, entry)
        # What extensions bring names nothing of a project.
        if place.is_relative_to(_EXTENSIONS):
            continue
        found.update(place.rglob("*") if place.is_dir() else [place])
    return sorted(x for x in found if x.is_file())


def _problem_of_file(file: Path, id_: str) -> Problem:
    fault = _("The file names an internal item, and is published as it is.")
    remedy = _("Take the file away, or what is internal out of it.")
    return Problem(None, None, id_, fault, remedy, "needs_core", "internal", str(file))


def _unread(file: Path) -> Problem:
    fault = _("The file is published as it is, and nobody can tell whether it is internal.")
    remedy = _("Publish one without a password and of at most 20 MB, or take it away.")
    if not is_installed("pdf"):
        remedy = _("Install what reads it: %s") % install_command("pdf")
    at = (None, None, file.name, fault, remedy, "needs_core", "internal_unread")
    return Problem(*at, str(file))


def _unread_pages(file: Path, pages: list[int]) -> Problem:
    numbers = ", ".join(map(str, pages))
    fault = _("What stands on page %s is a picture, and nobody can tell if it is internal.")
    remedy = _("Publish it with text that can be marked, or take the file away.")
    at = (None, None, file.name, fault % numbers, remedy)
    return Problem(*at, "needs_core", "internal_unread", str(file))


def _problem(app: Sphinx, docname: str, id_: str, title: str) -> Problem:
    fault = _("The page names an internal item, and this is the public edition.")
    remedy = _("Put the sentence into a block {internal}, or word it otherwise.")
    line = _line(Path(app.env.doc2path(docname)), id_, title)
    return Problem(docname, line, id_, fault, remedy, "needs_core", "internal")


def _line(source: Path, id_: str, title: str) -> int | None:
    """Return the first line of the text of a page that names the need."""
    lines = source.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, start=1):
        named = id_ in _WORD.findall(line) or title in line
        if named and not _NO_TEXT.match(line):
            return number
    return None
