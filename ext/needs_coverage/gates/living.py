"""What a plan that is worked on demands: sound links, and not too much at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from needs_core.conditions import ALL, Conditions
from needs_core.model import natural_key
from needs_core.states import States
from needs_coverage.field_matrix import period_of
from needs_coverage.gates.rules import Case, day, own, own_case

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from needs_core.model import Items


@dataclass(frozen=True, slots=True)
class Sound:
    """No link has a mark, as that it is to be confirmed."""

    items: str
    links: tuple[str, ...]
    where: Conditions = ALL

    def cases(self, items: Items, today: date) -> Iterator[Case]:
        """Yield a case for each link; its detail is the target."""
        for item in own(items, self.items, self.where):
            for link in self.links:
                for target in sorted(item.links.get(link, ()), key=natural_key):
                    holds = (item.id, link, target) not in items.marks
                    yield replace(own_case(item, holds=holds), detail=target)


@dataclass(frozen=True, slots=True)
class AtMost:
    """In no period have more than so many items a date; what is given up has none."""

    items: str
    field: str
    most: int
    period: str = "half-year"
    where: Conditions = ALL
    states: States = States()  # noqa: RUF009 (frozen)

    def cases(self, items: Items, today: date) -> Iterator[Case]:
        """Yield a case for each period that has any, at the place of its first item."""
        found: dict[str, list[str]] = {}
        for item in own(items, self.items, self.where):
            value = item.value(self.field)
            if value and day(value) and self.states.get(item.status).covers:
                found.setdefault(period_of(value, self.period), []).append(item.id)
        counts = Counter({period: len(ids) for period, ids in found.items()})
        for period in sorted(counts, key=natural_key):
            first = own_case(items.by_id[found[period][0]], holds=True)
            yield replace(
                first,
                id=period,
                title="",
                holds=counts[period] <= self.most,
                have=counts[period],
                lacking=tuple(found[period]),
            )
