"""All that is known of the needs' past, in one value: it is looked at by every view."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from needs_history.core.confirming import SUSPECT, LinkState, judge
from needs_history.core.halfyear import HalfYear
from needs_history.core.settings import Settings
from needs_history.core.snapshot import Known, Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from needs_core.model import Items
    from needs_history.core.confirmed import Confirmed, Link

NAME = "needs_history"
"""Under which it stands in ``Items.extra``."""


@dataclass(frozen=True, repr=False)
class History:
    """Snapshots and confirmed links, and what follows from them for the needs."""

    digest: str
    """A fingerprint of the files, the settings, the model and the day."""
    today: date
    settings: Settings = Settings()  # noqa: RUF009 (frozen)
    known: Known = Known()  # noqa: RUF009
    snapshots: tuple[Snapshot, ...] = ()
    """In the order of their half-years."""
    confirmed: Mapping[Link, Confirmed] = field(default_factory=dict)
    links: tuple[LinkState, ...] = ()
    """What is known of each link that is to be confirmed."""
    by_end: Mapping[str, tuple[LinkState, ...]] = field(default_factory=dict)
    """The suspect links at each need, from either end."""
    unread: tuple[tuple[str, str, str], ...] = ()
    """The files that cannot be used: name, reason, and what was found."""

    def __repr__(self) -> str:
        return f"History({self.digest})"

    def judged(self, items: Items) -> History:
        """Return the same with what follows for the links of these needs."""
        confirming = self.settings.confirming
        links = judge(items, confirming, self.confirmed, self.snapshots)
        ends: dict[str, list[LinkState]] = defaultdict(list)
        for found in links:
            if found.state == SUSPECT:
                ends[found.link[0]].append(found)
                ends[found.link[2]].append(found)
        by_end = {id_: tuple(states) for id_, states in ends.items()}
        return replace(self, links=links, by_end=by_end)

    def now(self, items: Items) -> Snapshot:
        """Return the needs of today as others are compared with them."""
        return Snapshot(HalfYear.of(self.today), self.today, items, self.known)

    def snapshot(self, name: str) -> Snapshot | None:
        """Return the snapshot of a half-year, if there is one."""
        return next((x for x in self.snapshots if x.title == name), None)

    def before(self, period: HalfYear) -> Snapshot | None:
        """Return the last snapshot of an earlier half-year."""
        return next((x for x in reversed(self.snapshots) if x.name < period), None)


def of(items: Items) -> History:
    """Return the history that goes with the needs of a build."""
    found = items.extra[NAME]
    assert isinstance(found, History)  # noqa: S101 (our own source put it there)
    return found
