"""A matrix as the script that the explorer loads: sparse, and usable from a file share.

A page that is opened from a file may not fetch JSON, but it may load a script. Names are
parallel lists, because equal keys, repeated, would weigh more than what they name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sphinx.locale import get_translation

from needs_coverage.text import label_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from needs_core.items import Label
    from needs_coverage.draw_reasons import ReasonTexts
    from needs_coverage.matrix import Cell, Matrix
    from needs_coverage.reasons import CellReasons
    from needs_coverage.text import MatrixText

    Address = Callable[[Label], str | None]

_ = get_translation("needs_coverage")

T = TypeVar("T")


def explorer_script(
    name: str, matrix: Matrix, text: MatrixText, address: Address, script_data: str
) -> bytes:
    """Return the script; ``script_data`` is the JSON of ``draw_html.script_data``.

    ``rows`` and ``columns``: ids, what is seen of them, titles, and the index of the page
    of each. ``hits``: for each row, pairs of a step from the last column and an index in
    ``kinds``. ``kinds``: what cells contain.
    """
    pages, kinds = _Numbered[tuple[str, bool]](), _Numbered[_CellKind]()
    content = {
        **json.loads(script_data),
        "rows": _labels([row.label for row in matrix.rows], pages, address),
        "columns": _labels(matrix.columns, pages, address),
        "sizes": [len(group.rows) for group in matrix.groups],
        "groups": [_heading(group.label, address) for group in matrix.groups],
        "widths": [span.width for span in matrix.spans],
        "spans": [_heading(span.label, address) for span in matrix.spans],
        "hits": [_steps(row.cells, kinds, text) for row in matrix.rows],
        "kinds": [kind.as_list() for kind in kinds.all],
        "pages": [[href, int(is_prefix)] for href, is_prefix in pages.all],
        "total": matrix.total,
    }
    content["facets"] = [_facet(facet) for facet in content["facets"]]
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return _assignment("needsCoverage", name, data)


def reasons_script(
    name: str,
    matrix: Matrix,
    cells: Iterable[CellReasons],
    texts: ReasonTexts,
    edit: Address,
) -> bytes:
    """Return the script with why each cell is what it is, in the order of ``hits``.

    ``texts``: every text once. ``cells``: for each row and cell the links, each as the
    numbers of its words, its quote, what is known of it and where it is edited; -1: none.
    """
    numbers, told = _Numbered[str](), iter(cells)

    def links(cell: CellReasons) -> list[list[int]]:
        return [
            [
                numbers.number(str(texts.words(reason))),
                numbers.number(reason.quote) if reason.quote else -1,
                numbers.number(" ".join(texts.facts(cell, reason))),
                numbers.number(href)
                if reason.source and (href := edit(reason.source))
                else -1,
            ]
            for reason in cell.reasons
        ]

    rows = [[links(next(told)) for _cell in row.cells] for row in matrix.rows]
    content = {"texts": list(numbers.all), "edit": str(_("Edit")), "cells": rows}
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return _assignment("needsCoverageReasons", name, data)


def _assignment(variable: str, name: str, data: str) -> bytes:
    return f"(window.{variable} ??= {{}})[{json.dumps(name)}] = {data};\n".encode()


class _Numbered(Generic[T]):
    """Values in the order they are first met, each with its number."""

    def __init__(self) -> None:
        self.all: dict[T, int] = {}

    def number(self, value: T) -> int:
        """Return the number of a value."""
        return self.all.setdefault(value, len(self.all))


@dataclass(frozen=True, slots=True)
class _CellKind:
    """What a cell contains, and how it looks."""

    tone: str
    covers: bool
    lines: tuple[tuple[str, str], ...]
    hidden_words: str

    def as_list(self) -> list[Any]:
        lines = [list(line) for line in self.lines]
        return [self.tone, int(self.covers), lines, self.hidden_words]


def _kind(cell: Cell, text: MatrixText) -> _CellKind:
    tone = cell.state.tone if cell.counts else "none"
    tone += " coverage-weak" * cell.weak
    lines = tuple((symbol, str(words)) for symbol, words in text.cell(cell).lines)
    return _CellKind(tone, cell.covers, lines, text.hidden_words(cell))


def _steps(
    cells: Iterable[Cell], kinds: _Numbered[_CellKind], text: MatrixText
) -> list[int]:
    steps, last = [], 0
    for cell in cells:
        steps += [cell.column - last, kinds.number(_kind(cell, text))]
        last = cell.column
    return steps


def _labels(
    labels: Iterable[Label], pages: _Numbered[tuple[str, bool]], address: Address
) -> dict[str, list[Any]]:
    ids, numbers, titles, places = [], [], [], []
    for label in labels:
        id_, title = label_text(label)
        ids.append(id_)
        numbers.append(_number(label))
        titles.append(title)
        places.append(_page_number(label, pages, address))
    return {"ids": ids, "numbers": numbers, "titles": titles, "pages": places}


def _number(label: Label) -> str:
    """Return what is seen before a title."""
    return label_text(label)[0] if label.number is None else label.number


def _page_number(label: Label, pages: _Numbered[tuple[str, bool]], address: Address) -> int:
    """Return the number of the prefix that the id follows, or of a complete address.

    -1 for an item without an address.
    """
    href = address(label)
    if href is None:
        return -1
    page, mark, anchor = href.rpartition("#")
    if mark and anchor == label.id:
        return pages.number((f"{page}#", True))
    return pages.number((href, False))


def _heading(label: Label | None, address: Address) -> list[str | None] | None:
    if label is None:
        return None
    return [_number(label), label_text(label)[1], address(label)]


def _facet(facet: dict[str, Any]) -> dict[str, Any]:
    """Return a facet with its different values, and the index of each item's value."""
    numbers = _Numbered[str | tuple[str, ...]]()
    lists = (tuple(x) if isinstance(x, list) else x for x in facet["values"])
    of = [numbers.number(value) for value in lists]
    return {**facet, "values": list(numbers.all), "of": of}
