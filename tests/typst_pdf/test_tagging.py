"""Every cell names its headers: of its column, of its group, of its row."""

from __future__ import annotations

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
