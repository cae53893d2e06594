"""States of progress, as the project declares them: symbol, name and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN = ""
"""Name of the state of an item without one."""


@dataclass(frozen=True, slots=True)
class State:
    """One state as the configuration declares it."""

    name: str
    symbol: str
    covers: bool = True
    """Whether an item in this state counts as acting on what it is linked to."""
    done: bool = False
    """Whether an item in this state needs nothing more."""
    plural: str = ""
    """What several items in it are called, as in "6 kandidater"; none: its name."""
    rank: int = 0
    """Its place in the order of progress, from 1; 0 for one that is not declared."""

    def counted_name(self, count: int) -> str:
        """Return its name as it stands after a number.

        >>> State("kandidat", "◇", plural="kandidater").counted_name(6)
        'kandidater'
        """
        return self.plural if self.plural and count != 1 else self.name

    @property
    def is_open(self) -> bool:
        """Whether an item in it is still to be worked on: neither done nor given up."""
        return self.covers and not self.done

    @property
    def tone(self) -> str:
        """Key in ``design.TONES``: ``lost``, ``done`` or ``rank-1`` to ``rank-3``."""
        if not self.covers:
            return "lost"
        return "done" if self.done else f"rank-{min(self.rank, 3)}"


PLAIN = State("plain", "●", done=True)
"""The state of every item in a project that declares no states."""


@dataclass(frozen=True, slots=True)
class States:
    """Every state of the project, in the order of progress."""

    all: tuple[State, ...] = ()

    @classmethod
    def read(cls, declared: Mapping[str, Mapping[str, Any]]) -> States:
        """Read ``needs_core_states``: a name to the other values of a state.

        Raises ``TypeError`` for an unknown key of a state.

        >>> States.read({"planlagt": {"symbol": "◔"}}).get("planlagt").symbol
        '◔'
        """
        return cls(
            tuple(
                State(name, rank=rank, **values)
                for rank, (name, values) in enumerate(declared.items(), start=1)
            )
        )

    def get(self, name: str | None) -> State:
        """Return a state by its name; one the project has not declared covers nothing.

        A project without declared states has one plain state for everything.
        """
        for state in self.all:
            if state.name == name:
                return state
        if not self.all:
            return PLAIN
        return State(name, "¤", covers=False) if name else State(UNKNOWN, "?")

    def is_open(self, name: str | None) -> bool:
        """Tell whether an item is still to be worked on: any, where none are declared.

        >>> States.read({"done": {"symbol": "●", "done": True}}).is_open("done")
        False
        >>> States().is_open(None)
        True
        """
        return not self.all or self.get(name).is_open

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in the order of progress."""
        return tuple(state.name for state in self.all)
