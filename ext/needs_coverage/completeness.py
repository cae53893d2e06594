"""Completeness of single items: fields that are not stated, dates that have passed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import read_day, today
from needs_core.states import States
from needs_coverage.matrix import in_natural_order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.model import Item, Items, Label
    from needs_coverage.spec import Axis


@dataclass(frozen=True, slots=True)
class Incomplete:
    """The items that lack one field, or whose date has passed."""

    field: str
    passed: bool
    """Whether the field is a date that has passed, as opposed to one not stated."""
    labels: tuple[Label, ...]
    total: int
    """How many items were looked at."""


@dataclass(frozen=True, slots=True)
class CompletenessSpec:
    """Which fields items must state, and which dates must not pass; a view."""

    items: Axis
    fields: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    states: States = States()  # noqa: RUF009 (frozen)

    def look(self, items: Items) -> tuple[Incomplete, ...]:
        """Return a value for each field and each date, those without items too.

        A date counts as passed only for what is neither done nor abandoned.
        """
        members = self.items.items(items)
        missing = (
            Incomplete(
                name,
                passed=False,
                labels=_labels(x for x in members if not x.value(name)),
                total=len(members),
            )
            for name in self.fields
        )
        open_ = [item for item in members if self._is_open(item)]
        passed = (
            Incomplete(
                name,
                passed=True,
                labels=_labels(x for x in open_ if _has_passed(x, name)),
                total=len(open_),
            )
            for name in self.dates
        )
        return (*missing, *passed)

    def _is_open(self, item: Item) -> bool:
        state = self.states.get(item.status)
        return state.covers and not state.done


def _has_passed(item: Item, field: str) -> bool:
    day = read_day(item.value(field))
    return day is not None and day < today()


def _labels(items: Iterable[Item]) -> tuple[Label, ...]:
    return in_natural_order(item.label for item in items)
