"""A need as it is written on its page: where it, its fields and its text stand.

Lines and columns are counted from 0; a page is a sequence of lines with their ends. The
text is what an author wrote below the fields, up to the first need that is nested in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLON, YAML, RST = "colon", "yaml", "rst"
"""How the fields of a block are written: ``:key: value`` lines, between ``---``, or in
reStructuredText."""


class CannotWriteError(Exception):
    """A value, or a block, that cannot be written in the syntax of its page."""


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Columns ``start`` up to, not including, ``end`` of one line."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """One field of a block, with the lines it takes."""

    name: str
    value: str
    first: int
    last: int
    inline: TextSpan | None
    """Where the value stands, when it is on the line of its name."""
    style: str | None = None
    """The quotes around it, or ``|`` and ``>``."""
    key: TextSpan | None = None
    """The line from the name to its colon, without what stands before."""


@dataclass(frozen=True, slots=True)
class NeedBlock:
    """The block of one need on a page."""

    type: str
    id: str
    title: str
    title_span: TextSpan
    """Where the title stands; empty at the end of the line where there is none."""
    first: int
    last: int
    closed: bool
    form: str
    """``COLON``, ``YAML`` or ``RST``."""
    entries: tuple[FieldEntry, ...]
    before: str
    """What stands before the name of a field in its line."""
    mark: str
    """The fence that opens it; empty in reStructuredText."""
    indent: str
    """What stands before the first mark of its first line."""
    body: tuple[str, ...]
    """The lines of its text."""

    @property
    def values(self) -> dict[str, str]:
        """Its fields; of one given twice the last counts, as in the build."""
        return {entry.name: entry.value for entry in self.entries}

    @property
    def head(self) -> tuple[object, ...]:
        """Type, id, title and fields: everything but its text."""
        return (self.type, self.id, self.title, self.values)

    def entry(self, name: str) -> FieldEntry | None:
        """Return the last field of a name."""
        return next((x for x in reversed(self.entries) if x.name == name), None)


def split_lines(text: str) -> list[str]:
    r"""Split a text into its lines with their ends, where a parser would.

    >>> split_lines("a\r\nb\n\nc")
    ['a\r\n', 'b\n', '\n', 'c']
    """
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def without_end(line: str) -> str:
    """Return a line without its end."""
    return line.rstrip("\r\n")


def end_of(line: str) -> str:
    """Return the end of a line, or a line feed where it has none."""
    return line[len(without_end(line)) :] or "\n"


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
