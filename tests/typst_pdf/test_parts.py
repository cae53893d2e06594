"""Parts of a document: which are set closer, and what begins the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import new_document

from needs_core.progress_text import COMPUTED_DAY
from tests.typst_pdf.reading import Pdf
from typst_pdf import assembly, compiler
from typst_pdf.assembly import LIFTED

if TYPE_CHECKING:
    from tests.conftest import Project


def part(name: str, page: int, fill: float, first: int = 1) -> dict[str, Any]:
    return {"name": name, "first": first, "page": page, "fill": fill}


def test_parts_that_end_with_a_few_lines_are_found_once() -> None:
    places = [
        part("half full", 2, 0.5),
        part("alone on its page", 1, 0.12),
        part("below a page that lies", 2, 0.0),
        part("inner", 4, 0.2, first=3),
        part("around it", 4, 0.2),
        part("last", 9, 0.3, first=5),
    ]
    found = compiler._sparse_parts(places)
    assert [x["name"] for x in found] == ["inner", "last"]


def test_a_part_is_set_as_much_closer_as_it_takes() -> None:
    few, many = part("few", 3, 0.12), part("many", 7, 0.3)
    assert 0 < compiler._closeness(few, 0) < compiler._closeness(many, 0) < 2
    assert compiler._closeness(few, 0.8) == compiler._CLOSEST, "a little was not enough"


def test_a_part_that_cannot_end_a_page_before_is_set_wider() -> None:
    short, long = part("short", 3, 0.3), part("long", 31, 0.3)
    assert compiler._WIDEST <= compiler._closeness(short, 0) < 0
    assert compiler._closeness(short, 0) < compiler._closeness(long, compiler._CLOSEST) < 2
    assert compiler._closeness(part("one line", 2, 0.11), 0) == compiler._WIDEST


def test_the_day_stands_below_the_first_heading_and_not_before_it() -> None:
    chapters = [
        nodes.section("", nodes.title("", name), nodes.paragraph("", "x"))
        for name in ("One", "Two")
    ]
    day = nodes.paragraph("", "Today", classes=[COMPUTED_DAY])
    page = nodes.section("", nodes.title("", "Page"), day, *chapters, ids=["page"])
    tree = new_document("")
    tree += page
    assembly._lift_sections(tree)
    assert list(tree) == chapters
    assert [x.astext() for x in chapters[0]] == ["One", "Today", "x"]
    assert chapters[0]["ids"] == ["page"]
    assert all(x[LIFTED] for x in chapters)


def test_a_table_begins_with_two_rows_and_a_small_one_is_not_divided(
    small: Project,
) -> None:
    """Tables of many rows and of three stand at every height of a page."""
    lines = ["Tables", "======", ""]
    for number in range(50):
        rows = 20 if number % 2 else 3
        lines += [f"Before {number}.", ""] * (number * 5 % 13 + 1)
        lines += [".. list-table::", "   :header-rows: 1", "", "   * - Head", "     - Text"]
        for row in range(rows):
            lines += [f"   * - T{number}R{row}.", "     - some words"]
        lines.append("")
    small.write("index.rst", "\n".join(lines))
    pages = Pdf(small.build("typst_pdf").out / "small.pdf").pages

    def page(number: int, row: int) -> int:
        return next(n for n, text in enumerate(pages) if f"T{number}R{row}." in text)

    assert len(pages) > 8
    assert [n for n in range(50) if page(n, 0) != page(n, 1)] == []
    assert [n for n in range(0, 50, 2) if page(n, 0) != page(n, 2)] == []
    assert any(page(n, 0) != page(n, 19) for n in range(1, 50, 2))
