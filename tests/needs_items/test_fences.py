"""Blocks that never end."""

from __future__ import annotations

import pytest

from needs_items.fences import unclosed

ENDED = [
    "",
    "Tekst uden blokke.",
    ":::{tiltag} A\n:id: T_1\n:::",
    "::::{grid}\n:::{card}\n:::\n::::",
    "````markdown\n:::{tiltag} kun et eksempel\n````",
    "```python\n:::\n```",
    ":::{tiltag} A\n```text\n:::\n",
    "~~~\n:::{tiltag}\n~~~",
    "    :::{tiltag} indrykket er kode",
]

OPEN = {
    ":::{tiltag} A\n:id: T_1\n": (1, "T_1"),
    "x\n\n:::{tiltag} A\n:id: T_1\n:::\n\n:::{tiltag} B\n:id: T_2": (7, "T_2"),
    "::::{note}\n:::\n": (1, "{note}"),
    "```text\n:::": (1, "text"),
}


@pytest.mark.parametrize("text", ENDED)
def test_a_block_that_ends_is_no_mistake(text: str) -> None:
    assert unclosed(text) is None


@pytest.mark.parametrize("text", OPEN)
def test_a_block_that_never_ends_is_named_where_it_begins(text: str) -> None:
    fence = unclosed(text)
    assert fence is not None
    assert (fence.line, fence.name) == OPEN[text]
