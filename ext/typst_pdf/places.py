"""Marks in the Typst source, settled when all of it is written.

While a page is drawn it is not known yet which of its places are linked to, nor on which
line of the source a block will stand. A mark stands in until then. Marks begin with a
character that no literal can hold. Knows no Sphinx.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_MARK = re.compile("\0([apkri])([0-9]+);")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block comes from: a file and a line."""

    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Settled:
    """The finished source, and for lines of it the places they stem from."""

    text: str
    lines: tuple[int, ...]
    places: tuple[Place, ...]

    def place(self, line: int) -> Place | None:
        """Return the place that the block around a line stems from, if one is known."""
        at = bisect_right(self.lines, line) - 1
        return self.places[at] if at >= 0 else None


def anchor(number: int) -> str:
    """Return a statement that makes a place to link to."""
    return f"\0a{number};"


def key(number: int) -> str:
    """Return an expression for the name of a place, for what can carry one itself."""
    return f"\0k{number};"


def lead(number: int) -> str:
    """Return the beginning of a link to a place; what it shows and ``)`` follow."""
    return f"\0r{number};"


def listed(number: int) -> str:
    """Return an expression for where a place is, for the index."""
    return f"\0i{number};"


def stem(number: int) -> str:
    """Return what goes before a statement that stems from place ``number``."""
    return f"\0p{number};"


def held(text: str) -> set[int]:
    """Return the numbers of the places that a piece of source makes."""
    return {int(mark[2]) for mark in _MARK.finditer(text) if mark[1] in "ak"}


def settle(
    text: str, linked: set[int], places: list[Place], volumes: dict[int, int]
) -> Settled:
    """Put code in the place of every mark, and note the lines of the places.

    ``volumes`` has the number of the volume for each place that is in another one.
    """
    done: list[str] = []
    lines: list[int] = []
    found: list[Place] = []
    at, line = 0, 1
    for mark in _MARK.finditer(text):
        before = text[at : mark.start()]
        done.append(before)
        line += before.count("\n")
        at = mark.end()
        kind, number = mark[1], int(mark[2])
        if kind == "p":
            lines.append(line)
            found.append(places[number])
        else:
            done.append(_code(kind, number, linked, volumes))
    done.append(text[at:])
    return Settled("".join(done), tuple(lines), tuple(found))


def _code(kind: str, number: int, linked: set[int], volumes: dict[int, int]) -> str:
    name = f'"t{number}"'
    if kind == "a":
        return f"at({name})" if number in linked else "none"
    if kind == "k":
        return name if number in linked else "none"
    volume = volumes.get(number)
    if kind == "r":
        return f"ref-to({name}, " if volume is None else f"in-volume({volume}, "
    return name if volume is None else str(volume)
