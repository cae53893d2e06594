"""Which items take part: ``field = value, value``. Plain data, nothing is evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.model import Item


class ConditionError(ValueError):
    """The text of a condition cannot be read."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Field and allowed values, pair by pair; an item must meet every pair."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Conditions:
        """Read ``modalitet = vil; status = planlagt, i gang``.

        Raises ``ConditionError`` where there is no field, no ``=`` or no value.

        >>> Conditions.parse("status = planlagt, i gang").pairs
        (('status', ('planlagt', 'i gang')),)
        """
        pairs = []
        for part in text.split(";"):
            name, sign, values = part.partition("=")
            allowed = tuple(v for v in map(str.strip, values.split(",")) if v)
            if not name.strip() or not sign or not allowed:
                raise ConditionError(part.strip())
            pairs.append((name.strip(), allowed))
        return cls(tuple(pairs))

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are asked about."""
        return tuple(name for name, _ in self.pairs)

    def select(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return the items that meet every condition, in the order given."""
        return tuple(
            item
            for item in items
            if all(
                any(value in allowed for value in item.values(name))
                for name, allowed in self.pairs
            )
        )


ALL = Conditions()
"""No condition: every item takes part."""
