"""Documents of docutils nodes, read back by python-docx as Word has them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from docutils import nodes
from docx import Document
from docx.oxml.ns import qn

from needs_core.nodes import bullets, paragraph, rubric, table, table_body
from needs_core.word_document import WordDocument

if TYPE_CHECKING:
    from needs_core.nodes import Content

TITLE = "Plan: <first> & \x00second"


def written() -> bytes:
    document = WordDocument(TITLE, "da", "Unit A")
    document.heading("Overdue")
    rows: list[tuple[Content, Content]] = [
        ("=1+1", bullets([paragraph("one"), paragraph("two")])),
        ("b\x07", "</w:t>"),
    ]
    document.add(
        [
            paragraph("It is ", nodes.strong("", "late"), nodes.emphasis("", " now")),
            table(table_body(("Id", "What"), rows)),
            table(table_body(("Id",), [("x",)]), caption="Others"),
            paragraph(nodes.reference("", "A_1 First", refuri="https://plan.example/#A_1")),
            rubric("Changed"),
            bullets([[paragraph("outer"), bullets([paragraph("inner")])]]),
        ],
        level=2,
    )
    return document.data()


def test_the_same_nodes_give_the_same_bytes_with_a_title_and_a_language() -> None:
    data = written()
    assert data == written()
    document = Document(BytesIO(data))
    properties = document.core_properties
    assert properties.title == "Plan: <first> & second"
    assert (properties.language, properties.author) == ("da-DK", "Unit A")
    language = document.styles.element.find(f".//{qn('w:lang')}")
    assert language is not None
    assert language.get(qn("w:val")) == "da-DK"


def test_headings_lists_and_links_are_those_of_word() -> None:
    document = Document(BytesIO(written()))
    assert [(x.style.name, x.text) for x in document.paragraphs if x.style] == [
        ("Title", "Plan: <first> & second"),
        ("Heading 1", "Overdue"),
        ("Normal", "It is late now"),
        ("Caption", "Others"),
        ("Normal", "A_1 First"),
        ("Heading 2", "Changed"),
        ("List Bullet", "outer"),
        ("List Bullet 2", "inner"),
    ]
    assert [x.text for x in document.paragraphs[2].runs if x.bold] == ["late"]
    (link,) = document.paragraphs[4].hyperlinks
    assert link.url == "https://plan.example/#A_1"


def test_tables_repeat_their_header_rows_and_have_an_alternative_text() -> None:
    first, second = Document(BytesIO(written())).tables
    assert [[x.text for x in row.cells] for row in first.rows] == [
        ["Id", "What"],
        ["=1+1", "one\ntwo"],
        ["b", "</w:t>"],
    ]
    repeated = [x._tr.find(f".//{qn('w:tblHeader')}") is not None for x in first.rows]
    assert repeated == [True, False, False]
    texts = [
        x._tbl.tblPr.find(qn(name)).get(qn("w:val"))
        for x in (first, second)
        for name in ("w:tblCaption", "w:tblDescription")
    ]
    assert texts == ["Id, What", "Id, What", "Others", "Id"]
