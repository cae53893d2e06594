"""Blocks that begin or end wrongly: MyST reads on without a word, and needs are lost.

Follows CommonMark: a block ends at the first line of at least as many of the same marks
and nothing else; what stands between is its own affair. So a block inside another needs
fewer marks than the one around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

_FENCE = re.compile(r"^ {0,3}(?P<marks>:{3,}|`{3,}|~{3,})(?P<rest>.*)$")
_SHORT = re.compile(r"^ {0,3}:{1,2} ?:{0,2} ?\{(?P<name>[^}]+)\}")

_MARKS = frozenset(":`~")
"""What either begins with: most lines begin with something else."""

UNCLOSED = "unclosed"
"""The block is still open at the end of the page."""
RUNS_ON = "runs_on"
"""Another block begins before it has ended."""
NO_BRACES = "no_braces"
"""What it is stands after the marks without the curly brackets."""
SURPLUS = "surplus"
"""There is nothing for it to end."""
TOO_SHORT = "too_short"
"""There are fewer than three colons, and it is no block at all."""
TWICE = "twice"
"""A field is given twice: only the last is read."""
NO_COLON = "no_colon"
"""A field lacks its first colon, and is read as text."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a block: where (from 1), what, of which marks and name."""

    line: int
    kind: str
    marks: str
    name: str
    field: str = ""
    """The field it is about."""


def faults(
    text: str, need_types: Iterable[str] = (), fields: Iterable[str] = ()
) -> Iterator[Fault]:
    """Yield what is wrong with the blocks of a page, in their order.

    Needs that run on into other needs are told by those who know the needs.

    >>> list(faults(":::{tiltag} A" + chr(10) + ":id: TI_101" + chr(10) + "Tekst"))
    [Fault(line=1, kind='unclosed', marks=':::', name='TI_101', field='')]
    """
    types = {f"{{{name}}}" for name in need_types}
    lines = _without_comments(text.split("\n"))
    known = frozenset(fields)
    opened: Fault | None = None
    told = False
    for number, line in _marked(lines):
        found = _FENCE.match(line)
        if found is None or _is_code(found):
            if opened is None and (short := _SHORT.match(line)):
                opened, told = Fault(number, UNCLOSED, ":::", short["name"]), True
                yield Fault(number, TOO_SHORT, ":::", _name(lines, number))
            continue
        marks, rest = found["marks"], found["rest"].strip()
        if opened is None:
            opened, told = Fault(number, UNCLOSED, marks, _name(lines, number)), False
            if marks[0] == ":" and not rest.startswith("{"):
                kind = NO_BRACES if rest else SURPLUS
                yield Fault(number, kind, marks, opened.name)
                told = True
                opened = opened if rest else None
            elif marks[0] == ":":
                yield from _field_faults(lines, opened, known)
        elif not rest and marks.startswith(opened.marks):
            opened = None
        elif _runs_on(opened, marks, rest, types) and not told:
            yield Fault(opened.line, RUNS_ON, opened.marks, opened.name)
            told = True
    if opened is not None and not told:
        yield opened


def _marked(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that may begin or end a block, with their numbers from 1."""
    for number, line in enumerate(lines, start=1):
        if line.lstrip(" ")[:1] in _MARKS:
            yield number, line


def _field_faults(
    lines: list[str], opened: Fault, known: AbstractSet[str]
) -> Iterator[Fault]:
    """Yield what is wrong with the fields right below the line that opens a block."""
    seen: set[str] = set()
    for at, line in enumerate(lines[opened.line :], start=opened.line + 1):
        name, colon, _ = line.removeprefix(":").partition(":")
        if line.startswith(":") and not line.startswith(":::"):
            if name in seen:
                yield Fault(at, TWICE, ":", opened.name, name)
            seen.add(name)
            continue
        if seen and colon and name in known:
            yield Fault(at, NO_COLON, ":", opened.name, name)
        return


def _runs_on(opened: Fault, marks: str, rest: str, types: set[str]) -> bool:
    """Tell whether a block begins in one that its own end would close."""
    if marks[0] != ":" or not marks.startswith(opened.marks) or not rest.startswith("{"):
        return False
    return rest.partition("}")[0] + "}" not in types


def _is_code(found: re.Match[str]) -> bool:
    """Tell a line of inline code from a block: CommonMark allows it no more backticks."""
    return found["marks"][0] == "`" and "`" in found["rest"]


def _without_comments(lines: list[str]) -> list[str]:
    """Return the lines with those inside an HTML comment emptied."""
    kept, inside = [], False
    if not any("<!--" in line for line in lines):
        return lines
    for line in lines:
        starts = line.lstrip().startswith("<!--")
        inside = inside or starts
        kept.append("" if inside else line)
        if inside and "-->" in line:
            inside = False
    return kept


def _name(lines: list[str], number: int) -> str:
    """Return the id of the need that opens in a line, or else what the line says."""
    for line in lines[number : number + 30]:
        if not line.startswith(":") or line.startswith(":::"):
            break
        if line.startswith(":id:") and (found := line.removeprefix(":id:").strip()):
            return found
    return lines[number - 1].strip().lstrip(":`~").strip()
