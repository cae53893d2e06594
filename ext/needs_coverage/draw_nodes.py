"""A matrix and its gaps as plain docutils nodes, for every builder there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from needs_core.model import Label, Model, many
from needs_coverage.lines import gap_heading, lack_heading, nothing_at_all, numbers
from needs_coverage.words import MISS, Words

if TYPE_CHECKING:
    from needs_coverage.draw_lists import DrawList
    from needs_coverage.matrix import Matrix, Row
    from needs_coverage.stated import Lack, StatedSpec

Lead = Callable[[Label], nodes.Node]
"""Makes the link to an item on the page being written."""


def bodies(
    matrix: Matrix, words: Words, lead: Lead, *, width: int | None
) -> Iterator[nodes.tgroup]:
    """Yield table bodies of at most ``width`` columns each (``None``: all in one).

    The row headers stand in every one, the row totals in the last. No cell spans
    others: the man page writer and some PDF routes cannot draw it.
    """
    step = width or max(len(matrix.columns), 1)
    for start in range(0, max(len(matrix.columns), 1), step):
        part = range(start, min(start + step, len(matrix.columns)))
        yield _body(matrix, words, lead, part)


def _body(matrix: Matrix, words: Words, lead: Lead, part: range) -> nodes.tgroup:
    last = part.stop == len(matrix.columns)
    head: list[nodes.Node] = [nodes.Text(words.rows)]
    head += [lead(matrix.columns[number]) for number in part]
    foot: list[nodes.Node] = [nodes.strong("", words.total)]
    foot += [count_node(matrix.column_counts[number]) for number in part]
    if last:
        head.append(nodes.Text(words.total))
        foot.append(count_node(matrix.total))
    rows = [*_rows(matrix, words, lead, part, last=last), row_of(foot)]
    columns = [nodes.colspec(colwidth=36 if n == 0 else 18) for n in range(len(head))]
    columns[0]["stub"] = 1
    return nodes.tgroup(
        "",
        *columns,
        nodes.thead("", row_of(head)),
        nodes.tbody("", *rows),
        cols=len(head),
    )


def _rows(
    matrix: Matrix, words: Words, lead: Lead, part: range, *, last: bool
) -> Iterator[nodes.row]:
    width = len(part) + last
    for group in matrix.groups:
        if group.label is not None:
            empty: list[nodes.Node] = [nodes.Text("") for _ in range(width)]
            yield row_of([nodes.strong("", "", lead(group.label)), *empty])
        for row in group.rows:
            yield row_of(_cells(row, words, lead, part, last=last))


def _cells(
    row: Row, words: Words, lead: Lead, part: range, *, last: bool
) -> Iterator[nodes.Node]:
    yield lead(row.label)
    hits = {hit.column: hit for hit in row.hits}
    for number in part:
        hit = hits.get(number)
        yield nodes.Text(words.cell(hit).text if hit else "")
    if last:
        yield count_node(row.count)


def gaps(
    matrix: Matrix, words: Words, draw: DrawList, *, show: Iterable[str]
) -> Iterator[nodes.Element]:
    """Yield the parts of ``coverage_gaps`` that are asked for."""
    if "numbers" in show:
        lines = [nodes.paragraph("", line) for line in numbers(matrix, words)]
        yield legend(matrix, words)
        items = (nodes.list_item("", line) for line in lines)
        yield nodes.bullet_list("", *items, classes=["coverage-numbers"], bullet="-")
    rows = [row.label for row in matrix.rows]
    down, across = words.sides
    if "rows" in show:
        yield from _gap(down[0], across[1], matrix.uncovered, rows, draw)
    if "columns" in show and words.two_sided:
        yield from _gap(across[0], down[1], matrix.orphans, matrix.columns, draw)


def legend(matrix: Matrix, words: Words) -> nodes.paragraph:
    """Return what the cells mean, in one paragraph."""
    symbols = ", ".join(f"{symbol} {said}" for symbol, said in words.legend(matrix))
    sentence = words.sentence(matrix)
    text = f"{sentence}: {symbols}" if sentence else symbols
    return nodes.paragraph("", text, classes=["coverage-legend", "table-note"])


def lacks(
    found: Iterable[Lack], spec: StatedSpec, model: Model, draw: DrawList
) -> Iterator[nodes.Element]:
    """Yield a list for each field that is not stated and each date that has passed."""
    kind = many(model, spec.items.type)
    for lack in found:
        name = model.fields.get(lack.field, lack.field).lower()
        yield from draw(lack_heading(kind, name, lack), lack.labels)


def _gap(
    kind: str, other: str, found: Sequence[Label], of: Sequence[Label], draw: DrawList
) -> Iterator[nodes.Element]:
    if not of:
        yield nodes.paragraph("", nothing_at_all(kind), classes=["coverage-gap"])
        return
    yield from draw(gap_heading(kind, other, len(found), len(of)), found)


def count_node(number: int) -> nodes.Text:
    """Return a count; nothing is told by a circle, too."""
    return nodes.Text(str(number) if number else f"{MISS} 0")


def row_of(cells: Iterable[nodes.Node]) -> nodes.row:
    """Return a row of a table, an entry for each node."""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", c)) for c in cells))
