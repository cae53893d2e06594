"""Markers in generated Typst code, replaced when a whole volume is written.

While a page is translated it is not known yet which of its link targets are used, nor on
which line of the source a block will stand. A marker stands in until then. Markers begin
with a NUL, which no string literal holds. Knows no Sphinx.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_MARKER = re.compile("\0([apkrqi])([0-9]+);")
_ANCHOR = "\0a"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a block comes from: a source file and a line of it."""

    source: str
    line: int


@dataclass(frozen=True, slots=True)
class TypstSource:
    """Finished code, and the origins of its lines."""

    text: str
    lines: tuple[int, ...]
    """Line numbers of the code at which blocks begin, from 1, ascending."""
    origins: tuple[Origin, ...]
    """The origin of each of those blocks."""

    def origin(self, line: int) -> Origin | None:
        """Return the origin of the block around a line, or ``None`` before the first."""
        at = bisect_right(self.lines, line) - 1
        return self.origins[at] if at >= 0 else None


def anchor(target: int) -> str:
    """Return a statement that makes a link target."""
    return f"{_ANCHOR}{target};"


def is_anchor(code: str) -> bool:
    """Tell whether a statement begins with a link target, which shows nothing."""
    return code.startswith(_ANCHOR)


def key(target: int) -> str:
    """Return an expression for the name of a link target, as an argument."""
    return f"\0k{target};"


def link_start(target: int, *, with_page: bool = True) -> str:
    """Return the beginning of a link to a target; its content and ``)`` follow."""
    return f"\0{'r' if with_page else 'q'}{target};"


def index_location(target: int) -> str:
    """Return an expression for where a target is: its name, or its volume's number."""
    return f"\0i{target};"


def origin(number: int) -> str:
    """Return what goes before a statement that has the origin of this number."""
    return f"\0p{number};"


def targets_in(code: str) -> set[int]:
    """Return the numbers of the link targets that a piece of code makes."""
    return {int(mark[2]) for mark in _MARKER.finditer(code) if mark[1] in "ak"}


def resolve(
    code: str,
    linked: Collection[int],
    origins: Sequence[Origin],
    volumes: Mapping[int, int],
) -> TypstSource:
    """Replace every marker, and note the lines of the origins.

    Args:
        code: Generated code.
        linked: The targets that are linked to; others make no label.
        origins: What the numbers of origin markers stand for.
        volumes: The volume of every target that stands in another volume.
    """
    done: list[str] = []
    lines: list[int] = []
    found: list[Origin] = []
    at, line = 0, 1
    for mark in _MARKER.finditer(code):
        before = code[at : mark.start()]
        done.append(before)
        line += before.count("\n")
        at = mark.end()
        kind, number = mark[1], int(mark[2])
        if kind == "p":
            lines.append(line)
            found.append(origins[number])
        else:
            done.append(_replacement(kind, number, linked, volumes.get(number)))
    done.append(code[at:])
    return TypstSource("".join(done), tuple(lines), tuple(found))


def _replacement(
    kind: str, target: int, linked: Collection[int], volume: int | None
) -> str:
    name = f'"t{target}"'
    if kind == "a":
        return f"at({name})" if target in linked else "none"
    if kind == "k":
        return name if target in linked else "none"
    if kind == "q" and volume is None:
        return f"link(label({name}), "
    if kind in "rq":
        return f"ref-to({name}, " if volume is None else f"in-volume({volume}, "
    return name if volume is None else str(volume)
