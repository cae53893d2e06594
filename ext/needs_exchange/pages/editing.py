"""Change the fields of needs on a page, and nothing else on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myst_parser.parsers.options import TokenizeError, options_to_tokens

from needs_exchange.pages.blocks import (
    COLON,
    RST,
    YAML,
    Block,
    CannotWriteError,
    Entry,
    Span,
    end_of,
    without_end,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TITLE = "title"


@dataclass(frozen=True, slots=True)
class Patch:
    """Lines to put in place of others; ``last`` before ``first`` puts them in between."""

    first: int
    last: int
    lines: tuple[str, ...]


def patched(lines: Sequence[str], patches: Sequence[Patch]) -> list[str]:
    """Return the lines with every patch put in; patches of one place keep their order."""
    done = list(lines)
    # What goes in between lines goes in after the line below it was replaced.
    ordered = sorted(patches, key=lambda patch: (patch.first, patch.last >= patch.first))
    for patch in reversed(ordered):
        done[patch.first : patch.last + 1] = patch.lines
    return done


def patches(
    lines: Sequence[str], block: Block, values: Mapping[str, str], order: Sequence[str]
) -> list[Patch]:
    """Return what it takes to give a block new values; an empty one is taken away.

    Raises ``CannotWriteError`` for a value that this form of block cannot hold.
    """
    found = [
        _changed(lines, block, entry, value)
        if (entry := block.entry(name))
        else _added(lines, block, name, value, order)
        for name, value in _ordered(values, order)
        if name != TITLE and (value or block.entry(name))
    ]
    if TITLE in values:
        found.append(_titled(lines, block, values[TITLE]))
    return found


def written(block: Block, name: str, value: str) -> list[str]:
    """Return the lines of a new field, without their ends."""
    head = f":{name}:" if block.form == RST else f"{name}:"
    first, *more = _encoded(block.form, value, None)
    return [f"{block.before}{head} {first}", *(f"{block.before}{x}" for x in more)]


def check_title(title: str, mark: str) -> None:
    """Raise ``CannotWriteError`` for a title that the first line cannot hold."""
    ends = ("`" in mark and "`" in title) or (not mark and title.startswith(":"))
    if ends or "\n" in title or title != title.strip():
        raise CannotWriteError(title)


def _ordered(values: Mapping[str, str], order: Sequence[str]) -> list[tuple[str, str]]:
    places = {name: place for place, name in enumerate(order)}
    return sorted(values.items(), key=lambda pair: places.get(pair[0], len(places)))


def _titled(lines: Sequence[str], block: Block, title: str) -> Patch:
    check_title(title, block.mark)
    if "\n" in block.title:
        raise CannotWriteError(title)
    span = block.title_span
    space = "" if block.title else " "
    return _inline(lines, span, f"{space}{title}")


def _inline(lines: Sequence[str], span: Span, text: str) -> Patch:
    line = lines[span.line]
    return Patch(span.line, span.line, (line[: span.start] + text + line[span.end :],))


def _changed(lines: Sequence[str], block: Block, entry: Entry, value: str) -> Patch:
    if not value:
        return _removed(lines, block, entry)
    first, *more = _encoded(block.form, value, entry.style)
    if entry.inline and not more:
        line, span = lines[entry.inline.line], entry.inline
        space = "" if line[: span.start].endswith((" ", "\t")) else " "
        return _inline(lines, span, f"{space}{first}")
    assert entry.key is not None  # noqa: S101 (every entry that was read has one)
    line = lines[entry.first]
    head, end = f"{line[: entry.key.end]} {first}", end_of(line)
    rest = (f"{block.before}{text}{end}" for text in more)
    return Patch(entry.first, entry.last, (f"{head}{end}", *rest))


def _removed(lines: Sequence[str], block: Block, entry: Entry) -> Patch:
    """Take a field away; a comment behind its value stays, on the line it was on."""
    if entry.inline and block.form != RST:
        line = without_end(lines[entry.first])
        if comment := line[entry.inline.end :].strip():
            kept = f"{block.before}{comment}{end_of(lines[entry.first])}"
            return Patch(entry.first, entry.last, (kept,))
    return Patch(entry.first, entry.last, ())


def _added(
    lines: Sequence[str], block: Block, name: str, value: str, order: Sequence[str]
) -> Patch:
    """Put a new field below the last of those that come before it in the order."""
    names = list(order)
    before = {*(names[: names.index(name)] if name in names else names), "id"}
    above = [entry for entry in block.entries if entry.name in before]
    at = max((entry.last for entry in above or block.entries), default=block.first) + 1
    end = end_of(lines[at - 1])
    return Patch(at, at - 1, tuple(f"{x}{end}" for x in written(block, name, value)))


def _encoded(form: str, value: str, style: str | None) -> list[str]:
    """Return a value as the lines it is written on, in the first form that reads back."""
    if form == RST:
        return _rst(value)
    forms = {COLON: _candidates, YAML: _candidates}[form](value, style)
    for lines in forms:
        if _reads_back("\n".join(lines), value):
            return lines
    raise CannotWriteError(value)


def _candidates(value: str, style: str | None) -> list[list[str]]:
    single = ["'" + value.replace("'", "''") + "'"]
    double = [json.dumps(value, ensure_ascii=False)]
    if "\n" in value:
        lines = value.split("\n")
        literal = ["|-", *(f"  {line}" for line in lines)]
        # A line of the value must not be taken for the end of the block.
        ends = any(x.lstrip().startswith((":::", "```", "~~~", "---")) for x in lines)
        return [double] if ends else [literal, double]
    first = {"'": [single], '"': [double]}.get(style or "", [])
    return [*first, [value], double]


def _reads_back(text: str, value: str) -> bool:
    try:
        tokens, state = options_to_tokens(f"k: {text}\nnext: 1")
    except TokenizeError:
        return False
    read = [(key.value, token.value if token else "") for key, token in tokens]
    return read == [("k", value), ("next", "1")] and not state.has_comments


def _rst(value: str) -> list[str]:
    lines = value.split("\n")
    if any(not x or x != x.strip() for x in lines):
        raise CannotWriteError(value)
    return [lines[0], *(f"   {line}" for line in lines[1:])]
