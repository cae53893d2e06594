"""Follow-ups: needs that report on others in a half-year, and the last of each.

No Sphinx here. What a follow-up says is read by the extension that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import HalfYear, read_day, today

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from needs_core.core_settings import FollowUpFields
    from needs_core.model import Item, Items


def is_follow_up(item: Item, names: FollowUpFields) -> bool:
    """Tell whether a need is a follow-up, by its type or by having the link of one."""
    return bool(names.type) and (item.type == names.type or names.link in item.links)


def is_planned(item: Item, names: FollowUpFields, day: date) -> bool:
    """Tell whether the day of a follow-up is still to come.

    Where no date is stated, the first day of its half-year decides.
    """
    period = HalfYear.parse(item.value(names.period))
    start = read_day(item.value(names.date)) or (period.first if period else None)
    return start is not None and start > day


@dataclass(frozen=True, slots=True)
class LastFollowUps:
    """The half-year in which each need was last followed up; a view of the needs."""

    names: FollowUpFields
    day: date | None = None
    """The day up to which follow-ups count; ``None``: today."""

    def look(self, items: Items) -> Mapping[str, HalfYear]:
        """Return the id of every need that was followed up, with the latest half-year.

        What is planned is no follow-up yet; one without a half-year counts for nothing.
        """
        day, found = self.day or today(), dict[str, HalfYear]()
        for item in items:
            if not is_follow_up(item, self.names) or is_planned(item, self.names, day):
                continue
            period = HalfYear.parse(item.value(self.names.period))
            if period is None:
                continue
            for id_ in item.links.get(self.names.link, ()):
                found[id_] = max(period, found.get(id_, period))
        return found
