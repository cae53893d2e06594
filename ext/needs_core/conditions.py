"""Conditions on the fields of needs: ``field = value, value; field = value``.

Plain data: nothing in a condition is evaluated. A value that holds a comma, a semicolon
or an equals sign stands in double quotes, and a quote inside it is doubled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.model import Item

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_QUOTED_OR_SIGN = re.compile(rf"{_QUOTED.pattern}|.", re.DOTALL)


class ConditionError(ValueError):
    """A condition cannot be parsed; the text is the part that is wrong."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Field names and their allowed values; an item must meet every pair."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Conditions:
        """Parse ``modality = will; status = planned, "on hold, again"``.

        Raises ``ConditionError`` where a field, the ``=`` or a value is missing, the ``=``
        is there twice, or a quote is not closed.

        >>> Conditions.parse('status = planned, "a, b"').pairs
        (('status', ('planned', 'a, b')),)
        """
        pairs = []
        for part in _split(text, ";"):
            name, sign, values = part.partition("=")
            allowed = tuple(v for v in map(_unquoted, _split(values, ",")) if v)
            doubled = values.startswith("=")  # as a language for programs writes it
            if not name.strip() or '"' in name or not sign or not allowed or doubled:
                raise ConditionError(part.strip())
            pairs.append((name.strip(), allowed))
        return cls(tuple(pairs))

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that are compared."""
        return tuple(name for name, _ in self.pairs)

    def select(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return the items that meet every condition, in the order given."""
        return tuple(item for item in items if self.hold(item))

    def hold(self, item: Item) -> bool:
        """Tell whether an item meets every condition."""
        return all(
            any(value in allowed for value in item.values(name))
            for name, allowed in self.pairs
        )


def _split(text: str, separator: str) -> list[str]:
    """Split a text at a separator that stands outside double quotes."""
    parts = [""]
    for run in _QUOTED_OR_SIGN.findall(text):
        if run == separator:
            parts.append("")
        else:
            parts[-1] += run
    return parts


def _unquoted(value: str) -> str:
    """Return a value without its quotes; raises ``ConditionError`` for a lone quote."""
    value = value.strip()
    if '"' not in value:
        return value
    if not _QUOTED.fullmatch(value):
        raise ConditionError(value)
    return value[1:-1].replace('""', '"')


ALL = Conditions()
"""No condition: every item is selected."""
