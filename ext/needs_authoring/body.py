"""The text of a need on its page: where it stands, and its lines with another text.

It is what an author wrote below the fields, up to the first need that is nested in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

from needs_authoring.blocks import RST, NeedBlock, without_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where the text of a need stands: lines ``first`` up to, not including, ``end``."""

    first: int
    end: int
    text: str
    """The lines without indentation, and without the empty ones around."""
    above: int
    below: int
    """How many empty lines there are around it."""
    indent: str
    before_need: bool
    """Whether a nested need follows."""

    def lines(self, text: str) -> list[str]:
        """Return the lines for another text, without their ends."""
        blank = self.indent.rstrip()
        if not text:
            return [blank] * self.before_need
        new = [f"{self.indent}{x}" if x else blank for x in text.split("\n")]
        below = max(self.below, self.before_need)
        return [*[blank] * max(self.above, 1), *new, *[blank] * below]


def text_place(
    lines: Sequence[str], blocks: Iterable[NeedBlock], block: NeedBlock
) -> TextPlace | None:
    """Return where the text of a need stands; ``None`` where it cannot be told."""
    if not block.closed:
        return None
    after = block.last + (block.form == RST)
    first = after - len(block.body)
    inner = [x.first for x in blocks if block.first < x.first <= block.last]
    end = min(inner, default=after)
    own = block.body[: end - first]
    page = [without_end(x) for x in lines[first:end]]
    if first <= block.first or not all(map(_ends_with, page, own)):
        return None
    filled = [number for number, line in enumerate(own) if line.strip()]
    above = filled[0] if filled else len(own)
    below = len(own) - 1 - filled[-1] if filled else 0
    text = dedent("\n".join(own[above : len(own) - below]))
    indent = block.indent
    if block.form == RST:
        full = own[above] if filled else block.before
        indent = full[: len(full) - len(full.lstrip())]
    shown = "\n".join(line.rstrip() for line in text.split("\n"))
    return TextPlace(first, end, shown, above, below, indent, bool(inner))


def _ends_with(line: str, text: str) -> bool:
    return line.rstrip().endswith(text.rstrip())
