"""Indicators: from where, to where and by when, and how far they are. No Sphinx."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from needs_core.dates import today

if TYPE_CHECKING:
    from needs_core.model import Item, Items, Label
    from needs_plan.indicator_settings import IndicatorFields

_NUMBER = re.compile(r"[-−]?[0-9]+(?:[.,][0-9]+)?", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)


class Course(Enum):
    """Where a value is between its baseline and its target."""

    REACHED = 1
    ON_THE_WAY = 2
    UNMOVED = 3
    AWAY = 4
    """Farther from the target than the baseline is."""
    UNKNOWN = 5
    """Not all of it is stated as numbers."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; texts as they are written, "" where nothing is."""

    label: Label
    baseline: str
    value: str
    measured: str
    target: str
    year: str
    unit: str
    course: Course
    late: bool
    """Whether the year of the target has passed without its being reached."""
    faults: tuple[tuple[str, str], ...]
    """The fields that hold no number, each with what it says."""

    @property
    def progress(self) -> tuple[float, float] | None:
        """How far value and target are from the baseline, each -1 to 1; unknown: none.

        The farther of the two is 1 or -1.
        """
        numbers = [read_number(x) for x in (self.baseline, self.value, self.target)]
        if None in numbers:
            return None
        start, now, end = (Decimal(0) if x is None else x for x in numbers)
        most = max(abs(now - start), abs(end - start))
        if not most:
            return 0.0, 0.0
        return float((now - start) / most), float((end - start) / most)


@dataclass(frozen=True, slots=True)
class IndicatorsView:
    """All indicators of a project; a view."""

    names: IndicatorFields

    def look(self, items: Items) -> tuple[Indicator, ...]:
        """Return the indicators that hold, in natural order."""
        return tuple(self._read(x) for x in items.of_type(self.names.type))

    def _read(self, item: Item) -> Indicator:
        names = self.names

        def said(name: str) -> str:
            return (item.value(name) or "").strip() if name else ""

        baseline, value, target = map(said, (names.baseline, names.value, names.target))
        year = said(names.year)
        course = self._course(baseline, value, target, said(names.direction))
        late = bool(_YEAR.fullmatch(year)) and int(year) < today().year
        open_ = course not in {Course.REACHED, Course.UNKNOWN}
        return Indicator(
            *(item.label, baseline, value, said(names.measured), target, year),
            said(names.unit),
            course,
            late and open_,
            tuple(
                (name, text)
                for name in (names.baseline, names.value, names.target)
                if (text := said(name)) and read_number(text) is None
            ),
        )

    def _course(self, baseline: str, value: str, target: str, direction: str) -> Course:
        start, now, end = map(read_number, (baseline, value, target))
        if now is None or end is None:
            return Course.UNKNOWN
        up = self._is_up(start, end, direction)
        if up is None:
            return Course.UNKNOWN
        if now >= end if up else now <= end:
            return Course.REACHED
        if start is None:
            return Course.UNKNOWN
        if now == start:
            return Course.UNMOVED
        return Course.ON_THE_WAY if (now > start) == up else Course.AWAY

    def _is_up(self, start: Decimal | None, end: Decimal, direction: str) -> bool | None:
        """Tell whether more is better; ``None``: neither stated nor told by the target."""
        if direction in self.names.rising:
            return True
        if direction in self.names.falling:
            return False
        return None if start is None or start == end else end > start


def read_number(text: str) -> Decimal | None:
    """Return a number with a comma or a point before its decimals; else ``None``.

    >>> read_number("12,5"), read_number("-3"), read_number("ca. 4"), read_number("1.234,5")
    (Decimal('12.5'), Decimal('-3'), None, None)
    """
    found = "".join(text.split())
    if not _NUMBER.fullmatch(found):
        return None
    return Decimal(found.replace(",", ".").replace("−", "-"))
