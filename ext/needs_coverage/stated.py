"""What is not stated, and what is overdue: gaps of single items."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import today
from needs_core.states import States
from needs_coverage.matrix import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from needs_core.model import Item, Items, Label
    from needs_coverage.spec import Axis


@dataclass(frozen=True, slots=True)
class Lack:
    """The items that lack one thing, of how many that could have it."""

    field: str
    passed: bool
    """Whether the field is a date that has passed, as opposed to one not stated."""
    labels: tuple[Label, ...]
    whole: int


@dataclass(frozen=True, slots=True)
class StatedSpec:
    """Which fields items must state, and which dates must not pass; a view."""

    items: Axis
    fields: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    states: States = States()  # noqa: RUF009 (frozen)

    def look(self, items: Items) -> tuple[Lack, ...]:
        """Return a lack for each field and each date, empty ones too.

        A date counts as passed only for what is neither done nor abandoned.
        """
        members = self.items.items(items)
        missing = (
            Lack(
                name,
                passed=False,
                labels=_labels(x for x in members if not x.value(name)),
                whole=len(members),
            )
            for name in self.fields
        )
        now, open_ = today(), [item for item in members if self._is_open(item)]
        passed = (
            Lack(
                name,
                passed=True,
                labels=_labels(x for x in open_ if _before(x, name, now)),
                whole=len(open_),
            )
            for name in self.dates
        )
        return (*missing, *passed)

    def _is_open(self, item: Item) -> bool:
        state = self.states.get(item.status)
        return state.covers and not state.done


def _before(item: Item, name: str, now: date) -> bool:
    value = item.value(name) or ""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    return value < now.isoformat()


def _labels(items: Iterable[Item]) -> tuple[Label, ...]:
    return in_order(item.label for item in items)
