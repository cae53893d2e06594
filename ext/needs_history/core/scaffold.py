"""A new need: its id, its block, and where on a page it goes. Pure text, no Sphinx."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.model import natural_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from needs_core.model import Item

_LAST_NUMBER = re.compile(r"[0-9]+(?!.*[0-9])")
_FENCE = re.compile(r"^(?P<marks>:{3,})\s*$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new need is to be: everything but its id."""

    type: str
    title: str
    values: Mapping[str, str]
    """Field or link name to its text, in the order they are to be written."""
    text: str = ""


def next_id(
    prefix: str,
    pattern: str,
    items: Sequence[Item],
    taken: Iterable[str],
    parents: Sequence[str] = (),
) -> str | None:
    """Return the next free id of a type; ``None`` where no rule gives one.

    ``items`` are those of the type, ``taken`` every id there is or ever was: a number is
    never used again. Where the new need belongs to a parent, as TI_101 to PM_1, its id
    follows the highest of its siblings.
    """
    known = set(taken)
    siblings = [x.id for x in items if _belongs(x, parents)] if parents else []
    if not siblings and parents:
        siblings = list(_as_elsewhere(items, parents))
    own = siblings or [x.id for x in items]
    # What is gone from the pages but known from the past keeps its number, too.
    past = [x for x in known if any(_shape(x) == _shape(y) for y in own)]
    if own:
        start = max({*own, *(_alike(past, own))}, key=natural_key)
        candidates = _after(start)
    else:
        candidates = _first(prefix)
    fits = re.compile(pattern) if pattern else None
    for candidate in candidates:
        if candidate not in known and (fits is None or fits.search(candidate)):
            return candidate
    return None


def _belongs(item: Item, parents: Sequence[str]) -> bool:
    return any(set(parents) & set(targets) for targets in item.links.values())


def _shape(id_: str) -> str:
    return re.sub("[0-9]+", "#", id_)


def _alike(past: Iterable[str], own: Sequence[str]) -> Iterator[str]:
    """Yield the past ids that continue the row of some: alike but for a last number.

    Of TI_101 and TI_102 it is TI_105, and not TI_201 of the next hundred: what the first
    digits have in common is what tells one row from the next.
    """
    heads = {_head(x) for x in own}
    for id_ in past:
        if _head(id_) in heads:
            yield id_


def _head(id_: str) -> tuple[str, int]:
    """Return what ids of one row have in common, and how long the rest is."""
    found = _LAST_NUMBER.search(id_)
    if found is None:
        return id_, 0
    width = min(len(found[0]), 2)
    return id_[: found.end() - width] + id_[found.end() :], width


def _after(id_: str) -> Iterator[str]:
    """Yield the ids that follow, the number as wide as it was."""
    found = _LAST_NUMBER.search(id_)
    for step in range(1, 1000) if found else ():
        number = f"{int(found[0]) + step:0{len(found[0])}}" if found else ""
        yield f"{id_[: found.start()]}{number}{id_[found.end() :]}" if found else ""


def _first(prefix: str) -> Iterator[str]:
    for width in range(1, 7):
        yield f"{prefix}{1:0{width}}"
    for number in range(2, 1000):
        for width in range(1, 7):
            yield f"{prefix}{number:0{width}}"


def _as_elsewhere(items: Sequence[Item], parents: Sequence[str]) -> Iterator[str]:
    """Yield the id before the first of a new row, made as the rows of other parents are.

    Where TI_101 belongs to PM_1, the row of PM_4 begins after TI_400.
    """
    new = re.search("[0-9]+", parents[0])
    for item in items if new else ():
        for targets in item.links.values():
            for target in targets:
                old = re.search("[0-9]+", target)
                first = re.search("[0-9]+", item.id)
                if not (old and first and new and first[0].startswith(old[0])):
                    continue
                if _shape(target) != _shape(parents[0]):
                    continue
                at = first.start()
                rest = item.id[at + len(old[0]) :]
                zero = _LAST_NUMBER.sub(lambda x: "0" * len(x[0]), rest)
                if zero:
                    yield f"{item.id[:at]}{new[0]}{zero}"
                    return


def block(id_: str, wanted: Wanted) -> str:
    """Return a need as it is written in MyST."""
    lines = [f":::{{{wanted.type}}} {_line(wanted.title)}", f":id: {id_}"]
    lines += [f":{name}: {_line(text)}" for name, text in wanted.values.items() if text]
    body = [safe_text(wanted.text)] if wanted.text.strip() else []
    return "\n".join([*lines, "", *body, ":::", ""])


def _line(text: str) -> str:
    """Return a text as one line: a field ends where its line does."""
    return " ".join(text.split())


def safe_text(text: str) -> str:
    """Return a text that cannot end the block it stands in, or begin another."""
    lines = text.strip().splitlines()
    return "\n".join(
        f"\\{line}" if re.match(r"\s*(:{3,}|`{3,}|~{3,}|:\w+:)", line) else line
        for line in lines
    )


def inserted(page: str, new: str, after: int | None) -> str | None:
    """Return a page with a block put in; every line that was there stays as it was.

    ``after`` is the line (from 1) where the need begins that it goes below; ``None``: at
    the end. The value is ``None`` where that need has no end that can be found.
    """
    ends = "\r\n" if "\r\n" in page else "\n"
    lines = page.splitlines(keepends=True)
    at = len(lines) if after is None else _end(lines, after)
    if at is None:
        return None
    head, tail = "".join(lines[:at]), "".join(lines[at:])
    if head and not head.endswith(("\n", "\r")):
        head += ends
    gap = "" if not head or head.endswith(ends * 2) else ends
    more = ends if tail and not tail.startswith(("\n", "\r")) else ""
    return f"{head}{gap}{new.replace(chr(10), ends)}{more}{tail}"


def _end(lines: list[str], begins: int) -> int | None:
    """Return the number of the line that ends the block that begins in a line."""
    opened = re.match(r"^(:{3,})\{", lines[begins - 1]) if begins <= len(lines) else None
    if opened is None:
        return None
    for number in range(begins, len(lines)):
        found = _FENCE.match(lines[number].rstrip("\r\n"))
        if found and len(found["marks"]) >= len(opened[1]):
            return number + 1
    return None
