"""Rows against several types at once: what covers them of each, in any or in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.states import PLAIN

if TYPE_CHECKING:
    from needs_core.items import Items, Label
    from needs_core.states import State
    from needs_core.steps import StepOf
    from needs_coverage.matrix import Matrix, MatrixRow
    from needs_coverage.spec import MatrixSpec

EACH, ANY = "each", "any"
REQUIREMENTS = (EACH, ANY)
"""Of which of the types a row needs something: of each (the first), or of any."""


@dataclass(frozen=True, slots=True)
class LinkedNeed:
    """A need that is linked with a row, with its state."""

    label: Label
    state: State


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A row with what is linked with it, of each type."""

    label: Label
    linked: tuple[tuple[LinkedNeed, ...], ...]
    covered: tuple[bool, ...]
    """Whether anything of each type covers it; an abandoned need does not."""
    step: StepOf | None = None

    def is_met(self, requirement: str) -> bool:
        """Tell whether it has what is required."""
        return any(self.covered) if requirement == ANY else all(self.covered)


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """The rows below one heading; ``label`` is ``None`` for rows without a group."""

    label: Label | None
    rows: tuple[TargetRow, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """The rows by group, and how many have something of each type."""

    groups: tuple[TargetGroup, ...]
    requirement: str

    @property
    def rows(self) -> tuple[TargetRow, ...]:
        """Every row, in the order shown."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def covered(self) -> tuple[int, ...]:
        """How many rows something of each type covers."""
        return tuple(map(sum, zip(*(row.covered for row in self.rows), strict=True)))

    @property
    def stated(self) -> tuple[bool, ...]:
        """Whether any linked need of each type says how far it is."""
        columns = zip(*(row.linked for row in self.rows), strict=True)
        return tuple(
            any(x.state != PLAIN and x.state.name for one in found for x in one)
            for found in columns
        )

    @property
    def met(self) -> int:
        """How many rows have what is required."""
        return sum(row.is_met(self.requirement) for row in self.rows)


@dataclass(frozen=True, slots=True)
class TargetsSpec:
    """A matrix for each type, all with the same rows; a view of the needs."""

    matrices: tuple[MatrixSpec, ...]
    requirement: str = EACH

    def look(self, items: Items) -> Targets:
        """Put the matrices beside each other."""
        found = [items.look(spec) for spec in self.matrices]
        rows = [{row.label.id: row for row in matrix.rows} for matrix in found]
        groups = (
            TargetGroup(
                group.label,
                tuple(_row([x[row.label.id] for x in rows], found) for row in group.rows),
            )
            for group in found[0].groups
        )
        return Targets(tuple(groups), self.requirement)


def _row(rows: list[MatrixRow], matrices: list[Matrix]) -> TargetRow:
    linked = (
        tuple(LinkedNeed(matrix.columns[x.column], x.state) for x in row.cells)
        for row, matrix in zip(rows, matrices, strict=True)
    )
    return TargetRow(
        rows[0].label,
        tuple(linked),
        tuple(bool(row.count) for row in rows),
        next((row.step for row in rows if row.step), None),
    )
