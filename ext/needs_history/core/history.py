"""The history of the needs of a build: snapshots, follow-ups and the state of links.

It is registered as extra data of the needs (``needs_core.extra_data``), so views read it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from needs_core.dates import DayUse, HalfYear
from needs_history.core.confirmation import SUSPECT, LinkState, link_states
from needs_history.core.shown_follow_ups import FollowUps, read_follow_ups
from needs_history.core.snapshot import ModelNames, Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from needs_core.items import Items
    from needs_history.config import Settings
    from needs_history.core.confirmation import ConfirmedLink, Link

NAME = "needs_history"
"""The key of the history in ``Items.extra``."""


@dataclass(frozen=True, slots=True)
class UnusableFile:
    """A file of the history that cannot be used; the build goes on without it."""

    name: str
    """As seen from the folder of ``conf.py``."""
    reason: str
    """A constant of ``HistoryFileError``."""
    detail: str
    line: int = 1
    remedy: str = ""
    """What mends it, where it is not to make the file again."""


@dataclass(frozen=True, repr=False)
class History:
    """The files of the history, and what follows from them for the needs."""

    digest: str
    """A fingerprint of the files, the settings, the model and the day."""
    day: date
    """The day of the build; what asks for ``today`` depends on it."""
    settings: Settings
    names: ModelNames = ModelNames()  # noqa: RUF009 (frozen)
    snapshots: tuple[Snapshot, ...] = ()
    """In the order of their half-years."""
    confirmed: Mapping[Link, ConfirmedLink] = field(default_factory=dict)
    unusable: tuple[UnusableFile, ...] = ()
    follow_ups: FollowUps = FollowUps()  # noqa: RUF009
    links: tuple[LinkState, ...] = ()
    """The state of each link that is to be confirmed."""
    suspect_links: Mapping[str, tuple[LinkState, ...]] = field(default_factory=dict)
    """The id of a need to the suspect links that begin or end at it."""

    def __repr__(self) -> str:
        return f"History({self.digest})"

    @property
    def today(self) -> date:
        """The day of the build, for what depends on it."""
        DayUse.note()
        return self.day

    def with_needs(self, items: Items) -> History:
        """Return the history with the follow-ups and link states of the needs."""
        settings = self.settings
        confirmation = settings.confirmation
        links = link_states(items, confirmation, self.confirmed, self.snapshots)
        by_need: dict[str, list[LinkState]] = defaultdict(list)
        for link in links:
            if link.state == SUSPECT:
                by_need[link.link[0]].append(link)
                by_need[link.link[2]].append(link)
        return replace(
            self,
            follow_ups=read_follow_ups(items, settings.follow_ups, self.day),
            links=links,
            suspect_links={id_: tuple(states) for id_, states in by_need.items()},
        )

    def now(self, items: Items) -> Snapshot:
        """Return the needs of today as a snapshot, to be compared with others."""
        return Snapshot(HalfYear.containing(self.day), self.day, items, self.names)

    def snapshot(self, name: str) -> Snapshot | None:
        """Return the snapshot of a half-year; ``None``: there is none."""
        return next((x for x in self.snapshots if x.name == name), None)

    def before(self, period: HalfYear) -> Snapshot | None:
        """Return the last snapshot of an earlier half-year; ``None``: there is none."""
        return next((x for x in reversed(self.snapshots) if x.period < period), None)


def history_of(items: Items) -> History:
    """Return the history that is registered with the needs of a build."""
    found = items.extra[NAME]
    assert isinstance(found, History)  # noqa: S101 (registered by this extension)
    return found
