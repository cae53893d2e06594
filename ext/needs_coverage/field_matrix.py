"""A matrix of a type against the values of one of its fields, or periods of its dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from needs_core.items import Item, Items, Label, natural_key
from needs_core.steps import Steps
from needs_coverage.matrix import Cell, Matrix, Path
from needs_coverage.spec import Axis, facets_of, grouped_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needs_core.states import States

PERIODS = ("year", "half-year", "quarter", "month")
"""Periods that dates can be gathered by."""

PERIOD = "period"
"""Type of the labels of periods, which are told in words."""

NOT_STATED = ""
"""Value of an item without one; it has the last column, and counts as a gap."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """Rows against the values of one of their fields; a view of the needs."""

    rows: Axis
    field: str
    period: str | None = None
    allowed: tuple[str, ...] = ()
    """The values the model allows, in its order: each has a column, used or not."""
    steps: Steps = Steps()  # noqa: RUF009 (frozen)
    """Those of the project: no value of a field gives a row one."""
    filters: tuple[str, ...] = ()
    """The fields of the rows that readers can filter by."""

    @property
    def states(self) -> States:
        """The states of the project."""
        return self.steps.states

    def look(self, items: Items) -> Matrix:
        """Compute the matrix."""
        rows = self.rows.items(items)
        values = {item.id: self._values(item) for item in rows}
        columns = self._columns(value for found in values.values() for value in found)
        index = {value: n for n, value in enumerate(columns)}
        cells = {
            item.id: [self._cell(item, value, index) for value in values[item.id]]
            for item in rows
        }
        kind = PERIOD if self.period else ""
        labels = tuple(Label(value, value, kind, None, None, None) for value in columns)
        groups = grouped_rows(self.rows, rows, cells, items)
        shown = [row.label for group in groups for row in group.rows]
        facets = facets_of(self.filters, shown, items, on_rows=True)
        return Matrix(groups, labels, (), facets)

    def _cell(self, item: Item, value: str, index: Mapping[str, int]) -> Cell:
        # An abandoned item has its owner all the same.
        state = replace(self.states.get(item.status), covers=True)
        paths = (Path(self.field),)
        return Cell(index[value], state, paths, counts=value != NOT_STATED)

    def _values(self, item: Item) -> tuple[str, ...]:
        values = item.values(self.field) or (NOT_STATED,)
        if not self.period:
            return tuple(dict.fromkeys(values))
        return tuple(dict.fromkeys(period_of(value, self.period) for value in values))

    def _columns(self, values: Iterable[str]) -> tuple[str, ...]:
        found = set(values)
        rest = sorted(found - set(self.allowed) - {NOT_STATED}, key=natural_key)
        last = (NOT_STATED,) if NOT_STATED in found else ()
        return (*self.allowed, *rest, *last)


def period_of(date: str, period: str) -> str:
    """Return the period a date falls in; a text that is no date stays as it is.

    >>> period_of("2027-03-31", "half-year"), period_of("2027-12-01", "quarter")
    ('2027-1', '2027-Q4')
    >>> period_of("snart", "year")
    'snart'
    """
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})-[0-9]{2}", date)
    if found is None:
        return date
    year, month = found[1], int(found[2])
    return {
        "year": year,
        "half-year": f"{year}-{1 if month <= 6 else 2}",  # noqa: PLR2004 (June)
        "quarter": f"{year}-Q{(month + 2) // 3}",
        "month": f"{year}-{month:02}",
    }[period]
