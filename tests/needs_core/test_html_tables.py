"""Which tables a phone shows as cards."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from needs_core.html_tables import stacked_heads

LONG = "a cell of more than twenty-four letters"


def table(*rows: str, columns: int = 3) -> nodes.table:
    """Return a table with a head, whose cells are parted by bars."""
    head = " | ".join(f"head {n}" for n in range(columns))
    lines = [
        f"{' ' if n else '*'} - {cell.strip()}"
        for row in (head, *rows)
        for n, cell in enumerate(row.split("|"))
    ]
    text = "\n   ".join((".. list-table::", ":header-rows: 1", "", *lines))
    return next(publish_doctree(text).findall(nodes.table))


def test_a_table_with_much_text_in_three_columns_is_cards() -> None:
    assert stacked_heads(table(f"1 | {LONG} | 2")) == ["head 0", "head 1", "head 2"]


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        (["1 | 2 | 3", "4 | 5 | 6"], 3),
        ([f"{LONG} | 2 | 3"], 3),
        ([f"1 | {LONG}"], 2),
    ],
)
def test_columns_that_are_compared_or_few_stay_columns(
    rows: list[str], columns: int
) -> None:
    assert stacked_heads(table(*rows, columns=columns)) == []


def test_a_table_whose_cells_span_others_stays_a_table() -> None:
    spanned = table(f"1 | {LONG} | 2")
    next(spanned.findall(nodes.entry))["morecols"] = 1
    assert stacked_heads(spanned) == []
