"""Which items are linked with which, directly or over a third."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from needs_coverage.matrix import Way

if TYPE_CHECKING:
    from needs_core.model import Item, Mark

Ways = Mapping[tuple[str, str], tuple[Way, ...]]
"""``(row id, column id)`` to the ways between the two; only pairs that have any."""

Marks = Mapping[tuple[str, str, str], "Mark"]
"""What is to be said of a link: source id, link type, target id."""


def direct(rows: Iterable[Item], columns: Iterable[Item], links: Iterable[str]) -> Ways:
    """Find the pairs that one of the links joins, whichever end it starts from.

    One pass over the links of each side; a pair keeps the order of ``links``.
    """
    row_ids = {item.id for item in rows}
    column_ids = {item.id for item in columns}
    found: dict[tuple[str, str], list[Way]] = {}
    for link in links:
        for column in columns:
            for target in column.links.get(link, ()):
                if target in row_ids:
                    found.setdefault((target, column.id), []).append(Way(link))
        for row in rows:
            for target in row.links.get(link, ()):
                if target in column_ids and Way(link) not in found.get(
                    (row.id, target), ()
                ):
                    found.setdefault((row.id, target), []).append(Way(link, forward=False))
    return {pair: tuple(ways) for pair, ways in found.items() if ways}


def over(
    rows: Iterable[Item],
    columns: Iterable[Item],
    middle: Iterable[Item],
    links: tuple[str, ...],
    marks: Marks,
) -> Ways:
    """Find the pairs that are both linked with the same item between them.

    An item of the middle may be linked with the row and the column from either end. A
    way is named by the link on the row's side and the item it goes over. What is to be
    said of either link is said of the way.
    """
    near = marked(direct(rows, middle, links), marks)
    far = marked(direct(middle, columns, links), marks)
    by_middle: dict[str, list[str]] = {}
    for between, column in far:
        by_middle.setdefault(between, []).append(column)
    labels = {item.id: item.label for item in middle}
    found: dict[tuple[str, str], list[Way]] = {}
    for (row, between), ways in near.items():
        for column in by_middle.get(between, ()):
            both = (*ways, *far[between, column])
            said = next((way.mark for way in both if way.mark), None)
            way = replace(ways[0], via=labels[between], mark=said)
            found.setdefault((row, column), []).append(way)
    return {
        pair: tuple(sorted(ways, key=lambda way: way.via.id if way.via else ""))
        for pair, ways in found.items()
    }


def marked(ways: Ways, marks: Marks) -> Ways:
    """Say of each direct way what is to be said of its link."""
    if not marks:
        return ways

    def mark(row: str, column: str, way: Way) -> Way:
        source, target = (column, row) if way.forward else (row, column)
        found = marks.get((source, way.link, target))
        return replace(way, mark=found) if found else way

    return {
        (row, column): tuple(mark(row, column, way) for way in found)
        for (row, column), found in ways.items()
    }


def together(*parts: Ways) -> Ways:
    """Join ways between the same pairs; what comes first stays first."""
    found: dict[tuple[str, str], tuple[Way, ...]] = {}
    for part in parts:
        for pair, ways in part.items():
            found[pair] = (*found.get(pair, ()), *ways)
    return found
