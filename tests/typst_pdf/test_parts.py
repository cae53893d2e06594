"""Parts of a document: which are set closer, and what begins the first."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.utils import new_document

from needs_core.progress_text import COMPUTED_DAY
from typst_pdf import assembly, compiler
from typst_pdf.assembly import LIFTED


@pytest.mark.parametrize(
    ("page", "fill", "sparse", "closeness"),
    [
        (2, 0.5, False, 2),
        (1, 0.12, False, 2),
        (2, 0.1, True, 1),
        (2, 0.0, False, 1),
        (2, 0.18, True, 2),
        (5, 0.18, True, 1),
    ],
)
def test_a_part_that_ends_with_a_few_lines_is_set_closer(
    page: int,
    fill: float,
    sparse: bool,  # noqa: FBT001 (pytest gives it by name)
    closeness: int,
) -> None:
    part = {"first": 1, "page": page, "fill": fill}
    assert compiler._is_sparse(part) == sparse
    assert compiler._closeness(part) == closeness


@pytest.mark.parametrize(("page", "wideness"), [(2, -2), (4, -2), (5, -1), (30, -1)])
def test_a_part_that_cannot_end_before_is_set_wider(page: int, wideness: int) -> None:
    part = {"first": 1, "page": page, "fill": 0.15}
    assert compiler._wideness(part) == wideness


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
