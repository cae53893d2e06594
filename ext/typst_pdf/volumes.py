"""Volumes: a document too large for one compilation becomes several PDF files.

Knows no Sphinx.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from typst_pdf import markers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typst_pdf.grid import Grid


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the table of contents shows it."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A piece of a document that is never divided: its code, tables and headings."""

    code: str
    """With markers."""
    grids: tuple[Grid | str, ...] = ()
    """Its tables, in the order of the code.

    A text is the place of raw Typst, which may make any number of tables.
    """
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Volume:
    """Chapters that become one PDF."""

    number: int
    """From 1."""
    count: int
    """How many volumes the document has."""
    content: Chapter
    elsewhere: dict[int, int]
    """The volume of every link target that stands in another one."""


def split_volumes(chapters: Iterable[Chapter], size: int) -> list[Volume]:
    r"""Join chapters to volumes of at most ``size`` characters, of about the same size.

    A chapter larger than that is a volume of its own.

    >>> chapters = [Chapter("aa"), Chapter("bb"), Chapter("cc")]
    >>> [one.content.code for one in split_volumes(chapters, 5)]
    ['aa\nbb', 'cc']
    >>> chapters = [Chapter("aaaaaaaaa"), Chapter("b")]
    >>> [one.content.code for one in split_volumes(chapters, 4)]
    ['aaaaaaaaa', 'b']
    """
    contents = [_joined(group) for group in _groups(list(chapters), size)]
    homes = {
        target: number
        for number, content in enumerate(contents, 1)
        for target in markers.targets_in(content.code)
    }
    return [
        Volume(
            number,
            len(contents),
            content,
            {target: home for target, home in homes.items() if home != number},
        )
        for number, content in enumerate(contents, 1)
    ]


def _groups(chapters: list[Chapter], size: int) -> list[list[Chapter]]:
    total = sum(len(one.code) for one in chapters)
    share = total / max(1, -(-total // size)) if total >= size else total + 1
    groups: list[list[Chapter]] = []
    filled = 0
    for chapter in chapters:
        length = len(chapter.code)
        if groups and filled + length <= size and filled < share:
            groups[-1].append(chapter)
            filled += length
        else:
            groups.append([chapter])
            filled = length
    return groups


def _joined(chapters: list[Chapter]) -> Chapter:
    return Chapter(
        "\n".join(one.code for one in chapters),
        tuple(grid for one in chapters for grid in one.grids),
        tuple(heading for one in chapters for heading in one.headings),
    )
