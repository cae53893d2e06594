"""A matrix as the script that the explorer loads: sparse, and readable from a file share.

A page opened from a file may not fetch JSON, but it may load a script. The names are
lists side by side, because a thousand equal keys would weigh more than what they name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from needs_coverage.words import label_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from needs_core.model import Label
    from needs_coverage.matrix import Hit, Matrix
    from needs_coverage.words import Words

    Address = Callable[[Label], str | None]

T = TypeVar("T")


def script_bytes(
    name: str, matrix: Matrix, words: Words, address: Address, told: str
) -> bytes:
    """Return the script; ``told`` is what filters are told of a matrix, as JSON.

    ``rows`` and ``columns``: ids, titles, and where each is read, as the number of a page.
    ``hits``: for each row the steps from column to column, each with the number of its
    kind. ``kinds``: what stands in a cell.
    """
    pages, kinds = _Numbered[tuple[str, bool]](), _Numbered[_Kind]()
    described = {
        **json.loads(told),
        "rows": _labels([row.label for row in matrix.rows], pages, address),
        "columns": _labels(matrix.columns, pages, address),
        "sizes": [len(group.rows) for group in matrix.groups],
        "groups": [_heading(group.label, address) for group in matrix.groups],
        "widths": [span.width for span in matrix.spans],
        "spans": [_heading(span.label, address) for span in matrix.spans],
        "hits": [_steps(row.hits, kinds, words) for row in matrix.rows],
        "kinds": [kind.told() for kind in kinds.all],
        "pages": [[address, int(whole)] for address, whole in pages.all],
        "total": matrix.total,
    }
    described["facets"] = [_facet(facet) for facet in described["facets"]]
    data = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
    key = json.dumps(name)
    return f"(window.needsCoverage ??= {{}})[{key}] = {data};\n".encode()


class _Numbered(Generic[T]):
    """Values in the order they are first met, each with its number."""

    def __init__(self) -> None:
        self.all: dict[T, int] = {}

    def number(self, value: T) -> int:
        """Return the number of a value."""
        return self.all.setdefault(value, len(self.all))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What stands in a cell, and how it looks."""

    tone: str
    covers: bool
    lines: tuple[tuple[str, str], ...]
    joint: str

    def told(self) -> list[Any]:
        return [self.tone, int(self.covers), [list(x) for x in self.lines], self.joint]


def _kind(hit: Hit, words: Words) -> _Kind:
    tone = hit.state.tone if hit.counts else "none"
    lines = tuple((symbol, str(said)) for symbol, said in words.cell(hit).lines)
    return _Kind(tone, hit.covers, lines, words.joint(hit))


def _steps(hits: Iterable[Hit], kinds: _Numbered[_Kind], words: Words) -> list[int]:
    steps, at = [], 0
    for hit in hits:
        steps += [hit.column - at, kinds.number(_kind(hit, words))]
        at = hit.column
    return steps


def _labels(
    labels: Iterable[Label], pages: _Numbered[tuple[str, bool]], address: Address
) -> dict[str, list[Any]]:
    ids, titles, places = [], [], []
    for label in labels:
        id_, title = label_text(label)
        ids.append(id_)
        titles.append(title)
        places.append(_place(label, pages, address))
    return {"ids": ids, "titles": titles, "pages": places}


def _place(label: Label, pages: _Numbered[tuple[str, bool]], address: Address) -> int:
    """Return the number of a page that an id is put behind, or of a whole address."""
    href = address(label)
    if href is None:
        return -1
    page, mark, anchor = href.rpartition("#")
    if mark and anchor == label.id:
        return pages.number((f"{page}#", True))
    return pages.number((href, False))


def _heading(label: Label | None, address: Address) -> list[str | None] | None:
    return None if label is None else [*label_text(label), address(label)]


def _facet(facet: dict[str, Any]) -> dict[str, Any]:
    """Return a choice with its values told once, and their numbers."""
    values = list(dict.fromkeys(facet["values"]))
    number = {value: n for n, value in enumerate(values)}
    return {**facet, "values": values, "of": [number[value] for value in facet["values"]]}
