"""Every cell names its headers: of its column, of its group, of its row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.typst_pdf.reading import Pdf

if TYPE_CHECKING:
    from tests.conftest import Project
    from tests.typst_pdf.reading import Element

TABLE = """\
Small
=====

+-------+---+---+
| Name  | A | B |
+=======+===+===+
| Group         |
+-------+---+---+
| First | 1 | 2 |
+-------+---+---+
| Last  | 3 | 4 |
+-------+---+---+
"""
CONF = """
from docutils import nodes

def mark(app, doctree):
    next(doctree.findall(nodes.colspec))["stub"] = 1
    if TOTAL:
        list(doctree.findall(nodes.row))[-1]["classes"].append("total")

def setup(app):
    app.connect("doctree-read", mark)
"""


def headers(rows: list[list[Element]]) -> dict[str, list[str]]:
    """Return the texts of the headers that each cell of a value names."""
    names = {str(x.raw.ID): x.text.strip() for row in rows for x in row if "/ID" in x.raw}
    return {
        cell.text.strip(): [names[str(one)] for one in cell.attribute("/Headers")]
        for row in rows
        for cell in row
        if cell.role == "TD"
    }


@pytest.mark.parametrize("total", [False, True])
def test_every_row_has_its_header_also_the_last(small: Project, *, total: bool) -> None:
    small.write("index.rst", TABLE)
    conf = (small.source / "conf.py").read_text("utf-8")
    small.write("conf.py", f"{conf}TOTAL = {total}\n{CONF}")
    built = small.build("typst_pdf")
    assert built.warnings == ""
    pdf = Pdf(built.out / "small.pdf")
    (rows,) = pdf.tables()
    for row in rows[1:]:
        assert row[0].role == "TH"
        assert str(row[0].attribute("/Scope")) == "/Row"
    group = [] if total else ["Group"]
    assert headers(rows) == {
        "1": ["A", "Group", "First"],
        "2": ["B", "Group", "First"],
        "3": ["A", *group, "Last"],
        "4": ["B", *group, "Last"],
    }


LIST_TABLE = """
.. list-table::
   :header-rows: 1
   :stub-columns: 1

   * - Name
     - {0}
   * - {0} 1
     - {1}
"""
RAW = """
.. raw:: typst

   #table(columns: 2, table.header([x], [y]), [p], [q])
   #table(columns: 3, [p], [q], [r])
"""
NESTED = """+---+---+
       | x | y |
       +===+===+
       | 1 | 2 |
       +---+---+
       | 3 | 4 |
       +---+---+"""


@pytest.mark.parametrize(
    "text",
    [
        RAW + LIST_TABLE.format("A", "1"),
        LIST_TABLE.format("A", "1") + RAW + LIST_TABLE.format("B", "2"),
        RAW + LIST_TABLE.format("A", "1") + "   * - A 1\n     - 1\n" + RAW,
    ],
)
def test_tables_of_raw_typst_stand_beside_those_of_pages(small: Project, text: str) -> None:
    small.write("index.rst", f"Small\n=====\n{text}")
    built = small.build("typst_pdf")
    assert built.warnings == ""
    pdf = Pdf(built.out / "small.pdf")
    own = [rows for rows in pdf.tables() if rows[0][0].text.strip() == "Name"]
    assert len(own) == text.count("list-table")
    for rows in own:
        column = rows[0][1].text.strip()
        assert set(map(tuple, headers(rows).values())) == {(column, f"{column} 1")}


def test_a_table_that_cannot_be_told_from_those_of_raw_typst(small: Project) -> None:
    small.write("index.rst", f"Small\n=====\n{RAW}{LIST_TABLE.format('A', '1')}{RAW}")
    built = small.build("typst_pdf")
    place = r"index.rst:4: ERROR: small.pdf could not be made. The headers of its tables"
    assert re.match(place, built.warnings)
    assert not (built.out / "small.pdf").exists()


def test_a_table_within_a_table_has_headers_of_its_own(small: Project) -> None:
    table = LIST_TABLE.format("A", NESTED) + LIST_TABLE.format("B", "5")
    small.write("index.rst", f"Small\n=====\n{table}")
    built = small.build("typst_pdf")
    assert built.warnings == ""
    pdf = Pdf(built.out / "small.pdf")
    _outer, inner, last = pdf.tables()
    assert headers(inner) == {"1": ["x"], "2": ["y"], "3": ["x"], "4": ["y"]}
    assert headers(last) == {"5": ["B", "B 1"]}


def test_a_table_that_nobody_knows_of_costs_its_document_only(small: Project) -> None:
    small.write(
        "index.rst", "Small\n=====\n\n.. centered:: x\n\n.. toctree::\n\n   other\n"
    )
    small.write("other.rst", f"Other\n=====\n{LIST_TABLE.format('A', '1')}")
    conf = (small.source / "conf.py").read_text("utf-8")
    small.write(
        "conf.py",
        f"""{conf}
from sphinx import addnodes
def visit(self, node): self.open()
def depart(self, node): self.put(f"table(columns: 1, {{self.close()}})")
def setup(app):
    app.add_node(addnodes.centered, override=True, typst=(visit, depart))
""",
    )
    documents = [{}, {"start": "other", "file": "other.pdf"}]
    built = small.build("typst_pdf", typst_documents=documents)
    assert "ERROR: small.pdf could not be made. The headers of its tables" in built.warnings
    assert [path.name for path in built.out.glob("*.pdf")] == ["other.pdf"]
    assert built.app.statuscode == 1
