"""A matrix for paper: one table, with spans, colours and headers turned upright.

It is a docutils table all the same. What PDF asks for stands in classes and attributes
that other builders pass over: ``turned-headers``, and ``fill`` on an entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from needs_coverage.words import MISS, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from needs_core.model import Label
    from needs_coverage.matrix import Hit, Matrix, Row

    Lead = Callable[[Label], nodes.Node]

_MANY = 5
"""Columns from which on their headers are turned."""
_COVERS, _DONE, _NOT, _GAP = "#dce8f2", "#bcd4e6", "#ececec", "#fbe6d0"


def classes(matrix: Matrix) -> list[str]:
    """Return how the table wants to be set."""
    return ["turned-headers"] if len(matrix.columns) > _MANY else []


def tgroup(matrix: Matrix, words: Words, lead: Lead) -> nodes.tgroup:
    """Return the whole matrix as one table body, however wide; PDF divides it."""
    width = len(matrix.columns) + 2
    specs = [nodes.colspec(colwidth=30 if n == 0 else 8) for n in range(width)]
    specs[0]["stub"] = 1
    head = nodes.thead("", *_head(matrix, words, lead))
    body = nodes.tbody("", *_rows(matrix, words, lead), _foot(matrix, words))
    return nodes.tgroup("", *specs, head, body, cols=width)


def _head(matrix: Matrix, words: Words, lead: Lead) -> Iterator[nodes.row]:
    corner = _entry(nodes.Text(words.rows))
    total = _entry(nodes.Text(words.total))
    names = [_entry(lead(label)) for label in matrix.columns]
    if not matrix.spans:
        yield nodes.row("", corner, *names, total)
        return
    corner["morerows"] = total["morerows"] = 1
    above = [
        _entry(lead(x.label) if x.label else nodes.Text(""), morecols=x.width - 1)
        for x in matrix.spans
    ]
    yield nodes.row("", corner, *above, total)
    yield nodes.row("", *names)


def _rows(matrix: Matrix, words: Words, lead: Lead) -> Iterator[nodes.row]:
    for group in matrix.groups:
        if group.label is not None:
            heading = _entry(lead(group.label), morecols=len(matrix.columns) + 1)
            yield nodes.row("", heading)
        for row in group.rows:
            yield nodes.row("", *_cells(row, len(matrix.columns), words, lead))


def _cells(row: Row, width: int, words: Words, lead: Lead) -> Iterator[nodes.entry]:
    yield _entry(lead(row.label))
    hits = {hit.column: hit for hit in row.hits}
    for number in range(width):
        hit = hits.get(number)
        yield _hit(hit, words) if hit else nodes.entry()
    yield _count(row.count)


def _hit(hit: Hit, words: Words) -> nodes.entry:
    fill = _NOT if not hit.covers else _DONE if hit.state.done else _COVERS
    return _entry(nodes.Text(words.cell(hit).text), fill=fill)


def _foot(matrix: Matrix, words: Words) -> nodes.row:
    counts: Iterable[int] = (*matrix.column_counts, matrix.total)
    total = _entry(nodes.strong("", words.total))
    cells = (_count(number) for number in counts)
    return nodes.row("", total, *cells, classes=["total"])


def _count(number: int) -> nodes.entry:
    if number:
        return _entry(nodes.Text(str(number)))
    return _entry(nodes.Text(f"{MISS} 0"), fill=_GAP)


def _entry(shown: nodes.Node, **attributes: object) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", shown), **attributes)
