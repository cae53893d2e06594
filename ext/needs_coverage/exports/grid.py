"""A matrix as the files tell it: one value that all three are written from.

What the page draws and what the files say come from the same ``Matrix`` and ``Words``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needs_coverage.exports.titles import Titles


@dataclass(frozen=True, slots=True)
class Name:
    """An item as the files name it: id, title, and where it is read."""

    id: str
    """Empty for the value of a field."""
    title: str
    href: str | None

    @property
    def text(self) -> str:
        """Id and title on one line, as in a column's header."""
        return f"{self.id} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Entry:
    """A symbol with its words; ``tone`` is what it is coloured by, if it is."""

    symbol: str
    words: str
    tone: str = ""

    @property
    def text(self) -> str:
        """The entry as it stands in a cell."""
        return f"{self.symbol} {self.words}"


@dataclass(frozen=True, slots=True)
class Reason:
    """One way between a column and a row."""

    link: str
    words: str
    forward: bool
    via: Name | None
    mark: Entry | None = None
    """What is to be said of the link, as that it is to be confirmed."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell that is not empty."""

    column: int
    lines: tuple[Entry, ...]
    covers: bool
    state: str | None
    """The name of its state, empty when not stated; ``None`` where there are none."""
    tone: str
    reasons: tuple[Reason, ...]

    @property
    def text(self) -> str:
        """The cell on one line."""
        return ", ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with its group, its cells by ascending column, and its total."""

    group: int | None
    name: Name
    cells: tuple[GridCell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A list of items that lack a counterpart, below its heading."""

    heading: str
    side: str
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Grid:
    """A whole matrix, with all that is said of it."""

    name: str
    """What its files are called."""
    caption: str
    page: str | None
    """Where it is read."""
    titles: Titles
    columns: tuple[Name, ...]
    spans: tuple[tuple[Name | None, int], ...]
    groups: tuple[Name | None, ...]
    rows: tuple[GridRow, ...]
    column_totals: tuple[int, ...]
    total: int
    states: tuple[tuple[str, Entry], ...]
    """The states that occur, by name, in the order of progress."""
    legend: tuple[Entry, ...]
    numbers: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @cached_property
    def grouped(self) -> bool:
        """Whether any row stands below a heading."""
        return any(group is not None for group in self.groups)

    def group_of(self, row: GridRow) -> Name | None:
        """Return the heading a row stands below."""
        return None if row.group is None else self.groups[row.group]
