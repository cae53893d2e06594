"""What a file says, cell by cell, before anybody asks what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_ROWS = 20_000
"""Rows of one sheet; a plan with more is no plan somebody has read."""
MOST_COLUMNS = 200

FORMULA, ERROR, TIME, TRUTH = "formula", "error", "time", "truth"
"""What is wrong with a cell that holds no text, number or day."""


class UnusableFileError(Exception):
    """A file that cannot be used; says what is wrong and what to do, to its reader."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with something in it."""

    text: str
    wrong: str | None = None
    day: bool = False
    """Whether the sheet holds it as a day, and not as text."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row with something in it: its number as people count, its cells by column."""

    number: int
    cells: Mapping[int, Cell]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet; the name is empty in a file that has but one."""

    name: str
    rows: tuple[RawRow, ...]
    merged: tuple[str, ...] = ()
    """Where cells are merged, as ``A1:B2``."""


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file that could be read."""

    name: str
    sheets: tuple[RawSheet, ...]
    controls: tuple[str, ...] | None = None
    """The texts of the control sheet; none: there is no such sheet."""
    notes: tuple[str, ...] = field(default=())
    """What its reader should know of how it was read."""
    csv: bool = False


def letters(column: int) -> str:
    """Return what a column is called, counted from 1.

    >>> letters(1), letters(27)
    ('A', 'AA')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
