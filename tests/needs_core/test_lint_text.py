"""Blocks that begin or end wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from needs_core.core_settings import Roles
from needs_core.items import Item, Items
from needs_core.lint import needs as lint_needs
from needs_core.lint.block_faults import BlockFault, KnownNames, block_faults
from needs_core.model import Model
from needs_core.myst_internals import only_blocks
from needs_core.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt

CONFIG = MdParserConfig(enable_extensions={"colon_fence"})
PARSER = only_blocks(create_md_parser(CONFIG, RendererHTML))
TYPES = ("tiltag", "målsætning")

RIGHT = [
    "",
    "Tekst uden blokke.",
    ":::{tiltag} A\n:id: T_1\n:::",
    "::::{grid}\n:::{card}\n:::\n::::",
    "````markdown\n:::{tiltag} kun et eksempel\n````",
    "```python\n:::\n```",
    ":::{tiltag} A\n```text\n:::\n",
    "~~~\n:::{tiltag}\n~~~",
    "    :::{tiltag} indrykket er kode",
    "```kode``` i teksten",
    ":::{tiltag} A\n:id: T_1\n\nfrist: 2027 er en tekst\n:::",
    "<!-- :::{tiltag} er\n:::{note}\n -->\nTekst",
    ":::{tiltag} A\n:id: T_1\n:frist:\nEn tekst lige under.\n:::",
    ":::{tiltag} A\n:id: T_1\nEn tekst lige under\n\n:id: er et felt\n:::",
    ":::{note}\n:class: x\nEn tekst.\n:id: y\n:::",
    ":::{tiltag} A\n:id: T_1\n\n:::{tiltag} B\n:::",  # told by those who know the needs
    "```html\n<!-- en kommentar uden slutning\n```\n\n:::{tiltag} A\n:id: T_1\n:::",
    ":::{tiltag} A\n:id: T_1\n:citat: |-\n:   en linje\n:   :id: T_2\n:::",
    "- punkt\n\n  :::{tiltag} A\n  :id: T_1\n  :::",
    "> :::{note}\n> :::",
]

WRONG = {
    ":::{tiltag} A\n:id: T_1\n": (1, "unclosed", "T_1"),
    "x\n\n:::{tiltag} A\n:id: T_1\n:::\n\n:::{tiltag} B\n:id: T_2": (7, "unclosed", "T_2"),
    "::::{note}\n:::\n": (1, "unclosed", "{note}"),
    "```text\n:::": (1, "unclosed", "text"),
    ":::{tiltag} A\n:id: T_1\n\n:::{note}\n:::\n": (1, "runs_on", "T_1"),
    ":::tiltag A\n:id: T_1\n:::": (1, "no_braces", "T_1"),
    ":::{note}\n:::\n\n:::\n": (4, "surplus", ""),
    "::{tiltag} A\n:id: T_1\n": (1, "too_short", "T_1"),
    ":::{tiltag} A\n:id: T_1\n:id: T_2\n:::": (3, "twice", "T_1"),
    ':::{tiltag} A\n:id: T_1\n:status: a\n:"status": b\n:::': (4, "twice", "T_1"),
    ":::{tiltag} A\n:id: T_1\nfrist: 2027-01-01\n:::": (3, "field_line", "T_1"),
    ":::{tiltag A\n:id: T_1\n:::": (1, "no_braces", "T_1"),
    "x :::{tiltag} A\n:id: T_1\n:::": (1, "inline", "T_1"),
    "| :::{tiltag} A | b |\n| --- | --- |\n| c | d |": (
        1,
        "inline",
        "| :::{tiltag} A | b |",
    ),
    "‘‘‘{tiltag} A\n:id: T_1\n‘‘‘": (1, "too_short", "T_1"),
    ".. tiltag:: A\n   :id: T_1": (1, "rst", "T_1"),
    "Se :need:`T_1`.": (1, "role", "Se :need:`T_1`."),
    "Se {need} `T_1`.": (1, "role", "Se {need} `T_1`."),
    "[x] (y.md)": (1, "link", "[x] (y.md)"),
    "(x)[y.md]": (1, "link", "(x)[y.md]"),
    "[x](min side.md)": (1, "link", "[x](min side.md)"),
    "##Titel": (1, "heading", "##Titel"),
    "| a | b |\n| c | d |": (1, "table", "| a | b |"),
    ":::{tiltag} A\n:id: T_1\n:frist: x,\n  y\n:::": (4, "no_field", "T_1"),
    ":::{tiltag} A\n:id: T_1\n:frist:\n- x\n:::": (4, "no_field", "T_1"),
    ":::{tiltag} A\n:id: T_1\n:frist: 'x\ny'\n:::": (4, "no_field", "T_1"),
    ":::{tiltag} A\n:id: T_1\nTekst\n:frist: x\n:::": (3, "no_field", "T_1"),
    ":::{ tiltag } A\n:id: T_1\n:::": (1, "space", "T_1"),
    "    :::{tiltag} A\n    :frist: x\n    :id: T_1\n    :::": (1, "indented", "T_1"),
    ": ::{tiltag} A\n": (1, "too_short", "::{tiltag} A"),
    "::{tiltag} A\n:id: T_1\n:::\n\n:::{tiltag} B\n:::": (1, "too_short", "T_1"),
    "- punkt\n\n  :::{tiltag} A\n  :id: T_1\n\nTekst": (3, "unclosed", "T_1"),
}


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_block_is_no_mistake(text: str) -> None:
    assert list(block_faults(text, PARSER, KnownNames(TYPES))) == []


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_block_is_named_where_it_begins(text: str) -> None:
    (fault,) = block_faults(text, PARSER, KnownNames(TYPES, ("frist",)))
    assert (fault.line, fault.kind, fault.name) == WRONG[text]


def test_the_text_of_a_need_is_searched_once_for_all_that_it_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searched: list[str] = []

    def counted(text: str, parser: MarkdownIt) -> Iterator[BlockFault]:
        searched.append(text)
        return block_faults(text, parser)

    monkeypatch.setattr(lint_needs, "block_faults", counted)
    outer = Item("T_0", "tiltag", "", text=":::{tiltag} B\n:id: T_1")
    inner = [Item(f"T_{n}", "tiltag", "", parent="T_0") for n in range(1, 101)]
    items = Items.sort([outer, *inner])
    found = list(lint_needs.problems(items, Model({}, {}, {}), Steps(), Roles(), PARSER))
    assert [problem.subject for problem in found] == [item.id for item in inner]
    assert searched == [outer.text]
