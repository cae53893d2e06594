"""How far each need of the first level is: its parts by state. Knows no Sphinx."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.model import Items, Label
    from needs_core.states import State
    from needs_overview.tree import Branch, TreeSpec


@dataclass(frozen=True, slots=True)
class Bar:
    """A need and how far what stands below it is."""

    label: Label
    total: int
    """How many needs of the next level it has."""
    parts: tuple[tuple[State | None, int], ...]
    """How many of them are in each state, the furthest first; ``None``: in none."""


@dataclass(frozen=True, slots=True)
class BarsSpec:
    """A view: a bar for each need of the first level."""

    tree: TreeSpec

    def look(self, items: Items) -> tuple[Bar, ...]:
        """Count what stands directly below each; the furthest of its own counts."""
        return tuple(_bar(branch) for branch in self.tree.look(items).branches)


def _bar(branch: Branch) -> Bar:
    found = Counter(furthest(part) for part in branch.near)
    parts = sorted(found.items(), key=lambda pair: _progress(pair[0]), reverse=True)
    return Bar(branch.label, len(branch.near), tuple(parts))


def furthest(branch: Branch) -> State | None:
    """Return the state of what has come furthest below; ``None`` if nothing acts."""
    if branch.last:
        return branch.state
    states = (furthest(part) for part in branch.near)
    acting = [state for state in states if state is not None and state.covers]
    return max(acting, key=_progress, default=None)


def states_of(bars: Iterable[Bar]) -> tuple[State | None, ...]:
    """Return the states that occur in some bars, the furthest first."""
    found = {state for bar in bars for state, _ in bar.parts}
    return tuple(sorted(found, key=_progress, reverse=True))


def _progress(state: State | None) -> tuple[bool, bool, int, str]:
    if state is None:
        return (False, False, -1, "")
    return (state.covers, state.done, state.rank, state.name)
