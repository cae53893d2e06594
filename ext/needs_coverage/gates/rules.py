"""What a gate demands of the needs, and where it holds. Plain values, no Sphinx.

A rule looks at the needs and gives a case for everything it judges: an item, an item and
a field, or a group. What it means in words stands elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from needs_core.conditions import ALL, Conditions
from needs_core.states import States

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.model import Item, Items
    from needs_coverage.matrix import Group, Row
    from needs_coverage.spec import MatrixSpec


@dataclass(frozen=True, slots=True)
class Case:
    """One thing a rule was held against, and what came of it."""

    id: str
    """The item, or the group; empty for what belongs to no group."""
    title: str
    docname: str | None
    line: int | None
    holds: bool
    detail: str = ""
    """What of it is judged, where there is more than one thing: a field, a date."""
    have: int = 0
    whole: int = 0
    lacking: tuple[str, ...] = ()
    """The ids that are to blame in a group, in natural order."""


class Rule(Protocol):
    """What a kind of gate can do."""

    def cases(self, items: Items, today: date) -> Iterator[Case]:
        """Yield everything that is judged, in natural order."""


@dataclass(frozen=True, slots=True)
class Covered:
    """Every row has so many columns that count."""

    spec: MatrixSpec
    at_least: int = 1

    def cases(self, items: Items, today: date) -> Iterator[Case]:
        """Yield a case for each row."""
        for row in self.spec.look(items).rows:
            case = own_case(items.by_id[row.label.id], holds=row.count >= self.at_least)
            yield replace(case, have=row.count, whole=len(row.cells))


@dataclass(frozen=True, slots=True)
class Linked:
    """Every column is linked with a row, whichever end the link starts from."""

    spec: MatrixSpec

    def cases(self, items: Items, today: date) -> Iterator[Case]:
        """Yield a case for each column; those of other projects are theirs to mend."""
        matrix = self.spec.look(items)
        orphans = {label.id for label in matrix.orphans}
        for item in items.get(label.id for label in matrix.columns):
            if item.docname:
                yield own_case(item, holds=item.id not in orphans)


@dataclass(frozen=True, slots=True)
class Share:
    """In every group, a percentage of the rows is covered."""

    spec: MatrixSpec
    percent: int

    def cases(self, items: Items, today: date) -> Iterator[Case]:
        """Yield a case for each group of rows."""
        for group in self.spec.look(items).groups:
            covered = [row for row in group.rows if row.count]
            # Whole numbers: a share that is rounded up would let a group through.
            holds = 100 * len(covered) >= self.percent * len(group.rows)
            lacking = tuple(row.label.id for row in group.rows if not row.count)
            yield replace(
                _of_group(group, items),
                holds=holds,
                have=len(covered),
                whole=len(group.rows),
                lacking=lacking,
            )


@dataclass(frozen=True, slots=True)
class Stated:
    """Every item of a type has a value in some fields."""

    items: str
    fields: tuple[str, ...]
    where: Conditions = ALL

    def cases(self, items: Items, today: date) -> Iterator[Case]:
        """Yield a case for each item and field."""
        for item in own(items, self.items, self.where):
            for field in self.fields:
                yield replace(own_case(item, holds=bool(item.value(field))), detail=field)


@dataclass(frozen=True, slots=True)
class OnTime:
    """No item has a date that is passed, unless it needs nothing more."""

    items: str
    field: str
    """The field that holds the date, written as year-month-day."""
    where: Conditions = ALL
    unless: Conditions | None = None
    """Which items are let off; ``None``: those whose state is done or covers nothing."""
    states: States = States()  # noqa: RUF009 (frozen)

    def cases(self, items: Items, today: date) -> Iterator[Case]:
        """Yield a case for each item that has a date."""
        members = own(items, self.items, self.where)
        off = {item.id for item in self.unless.select(members)} if self.unless else set()
        for item in members:
            if value := item.value(self.field):
                holds = item.id in off or (self.unless is None and self._settled(item))
                due = day(value)
                in_time = due is not None and due >= today
                yield replace(own_case(item, holds=holds or in_time), detail=value)

    def _settled(self, item: Item) -> bool:
        state = self.states.get(item.status)
        return state.done or not state.covers


@dataclass(frozen=True, slots=True)
class Gate:
    """A rule with its name, and whether a build fails on it."""

    name: str
    rule: Rule
    text: str = ""
    """What is demanded, in the words of the project."""
    fails: bool = True


def day(text: str) -> date | None:
    """Return the day a text names; ``None`` for what is no date.

    >>> day("2027-03-31"), day("2027-02-30"), day("snart")
    (datetime.date(2027, 3, 31), None, None)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def own(items: Items, type_: str, where: Conditions) -> tuple[Item, ...]:
    """Return the items to judge; those of other projects are theirs to mend."""
    return tuple(item for item in where.select(items.of_type(type_)) if item.docname)


def own_case(item: Item, *, holds: bool) -> Case:
    """Return a case at the place of an item."""
    return Case(item.id, item.title, item.docname, item.line, holds)


def _of_group(group: Group, items: Items) -> Case:
    """Return a case at the place of a group; without one, at that of its first row."""
    if group.label is not None:
        return own_case(items.by_id[group.label.id], holds=True)
    first: Row = group.rows[0]
    return replace(own_case(items.by_id[first.label.id], holds=True), id="", title="")
