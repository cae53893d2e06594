"""A matrix as one HTML string. Everything from a page is escaped here and only here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from needs_coverage.words import HIT, MISS, Words
from needs_items.items import Label

if TYPE_CHECKING:
    from needs_coverage.matrix import Group, Matrix, Row

Address = Callable[[Label], str | None]
"""Gives the address of an item on the page being written, if it has one."""


def table_body(matrix: Matrix, words: Words, address: Address) -> str:
    """Return head, body and foot of the table, well-formed as XHTML too."""
    links = [_link(label, address) for label in matrix.columns]
    hits = [_hit(label, words, address) for label in matrix.columns]
    return "".join(
        (
            _head(words, links),
            *(_group(group, matrix, words, address, hits) for group in matrix.groups),
            _foot(matrix, words),
        )
    )


def _head(words: Words, links: Iterable[str]) -> str:
    cells = "".join(
        f'<th scope="col"><div class="coverage-column">{link}</div></th>' for link in links
    )
    return (
        f'<thead><tr><th scope="col" class="coverage-corner">{escape(words.rows)}</th>'
        f'{cells}<th scope="col" class="coverage-total">{escape(words.total)}</th>'
        "</tr></thead>\n"
    )


def _group(
    group: Group, matrix: Matrix, words: Words, address: Address, hits: list[str]
) -> str:
    lines = []
    if group.label is not None:
        span = len(matrix.columns) + 2
        lines.append(
            f'<tr class="coverage-group"><th scope="rowgroup" colspan="{span}">'
            f"<span>{_link(group.label, address)}</span></th></tr>\n"
        )
    lines.extend(_row(row, len(matrix.columns), words, address, hits) for row in group.rows)
    return f"<tbody>{''.join(lines)}</tbody>\n"


def _row(row: Row, width: int, words: Words, address: Address, hits: list[str]) -> str:
    ends = f'<span class="coverage-hidden"> {escape(row.label.id)}</span></a></td>'
    return (
        f'<tr><th scope="row">{_link(row.label, address)}</th>'
        f"{''.join(_cells(row, width, hits, ends))}{_total(len(row.hits), words)}</tr>\n"
    )


def _cells(row: Row, width: int, hits: list[str], ends: str) -> Iterator[str]:
    at = 0
    for number in row.hits:
        yield "<td></td>" * (number - at)
        yield f"{hits[number]}{ends}"
        at = number + 1
    yield "<td></td>" * (width - at)


def _hit(column: Label, words: Words, address: Address) -> str:
    """Return a hit up to the id of its row: "TI_101 ● bidrager til" of a whole name."""
    href = escape(address(column) or "#", quote=True)
    return (
        f'<td class="coverage-hit"><a href="{href}">'
        f'<span class="coverage-hidden">{escape(column.id)} </span>'
        f'<span class="coverage-symbol" aria-hidden="true">{HIT}</span> '
        f'<span class="coverage-words">{escape(words.relation)}</span>'
    )


def _foot(matrix: Matrix, words: Words) -> str:
    totals = "".join(_total(count, words) for count in matrix.column_totals)
    return (
        f'<tfoot><tr><th scope="row">{escape(words.total)}</th>{totals}'
        f'<td class="coverage-total">{matrix.total}</td></tr></tfoot>\n'
    )


def _total(count: int, words: Words) -> str:
    if count:
        return f'<td class="coverage-total">{count}</td>'
    return (
        '<td class="coverage-total coverage-none">'
        f'<span class="coverage-symbol" aria-hidden="true">{MISS}</span> 0'
        f'<span class="coverage-hidden"> {escape(words.none)}</span></td>'
    )


def _link(label: Label, address: Address) -> str:
    name = (
        f'<span class="coverage-id">{escape(label.id)}</span> '
        f'<span class="coverage-title">{escape(label.title)}</span>'
    )
    href = address(label)
    return name if href is None else f'<a href="{escape(href, quote=True)}">{name}</a>'
