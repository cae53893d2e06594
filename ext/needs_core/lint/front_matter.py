"""Mistakes in the front matter of a page: its first lines, between two lines ``---``.

MyST reads it as YAML, and nothing of it where one line is wrong. No Sphinx here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterator

OPENING = "opening"
"""The line of hyphens is not the first of the page, or holds something else."""
UNCLOSED = "unclosed"
"""No line of hyphens follows."""
ENTRY = "entry"
"""A line is no ``name: value``."""
TWICE = "twice"
NAME = "name"
"""The name is nearly one that is read."""
NUMBER = "number"
"""The value is to be a number."""

DENIED = "denied"
"""A line that holds by standing there is to say that it does not."""

_NO = frozenset({"false", "no", "0", "off", "nej", "falsk", "ikke"})
UNKNOWN = "unknown"
"""Nothing reads a line of this name."""

_READ = ("orphan", "tocdepth", "nocomments", "nosearch")
"""What Sphinx reads; a project may have names of its own besides."""

_KNOWN = {*_READ, "no-search", "no_comments", "myst", "html_meta", "substitutions"}
"""All that Sphinx and MyST read; a theme reads what begins with its own name."""

_NEAR = 0.7
"""Ratio of ``difflib`` from which a name counts as mistyped."""

_HYPHENS = re.compile(r"\s*[-‐‑–—−]{1,8}\s*")
_ENTRY = re.compile(r"\s*(?:[-*:]\s*)?(?P<name>[\w-]+)\s*(?P<mark>[:=]?)(?P<value>.*)")
_INNER = re.compile(r"\s*$|\s*#| +\S|- ")
"""Lines that belong to the one above: indented (no tab), of a list, empty; or a comment."""


@dataclass(frozen=True, slots=True)
class FrontMatterFault:
    """A mistake in the front matter."""

    line: int
    """From 1."""
    kind: str
    name: str = ""
    meant: str = ""
    """The line as it is to be written; of kind ``ENTRY``."""


def checked(
    text: str, reads: Callable[[str], bool], names: Collection[str] = ()
) -> tuple[str, tuple[FrontMatterFault, ...]]:
    """Return a page with its front matter as it was meant, and the mistakes in it.

    ``reads`` tells whether some lines are front matter that can be read. ``names`` are all
    that a project reads beside Sphinx; none: any. Every line keeps its number; front matter
    that is not where it is to be is left out.
    """
    lines = text.split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if not _HYPHENS.fullmatch(lines[start]) or not _is_entry(lines, start + 1):
        return text, ()
    end = next(
        (at for at in range(start + 1, len(lines)) if _HYPHENS.fullmatch(lines[at])), None
    )
    last = start + 1
    while last < len(lines) and lines[last].strip() and not lines[last].startswith("#"):
        last += 1
    if end is None or _holds_heading(lines[start + 1 : end]):
        lines[start:last] = [""] * (last - start)
        return "\n".join(lines), (FrontMatterFault(start + 1, UNCLOSED),)
    wrong = [at for at in (start, end) if lines[at].rstrip() != "---" or start]
    if wrong:
        lines[start : end + 1] = [""] * (end + 1 - start)
        return "\n".join(lines), (FrontMatterFault(wrong[0] + 1, OPENING),)
    if reads("\n".join(lines[1:end])):
        faults = [*_twice(lines[:end]), *_comments(lines[:end]), *_names(lines[:end])]
        faults += _unknown(lines[:end], names, {fault.line for fault in faults})
        for fault in faults:
            if fault.meant:
                lines[fault.line - 1] = fault.meant
        text = "\n".join(lines)
    else:
        faults = [*_faults(lines[:end], reads)]
        for fault in faults:
            lines[fault.line - 1] = fault.meant
        if not reads("\n".join(lines[1:end])):
            faults = faults or [FrontMatterFault(2, ENTRY)]
            lines[: end + 1] = [""] * (end + 1)
    return "\n".join(lines), tuple(faults)


def _holds_heading(lines: list[str]) -> bool:
    """Tell whether the page's heading is among lines; a comment has no empty line by it."""
    return any(line.startswith("# ") for line in lines) and not all(map(str.strip, lines))


def _is_entry(lines: list[str], at: int) -> bool:
    found = _ENTRY.match(lines[at]) if at < len(lines) else None
    return bool(
        found and (found["mark"] or _HYPHENS.fullmatch("".join(lines[at + 1 :][:1])))
    )


def _twice(lines: list[str]) -> Iterator[FrontMatterFault]:
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        found = re.match(r"([\w-]+):", line)
        if found and found[1] in seen:
            yield FrontMatterFault(number, TWICE, found[1])
        seen |= {found[1]} if found else set()


def _comments(lines: list[str]) -> Iterator[FrontMatterFault]:
    """Yield values that begin with ``#``: YAML reads them as comments."""
    for number, line in enumerate(lines, start=1):
        if found := re.fullmatch(r"([\w-]+): +(#[^\s\"]+[^\"]*?)\s*", line):
            yield FrontMatterFault(number, ENTRY, found[1], f'{found[1]}: "{found[2]}"')


def _names(lines: list[str]) -> Iterator[FrontMatterFault]:
    """Yield names that are nearly one that is read, and a depth that is no number."""
    for number, line in enumerate(lines, start=1):
        found = re.fullmatch(r"(?P<name>[A-Za-z_-]+):(?P<value>.*)", line)
        if not found or found["name"] in _READ:
            value = found["value"].strip() if found else ""
            if found and found["name"] == "tocdepth" and not value.isdecimal():
                yield FrontMatterFault(number, NUMBER, "tocdepth")
            elif found and value.strip("\"'").lower() in _NO:
                yield FrontMatterFault(number, DENIED, found["name"])
            continue
        near = get_close_matches(found["name"].lower(), _READ, 1, _NEAR)
        if near:
            meant = f"{near[0]}:{found['value']}"
            yield FrontMatterFault(number, NAME, found["name"], meant)


def _unknown(
    lines: list[str], names: Collection[str], told: Container[int]
) -> Iterator[FrontMatterFault]:
    """Yield names that nothing reads, where it is known what is read."""
    for number, line in enumerate(lines if names else (), start=1):
        found = re.match(r"(?P<name>[^\s:#\-][^:]*?)\s*:(?:\s|$)", line)
        if not found or number in told or found["name"].strip("\"'") in {*_KNOWN, *names}:
            continue
        if not found["name"].startswith("html_theme."):
            yield FrontMatterFault(number, UNKNOWN, found["name"])


def _faults(lines: list[str], reads: Callable[[str], bool]) -> Iterator[FrontMatterFault]:
    """Yield the lines that cannot be read on their own."""
    for at in range(1, len(lines)):
        follows = at + 1 < len(lines) and bool(re.match(r" +\S|- ", lines[at + 1]))
        inner = _INNER.match(lines[at]) and at > 1
        if inner or follows or (reads(lines[at]) and not lines[at][:1].isspace()):
            continue
        found = _ENTRY.match(lines[at])
        name, value = (found["name"], found["value"].strip()) if found else ("", "")
        plain = f"{name}: {value}"
        bare = value.strip("\"'").replace('"', "'")
        if not (found and found["mark"]):
            yield FrontMatterFault(at + 1, ENTRY, name or lines[at].strip())
        elif reads(plain) and value:
            yield FrontMatterFault(at + 1, ENTRY, name, plain)
        else:
            yield FrontMatterFault(at + 1, ENTRY, name, f'{name}: "{bare}"')
