"""A roll-up as plain docutils nodes, for every builder there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from needs_coverage.draw_nodes import count_node, row_of
from needs_coverage.large.texts import cell_lines, covered_heading, heading, name
from needs_coverage.lines import share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_coverage.draw_nodes import Lead
    from needs_coverage.large.rolling import Line, Rollup, Section
    from needs_coverage.words import Words


def bodies(
    rollup: Rollup, words: Words, lead: Lead, *, width: int | None
) -> Iterator[nodes.tgroup]:
    """Yield table bodies of at most ``width`` columns each (``None``: all in one).

    The headers of the rows stand in every one.
    """
    columns = list(_columns(rollup, words, lead))
    step = width or len(columns)
    for start in range(0, len(columns), step):
        yield _body(rollup, words, lead, columns[start : start + step])


_Column = list[nodes.Node]
"""A header, a node for each line, and the total."""


def _columns(rollup: Rollup, words: Words, lead: Lead) -> Iterator[_Column]:
    lines = rollup.lines
    yield [
        nodes.Text(covered_heading()),
        *(nodes.Text(share(line.rows.used, line.rows.size)) for line in lines),
        nodes.Text(share(rollup.covered, rollup.rows)),
    ]
    for number, section in enumerate(rollup.columns):
        yield [
            _head(section, lead),
            *(nodes.Text(_cell(line, number)) for line in lines),
            count_node(rollup.column_totals[number]),
        ]
    totals = (count_node(line.total) for line in lines)
    yield [nodes.Text(words.total), *totals, count_node(rollup.total)]


def _head(section: Section, lead: Lead) -> nodes.Node:
    return lead(section.label) if section.label else nodes.Text(heading(section))


def _cell(line: Line, number: int) -> str:
    cell = line.cells[number]
    return ", ".join(cell_lines(cell)) if cell else ""


def _body(rollup: Rollup, words: Words, lead: Lead, part: list[_Column]) -> nodes.tgroup:
    rows, number = [], 0
    for label, lines in rollup.groups:
        if label is not None:
            empty = (nodes.Text("") for _ in part)
            rows.append(row_of([nodes.strong("", "", lead(label)), *empty]))
        for line in lines:
            number += 1
            cells = (column[number] for column in part)
            rows.append(row_of([nodes.Text(name(line.rows)), *cells]))
    total = nodes.strong("", words.total)
    rows.append(row_of([total, *(column[-1] for column in part)]))
    specs = [nodes.colspec(colwidth=30 if n == 0 else 20) for n in range(len(part) + 1)]
    specs[0]["stub"] = 1
    head = row_of([nodes.Text(words.rows), *(column[0] for column in part)])
    body = nodes.tbody("", *rows)
    return nodes.tgroup("", *specs, nodes.thead("", head), body, cols=len(part) + 1)
