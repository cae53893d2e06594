"""A table of needs: which ones, which columns, and what stands in each cell. No Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from needs_core.dates import HalfYear, read_day, today
from needs_core.follow_ups import LastFollowUps
from needs_core.items import ALL, Conditions, Label, natural_key
from needs_core.states import State
from needs_core.steps import GoalSteps, Remark, StepOf, Steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needs_core.items import Item, Items

BACK = "_back"
"""Ends the name of a link that is followed from its target, as sphinx-needs has it."""


class Kind(Enum):
    """What a column shows."""

    ID = "id"
    TITLE = "title"
    STATUS = "status"
    STEP = "step"
    REMARKS = "remarks"
    FOLLOWED_UP = "followed_up"
    STANDING = "standing"
    FIELD = "field"
    LINK = "link"
    BACK = "back"


OWN_KINDS = (
    *(Kind.ID, Kind.TITLE, Kind.STATUS, Kind.STEP),
    *(Kind.REMARKS, Kind.FOLLOWED_UP, Kind.STANDING),
)
"""The columns that are no field and no link; an author writes their values."""


class Standing(Enum):
    """What a need of the plan waits for; each is in one only, the first that fits."""

    OVERDUE = 1
    UNDECIDED = 2
    DUE = 3
    """Its deadline is in this half-year."""
    LATER = 4
    """Its deadline is later, or not stated."""
    CLOSED = 5
    """Done or given up."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its kind, and the name of its field or link."""

    kind: Kind
    name: str


Value = str | Label | State | Remark | HalfYear | Standing


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A need and its cells, one for each column; a cell without values is empty."""

    label: Label
    cells: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class PlanTable:
    """Columns and rows, in the order shown."""

    columns: tuple[Column, ...]
    rows: tuple[PlanRow, ...]


@dataclass(frozen=True, slots=True)
class PlanRules:
    """What the project declares of its plan."""

    steps: Steps
    goal_steps: GoalSteps | None
    owner: str = ""
    """The field with who is responsible."""
    end: str = ""
    """The field with the deadline."""

    def is_open(self, item: Item) -> bool:
        """Tell whether a need is neither done nor given up."""
        return self.steps.states.is_open(item.status)

    def standing(self, item: Item) -> Standing:
        """Tell what a need waits for."""
        if not self.is_open(item):
            return Standing.CLOSED
        end = read_day(item.value(self.end)) if self.end else None
        if end and end < today():
            return Standing.OVERDUE
        if item.status in self._undecided():
            return Standing.UNDECIDED
        if end and end <= HalfYear.containing(today()).last:
            return Standing.DUE
        return Standing.LATER

    def owners(self, item: Item) -> tuple[str, ...]:
        """Return who is responsible for a need."""
        return item.values(self.owner) if self.owner else ()

    def remarks(self, item: Item, items: Items) -> tuple[Remark, ...]:
        """Return what is to be said of one need."""
        return self.steps.of([item], items).remarks if self.is_open(item) else ()

    def followed_up(self, items: Items) -> Mapping[str, HalfYear]:
        """Return when each need was last followed up."""
        names = self.steps.follow_ups
        return items.look(LastFollowUps(names)) if names else {}

    def _undecided(self) -> set[str]:
        """Return the states that reach no step that covers."""
        asked = [(step.covers, set(step.states)) for step in self.steps.all]
        decided = {state for covers, states in asked if covers for state in states}
        return {state for _covers, states in asked for state in states} - decided


@dataclass(frozen=True, slots=True)
class PlanTableSpec:
    """A table as its author asked for it; a view."""

    type: str
    columns: tuple[Column, ...]
    rules: PlanRules
    where: Conditions = ALL
    sort: tuple[Column, bool] | None = None
    """The column to sort by, and whether from the last; none: natural order of ids."""
    owner: str | None = None
    """Only what this owner is responsible for; empty: what nobody is."""

    def members(self, items: Items) -> tuple[Item, ...]:
        """Return the needs of the table, in natural order."""
        found = items.select(self.type, self.where)
        if self.owner is None:
            return found
        own = self.owner
        return tuple(x for x in found if own in (self.rules.owners(x) or ("",)))

    def look(self, items: Items) -> PlanTable:
        """Return the table."""
        cells = _Cells(self.rules, items)
        members = list(self.members(items))
        if self.sort:
            column, backwards = self.sort
            values = {item.id: cells.of(item, column) for item in members}
            ranks = sort_ranks(values[item.id] for item in members)
            by_id = dict(zip(values, ranks, strict=True))
            sign = -1 if backwards else 1
            members.sort(key=lambda x: (by_id[x.id] is None, sign * (by_id[x.id] or 0)))
        rows = (
            PlanRow(item.label, tuple(cells.of(item, column) for column in self.columns))
            for item in members
        )
        return PlanTable(self.columns, tuple(rows))


class _Cells:
    """Fills cells; what all rows share is looked up once."""

    def __init__(self, rules: PlanRules, items: Items) -> None:
        self._rules, self._items = rules, items

    @cached_property
    def _followed_up(self) -> Mapping[str, HalfYear]:
        return self._rules.followed_up(self._items)

    @cached_property
    def _steps(self) -> Mapping[str, StepOf]:
        return self._items.look(self._rules.goal_steps) if self._rules.goal_steps else {}

    def of(self, item: Item, column: Column) -> tuple[Value, ...]:
        """Return the values of a cell."""
        match column.kind:
            case Kind.FIELD:
                return item.values(column.name)
            case Kind.LINK:
                return self._labels(item.links.get(column.name, ()))
            case Kind.BACK:
                return self._labels(self._incoming(item, column.name))
            case kind:
                return tuple(x for x in self._own(item, kind) if x is not None)

    def _own(self, item: Item, kind: Kind) -> Iterable[Value | None]:
        if kind is Kind.STATUS:
            return self._status(item)
        if kind is Kind.STEP:
            return (self._steps[x].step for x in (item.id,) if x in self._steps)
        if kind is Kind.REMARKS:
            return self._remarks(item)
        if kind is Kind.FOLLOWED_UP:
            return (self._followed_up.get(item.id),)
        if kind is Kind.STANDING:
            return (self._rules.standing(item),)
        return (item.id,) if kind is Kind.ID else (item.label,)

    def _status(self, item: Item) -> tuple[State, ...]:
        return (self._rules.steps.states.get(item.status),) if item.status else ()

    def _remarks(self, item: Item) -> tuple[Remark, ...]:
        if item.id in self._steps:
            return self._steps[item.id].remarks
        return self._rules.remarks(item, self._items)

    def _incoming(self, item: Item, name: str) -> tuple[str, ...]:
        return self._items.incoming.get(item.id, {}).get(name, ())

    def _labels(self, ids: Iterable[str]) -> tuple[Label, ...]:
        return tuple(item.label for item in self._items.get(ids))


def sort_key(value: Value) -> tuple[object, ...]:
    """Return what a value is sorted by, among those of its column."""
    if isinstance(value, Label):
        return natural_key(value.title.casefold())
    if isinstance(value, State):
        return (value.rank, value.name)
    if isinstance(value, Standing):
        return (value.value,)
    if isinstance(value, Remark):
        return (value.kind, value.field)
    return natural_key(str(value).casefold())


def sort_ranks(cells: Iterable[tuple[Value, ...]]) -> list[int | None]:
    """Return the rank of each cell of a column, equal for equal cells; ``None``: empty.

    >>> sort_ranks([("b",), (), ("a",), ("b",)])
    [1, None, 0, 1]
    """
    keys = [tuple(map(sort_key, cell)) for cell in cells]
    order = {key: rank for rank, key in enumerate(sorted({x for x in keys if x}))}
    return [order.get(key) for key in keys]
