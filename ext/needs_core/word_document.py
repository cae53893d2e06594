"""Word documents (DOCX) of docutils nodes, for the agenda systems that take no web page.

Headings, lists, tables and links are those of Word, so that it can list, number and read
them aloud: header rows are repeated on every page, tables have an alternative text, and
the language is set. The same nodes always give the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from babel.core import get_global
from docutils import nodes
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.run import Run

from needs_core.design import HEAD, LINE, PAPER_TINT
from needs_core.spreadsheet import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docx.document import Document as WordFile
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_LEVELS = 4
"""The deepest headings and lists of their own looks."""
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The date in the properties of every document, whenever it is made."""
_FACE = "Calibri"
_WIDTH = Cm(17)
"""The width of the text on A4."""


class WordDocument:
    """A document that is filled from its beginning to its end."""

    def __init__(self, title: str, language: str, author: str = "") -> None:
        self._file: WordFile = Document()
        _set_page(self._file)
        _set_look(self._file)
        _set_language(self._file, language)
        properties = self._file.core_properties
        properties.title, properties.author = clean(title)[:255], clean(author)[:255]
        properties.last_modified_by = properties.comments = ""
        properties.language = language_tag(language)
        properties.created = properties.modified = _MADE
        self._file.add_paragraph(clean(title), style="Title")

    def add(self, content: Iterable[nodes.Node], level: int = 1) -> None:
        """Add nodes; a section or a rubric among them has a heading of the level."""
        _Writer(self._file, level).blocks(content)

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading."""
        self._file.add_heading(clean(text), min(level, _LEVELS))

    def data(self) -> bytes:
        """Return the bytes of the file."""
        written, result = BytesIO(), BytesIO()
        self._file.save(written)
        with ZipFile(written) as old, ZipFile(result, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():  # python-docx writes the time of the day
                new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
        return result.getvalue()


def language_tag(language: str) -> str:
    """Return a language with the country that Word asks for.

    >>> language_tag("da"), language_tag("en"), language_tag("pt_BR"), language_tag("xx")
    ('da-DK', 'en-US', 'pt-BR', 'xx')
    """
    likely = str(get_global("likely_subtags").get(language, ""))
    parts = likely.split("_") if likely else language.replace("-", "_").split("_")
    return "-".join(dict.fromkeys((parts[0], parts[-1])))


class _Writer:
    """Writes nodes into a document, or into a cell of one of its tables."""

    def __init__(self, place: WordFile | _Cell, level: int) -> None:
        self._place, self._level = place, level

    def blocks(
        self, content: Iterable[nodes.Node], style: str = "", depth: int = 0
    ) -> None:
        """Write block nodes; ``style`` is that of the paragraphs of a list."""
        for node in content:
            if isinstance(node, nodes.section):
                _Writer(self._place, self._level + 1).blocks(node.children)
            elif isinstance(node, nodes.title | nodes.rubric):
                own = self._level - isinstance(node.parent, nodes.section)
                self._paragraph(node, f"Heading {min(max(own, 1), _LEVELS)}")
            elif isinstance(node, nodes.bullet_list | nodes.enumerated_list):
                self._list(node, depth)
            elif isinstance(node, nodes.table):
                self._table(node)
            elif isinstance(node, nodes.term):
                self._paragraph(node, style, bold=True)
            elif isinstance(node, nodes.TextElement | nodes.Text):
                self._paragraph(node, style)
            else:
                self.blocks(node.children, style, depth)

    def _paragraph(self, node: nodes.Node, style: str, *, bold: bool = False) -> None:
        follows_table = self._ends_with_table()
        paragraph = self._place.add_paragraph(style=style or None)
        if follows_table:
            paragraph.paragraph_format.space_before = Pt(10)
        _write_inline(paragraph, [node], bold=bold)

    def _list(self, node: nodes.Element, depth: int) -> None:
        kind = "List Bullet" if isinstance(node, nodes.bullet_list) else "List Number"
        style = f"{kind} {min(depth, 2) + 1}" if depth else kind
        for item in node.children:
            first, *rest = item.children or [nodes.paragraph()]
            self.blocks([first], style, depth + 1)
            self.blocks(rest, f"List Continue{style[len(kind) :]}", depth + 1)

    def _table(self, node: nodes.table) -> None:
        group = next(iter(node.findall(nodes.tgroup)))
        widths = [int(x["colwidth"]) for x in group.findall(nodes.colspec)]
        head = [*_rows(group, nodes.thead)]
        rows = [*head, *_rows(group, nodes.tbody)]
        caption = next((x.astext() for x in node if isinstance(x, nodes.title)), "")
        if caption:
            self._place.add_paragraph(clean(caption), style="Caption")
        elif self._ends_with_table():  # Word takes two in a row for one
            self._place.add_paragraph()
        table = _new_table(self._place, len(rows), len(widths))
        _describe(table, caption or self._headings(head), self._headings(head))
        for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001 (it has no other name)
            properties.append(OxmlElement("w:cantSplit"))
            if number < len(head):
                properties.append(OxmlElement("w:tblHeader"))
            for at, (cell, entry) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = int(_WIDTH * widths[at] / sum(widths))
                _fill(cell, entry, bold=number < len(head), level=self._level)

    def _ends_with_table(self) -> bool:
        *_others, last = (None, *self._place.iter_inner_content())
        return isinstance(last, Table)

    def _headings(self, head: Sequence[Sequence[nodes.Element]]) -> str:
        return clean(", ".join(entry.astext() for row in head for entry in row))


def _rows(group: nodes.Element, kind: type[nodes.Element]) -> Iterator[list[nodes.Element]]:
    for part in group.findall(kind):
        for row in part.findall(nodes.row):
            yield [cast("nodes.Element", entry) for entry in row.children]


def _fill(cell: _Cell, entry: nodes.Element, *, bold: bool, level: int) -> None:
    _Writer(cell, level).blocks(entry.children)
    first, *rest = cell.paragraphs
    if rest and not first.text:  # every cell is made with an empty paragraph
        first._p.getparent().remove(first._p)  # noqa: SLF001
    if bold:
        shade = OxmlElement("w:shd")
        for name, text in (("val", "clear"), ("color", "auto"), ("fill", PAPER_TINT[1:])):
            shade.set(qn(f"w:{name}"), text)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.space_before = Pt(2)
        paragraph.paragraph_format.space_after = Pt(2)
        for run in paragraph.runs if bold else ():
            run.bold = True


def _new_table(place: WordFile | _Cell, rows: int, columns: int) -> Table:
    table = place.add_table(rows, columns)
    table.style = "Table Grid"
    table.autofit = False
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        drawn = side in {"top", "bottom", "insideH"}
        borders.append(_border(side, LINE.light if drawn else None))
    properties = table._tbl.tblPr  # noqa: SLF001
    # Word asks for one order of them.
    after = (qn(f"w:{name}") for name in ("shd", "tblLayout", "tblCellMar", "tblLook"))
    later = next((x for x in map(properties.find, after) if x is not None), None)
    if later is None:
        properties.append(borders)
    else:
        later.addprevious(borders)
    return table


def _border(side: str, colour: str | None) -> BaseOxmlElement:
    element: BaseOxmlElement = OxmlElement(f"w:{side}")
    element.set(qn("w:val"), "single" if colour else "nil")
    if colour:
        element.set(qn("w:sz"), "4")
        element.set(qn("w:color"), colour[1:].upper())
    return element


def _describe(table: Table, title: str, description: str) -> None:
    """Give a table its alternative text, and say that its first column heads the rows."""
    properties = table._tbl.tblPr  # noqa: SLF001
    for name, text in (("w:tblCaption", title), ("w:tblDescription", description)):
        element = OxmlElement(name)
        element.set(qn("w:val"), clean(text))
        properties.append(element)


def _write_inline(
    paragraph: Paragraph, content: Iterable[nodes.Node], *, bold: bool, italic: bool = False
) -> None:
    """Write inline nodes as runs; a link to another site as one of Word's."""
    for node in content:
        if isinstance(node, nodes.Text):
            if text := _inline_text(node.astext()):
                run = paragraph.add_run(text)
                run.bold, run.italic = bold or None, italic or None
        elif isinstance(node, nodes.reference) and _is_absolute(node.get("refuri", "")):
            _write_link(paragraph, clean(node.astext()), node["refuri"])
        elif isinstance(node, nodes.Element):
            _write_inline(
                paragraph,
                node.children,
                bold=bold or isinstance(node, nodes.strong),
                italic=italic or isinstance(node, nodes.emphasis),
            )


def _inline_text(text: str) -> str:
    """Return a text on one line, with the spaces at its ends."""
    inner = clean(text)
    if not inner:
        return " " if text else ""
    return f"{' ' * text[:1].isspace()}{inner}{' ' * text[-1:].isspace()}"


def _is_absolute(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def _write_link(paragraph: Paragraph, text: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True)
    link.set(qn("r:id"), relation)
    run = OxmlElement("w:r")
    link.append(run)
    paragraph._p.append(link)  # noqa: SLF001
    made = Run(run, paragraph)
    made.text, made.font.underline = text, True


def _set_look(file: WordFile) -> None:
    """Set faces and colours: one face, which every Word has, and that of headings."""
    names = ("Normal", "Title", *(f"Heading {level}" for level in range(1, _LEVELS + 1)))
    for name in names:
        style = file.styles[name]
        assert isinstance(style, ParagraphStyle)  # noqa: S101 (python-docx has them)
        style.font.name = _FACE
        faces = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            faces.attrib.pop(qn(f"w:{kind}"), None)
        faces.set(qn("w:eastAsia"), _FACE)
        if name == "Normal":
            style.font.size = Pt(10.5)
            style.paragraph_format.space_after = Pt(5)
        else:
            style.font.color.rgb = RGBColor.from_string(HEAD[1:].upper())


def _set_page(file: WordFile) -> None:
    """Set A4 with margins, and the number of the page at its foot."""
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    foot._p.append(number)  # noqa: SLF001


def _set_language(file: WordFile, language: str) -> None:
    """Set the language of all text."""
    for properties in file.styles.element.iter(qn("w:rPr")):
        for old in properties.findall(qn("w:lang")):
            _mark(old, language)


def _mark(element: BaseOxmlElement, language: str) -> None:
    element.set(qn("w:val"), language_tag(language))
