"""What the sheets of a plan hold: plain values, the same for Excel and CSV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.spreadsheet import cut
from needs_exchange.columns import ID, Sheet, value_of
from needs_exchange.values import Control

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.model import Item, Items


@dataclass(frozen=True, slots=True)
class Row:
    """A need: a value for each column, and what it was at the export."""

    values: tuple[str, ...]
    control: Control


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet with its rows."""

    sheet: Sheet
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the files of a plan hold."""

    title: str
    sheets: tuple[Filled, ...]
    lookups: tuple[tuple[str, str, str], ...]
    """What links may point at: the title of its type, its id, its own title."""
    ids: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Type to the ids it has, for the lists one chooses from."""
    pages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Type to the pages it stands on."""


def plan_of(
    title: str, sheets: Iterable[Sheet], items: Items, titles: dict[str, str]
) -> Plan:
    """Fill the sheets. ``titles`` is the title of each type."""
    sheets = tuple(sheets)
    targets = {t for sheet in sheets for c in sheet.columns for t in c.targets}
    kinds = [kind for kind in titles if kind in targets]
    own = {sheet.type: _own(items, sheet.type) for sheet in sheets}
    return Plan(
        title=title,
        sheets=tuple(Filled(sheet, _rows(sheet, items)) for sheet in sheets),
        lookups=tuple(
            (titles[kind], item.id, item.title)
            for kind in kinds
            for item in items.of_type(kind)
        ),
        ids=tuple((kind, tuple(x.id for x in items.of_type(kind))) for kind in kinds),
        pages=tuple(
            (kind, tuple(dict.fromkeys(x.docname or "" for x in found)))
            for kind, found in own.items()
        ),
    )


def _own(items: Items, kind: str) -> list[Item]:
    return [item for item in items.of_type(kind) if not item.external]


def _rows(sheet: Sheet, items: Items) -> tuple[Row, ...]:
    rows = []
    for item in _own(items, sheet.type):
        # What a cell cannot hold is cut, and the control is of what it does hold.
        values = tuple(cut(value_of(item, column)) for column in sheet.columns)
        pairs = [
            (column.name, value)
            for column, value in zip(sheet.columns, values, strict=True)
            if column.name != ID
        ]
        rows.append(Row(values, Control.of(sheet.type, item.id, pairs)))
    return tuple(rows)
