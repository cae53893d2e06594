"""What an accessible PDF must be (PDF/UA-1, ISO 14289-1), as far as a machine can tell.

Each check is a function that yields the faults it finds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.typst_pdf.reading import Element, Pdf

ROLES = frozenset(
    [
        "Document",
        "Part",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "P",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "Code",
        "Link",
        "Figure",
        "Formula",
        "Artifact",
        "Strong",
        "Em",
        "Title",
        "FENote",
    ]
)
_SHOWS = {"Tj", "TJ", "'", '"', "f", "f*", "S", "B", "Do"}


def document(pdf: Pdf) -> Iterator[str]:
    """Marked, in a language, with a title that is shown, and one root."""
    root = pdf.raw.Root
    if not root.get("/MarkInfo", Dictionary()).get("/Marked"):
        yield "not marked as tagged"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle"):
        yield "shows its file name and not its title"
    with pdf.raw.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "does not say that it is PDF/UA-1"
        if not metadata.get("dc:title"):
            yield "no title"
    if [one.role for one in pdf.roots] != ["Document"]:
        yield "not one document"


def roles(pdf: Pdf) -> Iterator[str]:
    """Only kinds of elements that readers know."""
    yield from (f"unknown role {one.role}" for one in pdf.walk() if one.role not in ROLES)


def headings(pdf: Pdf) -> Iterator[str]:
    """From the first level down, none skipped; each is a bookmark that leads somewhere."""
    levels = [int(one.role[1]) for one in pdf.walk() if re.fullmatch("H[1-6]", one.role)]
    for above, below in zip([0, *levels], levels, strict=False):
        if below > above + 1:
            yield f"H{below} follows H{above}"
    with pdf.raw.open_outline(max_depth=20) as outline:
        found = list(_flat(outline.root))
    if len(found) < len(set(levels)):
        yield "no bookmarks"
    yield from (f"dead bookmark {one.title}" for one in found if not _leads(one))


def _flat(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _flat(item.children)


def _leads(item: Any) -> bool:
    return item.destination is not None or item.action is not None


def pictures(pdf: Pdf) -> Iterator[str]:
    """Every picture and every formula says what it shows."""
    for one in pdf.walk():
        if one.role in {"Figure", "Formula"} and not str(one.raw.get("/Alt", "")).strip():
            yield "a picture without alternative text"


def tables(pdf: Pdf) -> Iterator[str]:
    """Rows of one width; every cell names the headers of its column and its row."""
    ids = {str(one.raw.ID) for one in pdf.walk() if "/ID" in one.raw}
    for number, rows in enumerate(pdf.tables(), 1):
        if len(set(_widths(rows))) != 1:
            yield f"table {number}: rows of different widths"
        cells = [cell for row in rows for cell in row]
        scopes = {str(cell.attribute("/Scope")) for cell in cells if cell.role == "TH"}
        if not scopes or "None" in scopes:
            yield f"table {number}: a header without a scope"
        for cell in cells:
            named = [str(one) for one in _headers(cell)]
            if set(named) - ids:
                yield f"table {number}: a header that is not there"
            if cell.role == "TD" and len(named) < len(scopes):
                yield f"table {number}: a cell that does not know its headers: {cell.text}"


def _headers(cell: Element) -> Any:
    return cell.attribute("/Headers") or []


def _widths(rows: list[list[Element]]) -> Iterator[int]:
    below: dict[int, int] = {}
    for at, row in enumerate(rows):
        width = below.pop(at, 0)
        for cell in row:
            wide = int(cell.attribute("/ColSpan") or 1)
            width += wide
            for down in range(1, int(cell.attribute("/RowSpan") or 1)):
                below[at + down] = below.get(at + down, 0) + wide
        yield width


def lists(pdf: Pdf) -> Iterator[str]:
    """Lists hold items, items a label and a body."""
    for one in pdf.walk():
        inside = {child.role for child in one.children}
        if one.role == "L" and inside - {"LI", "Caption", "L"}:
            yield "a list that holds more than items"
        if one.role == "LI" and inside - {"Lbl", "LBody"}:
            yield "an item that holds more than its label and its body"


def links(pdf: Pdf) -> Iterator[str]:
    """Links say where they lead, are tagged, and follow the order of the page."""
    for number, page in enumerate(pdf.raw.pages, 1):
        found = [one for one in page.get("/Annots", []) if one.Subtype == Name.Link]
        if found and page.obj.get("/Tabs") != Name.S:
            yield f"page {number}: links are not in reading order"
        for link in found:
            if not str(link.get("/Contents", "")).strip():
                yield f"page {number}: a link that does not say where it leads"
            if "/StructParent" not in link:
                yield f"page {number}: a link without a tag"


def faces(pdf: Pdf) -> Iterator[str]:
    """Every face is in the file and can be read as text."""
    for one in pdf.raw.objects:
        if not isinstance(one, Dictionary):
            continue
        if one.get("/Type") == Name.FontDescriptor and not any(
            kind in one for kind in ("/FontFile", "/FontFile2", "/FontFile3")
        ):
            yield "a face that is not in the file"
        if one.get("/Subtype") == Name.Type0 and "/ToUnicode" not in one:
            yield "a face that cannot be read as text"


def content(pdf: Pdf) -> Iterator[str]:
    """Everything on a page is tagged, or marked as of no meaning."""
    for number, page in enumerate(pdf.raw.pages, 1):
        depth = 0
        for operation in pikepdf.parse_content_stream(page):
            name = str(operation.operator)
            depth += (name in {"BDC", "BMC"}) - (name == "EMC")
            if not depth and name in _SHOWS:
                yield f"page {number}: something without a tag ({name})"


CHECKS: tuple[Callable[[Pdf], Iterator[str]], ...] = (
    document,
    roles,
    headings,
    pictures,
    tables,
    lists,
    links,
    faces,
    content,
)


def faults(pdf: Pdf) -> list[str]:
    """Return every fault of every check, with the check's name."""
    return [f"{check.__name__}: {fault}" for check in CHECKS for fault in check(pdf)]


def first(pdf: pikepdf.Pdf, role: str) -> Any:
    """Return the first element of a role, to plant a fault in."""
    stack = [pdf.Root.StructTreeRoot.K]
    while stack:
        one = stack.pop()
        if isinstance(one, Array):
            stack.extend(reversed(list(one)))
        elif isinstance(one, Dictionary):
            if one.get("/S") == Name(f"/{role}"):
                return one
            stack.append(one.get("/K", Array()))
    message = f"no {role}"
    raise LookupError(message)
