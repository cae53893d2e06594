"""Needs in reStructuredText: a directive, its title, its fields, by their indentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from needs_authoring.blocks import RST, FieldEntry, NeedBlock, TextSpan, without_end

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

_FIELD = re.compile(r"(?P<before>[ \t]*):(?P<name>[^:\s]+):(?P<space>[ \t]*)(?P<value>.*)")


def find_blocks(lines: Sequence[str], types: AbstractSet[str]) -> list[NeedBlock]:
    """Return the needs of a page, in order, those in other blocks too."""
    names = "|".join(map(re.escape, sorted(types)))
    opening = re.compile(rf"(?P<indent>\s*)\.\. +(?:{names})::(?:$|\s)") if names else None
    texts = [without_end(line).rstrip() for line in lines]
    if opening is None:
        return []
    return [_block(texts, at) for at, text in enumerate(texts) if opening.match(text)]


def _block(texts: list[str], first: int) -> NeedBlock:
    opening = texts[first]
    indent = _indent(opening)
    name, _colons, rest = opening[indent:].removeprefix("..").strip().partition("::")
    title, at, last = rest.strip(), first + 1, _last(texts, first, indent)
    while at <= last and texts[at] and not _FIELD.fullmatch(texts[at]):
        title += f"\n{texts[at].strip()}"
        at += 1
    entries: list[FieldEntry] = []
    while at <= last and (found := _FIELD.fullmatch(texts[at])):
        entry = _entry(texts, at, last, found)
        entries.append(entry)
        at = entry.last + 1
    return NeedBlock(
        type=name.strip(),
        id=next((e.value for e in reversed(entries) if e.name == "id"), ""),
        title=title,
        title_span=TextSpan(first, len(opening) - len(rest.strip()), len(opening)),
        first=first,
        last=last,
        closed=True,
        form=RST,
        entries=tuple(entries),
        before=" " * _indent(texts[entries[0].first]) if entries else " " * (indent + 3),
        mark="",
        indent=opening[:indent],
        body=tuple(texts[at : last + 1]),
    )


def _entry(texts: list[str], at: int, end: int, found: re.Match[str]) -> FieldEntry:
    deep, last = _indent(texts[at]), at
    while last < end and texts[last + 1] and _indent(texts[last + 1]) > deep:
        last += 1
    more = texts[at + 1 : last + 1]
    value = "\n".join(x for x in (found["value"], *(x.strip() for x in more)) if x)
    inline = TextSpan(at, found.start("value"), found.end("value")) if last == at else None
    key = TextSpan(at, found.end("before"), found.start("space"))
    return FieldEntry(found["name"], value, at, last, inline, None, key)


def _last(texts: list[str], first: int, indent: int) -> int:
    """Return the last line that is indented below the first, but for empty ones."""
    last = first
    for at in range(first + 1, len(texts)):
        if texts[at] and _indent(texts[at]) <= indent:
            break
        if texts[at]:
            last = at
    return last


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
