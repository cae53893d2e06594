"""Volumes: a document too large for one compilation becomes several. Knows no Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typst_pdf.grids import Grid


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the contents show it."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A piece that stands in one volume: its code, and its tables and headings."""

    code: str
    grids: tuple[Grid, ...] = ()
    headings: tuple[Heading, ...] = ()


def volumes(chapters: Iterable[Chapter], size: int) -> list[Chapter]:
    r"""Join chapters to volumes of at most ``size`` characters, of about the same size.

    A chapter larger than that is a volume of its own.

    >>> [one.code for one in volumes([Chapter("aa"), Chapter("bb"), Chapter("cc")], 5)]
    ['aa\nbb', 'cc']
    >>> [one.code for one in volumes([Chapter("aaaaaaaaa"), Chapter("b")], 4)]
    ['aaaaaaaaa', 'b']
    """
    given = list(chapters)
    whole = sum(len(one.code) for one in given)
    share = whole / max(1, -(-whole // size)) if whole >= size else whole + 1
    made: list[list[Chapter]] = []
    filled = 0
    for chapter in given:
        length = len(chapter.code)
        begun = made and filled + length <= size and filled < share
        if begun:
            made[-1].append(chapter)
            filled += length
        else:
            made.append([chapter])
            filled = length
    return [_joined(one) for one in made]


def _joined(chapters: list[Chapter]) -> Chapter:
    code = "\n".join(one.code for one in chapters)
    return Chapter(
        code,
        tuple(grid for one in chapters for grid in one.grids),
        tuple(heading for one in chapters for heading in one.headings),
    )
