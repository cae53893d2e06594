"""Marks in the Typst source, settled when all of it is written.

While a page is drawn it is not known yet which of its places are linked to, nor on which
line of the source a block will stand. A mark stands in until then. Marks begin with a
character that no literal can hold. Knows no Sphinx.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_MARK = re.compile("\0([apk])([0-9]+);")


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


def stem(number: int) -> str:
    """Return what goes before a statement that stems from place ``number``."""
    return f"\0p{number};"


def settle(text: str, linked: set[int], places: list[Place]) -> Settled:
    """Put code in the place of every mark, and note the lines of the places."""
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
        elif kind == "a":
            done.append(f'at("t{number}")' if number in linked else "none")
        else:
            done.append(f'"t{number}"' if number in linked else "none")
    done.append(text[at:])
    return Settled("".join(done), tuple(lines), tuple(found))
