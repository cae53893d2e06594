"""Half a year: what follow-ups and snapshots are called by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"([0-9]{4})-([12])", re.ASCII)
_JULY = 7


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """The first or second half of a year.

    >>> str(HalfYear.of(date(2026, 7, 1))), str(HalfYear(2026, 2).after())
    ('2026-2', '2027-1')
    """

    year: int
    half: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.half}"

    @classmethod
    def parse(cls, text: str | None) -> HalfYear | None:
        """Read ``2026-1``; ``None`` for anything else."""
        found = _NAME.fullmatch(text or "")
        return cls(int(found[1]), int(found[2])) if found and int(found[1]) else None

    @classmethod
    def of(cls, day: date) -> HalfYear:
        """Return the half-year a day is in."""
        return cls(day.year, 2 if day.month >= _JULY else 1)

    def after(self) -> HalfYear:
        """Return the one that follows."""
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    def before(self) -> HalfYear:
        """Return the one that goes before."""
        return HalfYear(self.year, 1) if self.half > 1 else HalfYear(self.year - 1, 2)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 1 if self.half == 1 else _JULY, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after().first - timedelta(days=1)

    def to(self, end: HalfYear) -> Iterator[HalfYear]:
        """Yield every half-year from this to another, both with."""
        at = self
        while at <= end:
            yield at
            at = at.after()
