"""The views: what pages show of the history, as functions of the needs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import DayUse
from needs_core.items import ALL, Conditions
from needs_history.core.confirmation import SUSPECT
from needs_history.core.history import history_of
from needs_history.core.shown_follow_ups import FollowUp, LastAndNext, held, last_and_next

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.dates import HalfYear
    from needs_core.items import Item, Items, Label
    from needs_history.core import counts
    from needs_history.core.changes import SnapshotChanges
    from needs_history.core.confirmation import LinkState
    from needs_history.core.history import History
    from needs_history.core.package import MeetingPackage

# What only some views need is imported by them: every page with needs has one of these.

NOW = "now"
"""How an author names the needs of today in place of a half-year."""


@dataclass(frozen=True, slots=True)
class SuspectLink:
    """A suspect link with both its ends."""

    source: Label
    target: Label
    state: LinkState


@dataclass(frozen=True, slots=True)
class NeedHistory:
    """What is shown below the text of a need."""

    expected: bool
    """Whether it is due to be followed up, so that it is said when it is not: a need that
    acts and is decided and open, or a goal on which such ones act, none of which is."""
    follow_ups: tuple[FollowUp, ...] = ()
    suspect_links: tuple[SuspectLink, ...] = ()


@dataclass(frozen=True)  # pickled by the thousand: without slots, in C
class NeedHistoryView:
    """The follow-ups and the suspect links of one need."""

    id: str

    def look(self, items: Items) -> NeedHistory:
        """Return what is shown below the text of the need."""
        history = history_of(items)
        item = items.by_id.get(self.id)
        if item is None:
            return NeedHistory(expected=False)
        return NeedHistory(
            _is_due(item, items, history),
            _note_planned(history.follow_ups.by_need.get(self.id, ())),
            _with_ends(items, history.suspect_links.get(self.id, ())),
        )


def _is_due(item: Item, items: Items, history: History) -> bool:
    settings, followed = history.settings, history.follow_ups.by_need
    roles = settings.roles
    if not settings.follow_ups.type or items.is_retired(item):
        return False
    if item.type == roles.goals:
        ends = items.get(items.linked_ids(item, (roles.link,)))
        acting = [x for x in ends if not items.is_retired(x)]
        if any(held(followed.get(x.id, ())) for x in acting):
            return False
    else:
        acting = [item]
    return any(x.type == roles.actions and settings.is_followed_up(x) for x in acting)


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What changed from one snapshot to another, or to the needs of today."""

    old: str = ""
    """A half-year; "": the last snapshot before ``new``."""
    new: str = NOW

    def look(self, items: Items) -> SnapshotChanges | None:
        """Return the changes; ``None`` where there is nothing to compare with."""
        history = history_of(items)
        today = self.new == NOW
        new = history.now(items) if today else history.snapshot(self.new)
        if new is None:
            return None
        if self.old:
            old = history.snapshot(self.old)
        elif today:
            old = history.snapshots[-1] if history.snapshots else None
        else:
            old = history.before(new.period)
        if old is None:
            return None
        from needs_history.core.changes import compare

        return compare(old, new, history.settings.is_open, "" if today else None)


@dataclass(frozen=True, slots=True)
class TrendView:
    """States and coverage at every snapshot and today."""

    where: Conditions = ALL
    """Which goals are counted, by what they say today, the retired ones too."""

    def look(self, items: Items) -> tuple[counts.TrendPoint, ...]:
        """Return a point for each."""
        from needs_history.core import counts

        history = history_of(items)
        settings, among = history.settings, None
        if self.where != ALL:
            every = items.every(settings.roles.goals)
            among = frozenset(x.id for x in self.where.select(every))
        return (
            *(
                counts.trend_point(x.items, settings, x.name, x.taken, among)
                for x in history.snapshots
            ),
            counts.trend_point(items, settings, "", among=among),
        )


@dataclass(frozen=True, slots=True)
class ValueRow:
    """The values of a field of one need over time."""

    label: Label
    values: tuple[str | None, ...]
    """One for each moment; ``None``: not stated, or the need did not exist."""
    unit: str


@dataclass(frozen=True, slots=True)
class ValueTable:
    """The values of a field over time."""

    moments: tuple[str, ...]
    """The half-years of the snapshots, and "" for today."""
    rows: tuple[ValueRow, ...]


@dataclass(frozen=True, slots=True)
class ValuesView:
    """The values of a field at every snapshot and today, for each need of a type."""

    type: str
    field: str
    unit: str = ""
    """The field that names the unit."""

    def look(self, items: Items) -> ValueTable:
        """Return a row for each need."""
        snapshots = history_of(items).snapshots
        moments = [*(x.items for x in snapshots), items]
        rows = (
            ValueRow(
                item.label,
                tuple(_value(moment, item.id, self.field) for moment in moments),
                item.value(self.unit) or "",
            )
            for item in items.of_type(self.type)
        )
        return ValueTable((*(x.name for x in snapshots), ""), tuple(rows))


@dataclass(frozen=True, slots=True)
class WorkloadView:
    """What begins and ends in each half-year."""

    most: int | None = None
    """How many may begin in one half-year."""

    def look(self, items: Items) -> counts.Workload:
        """Return the workload."""
        from needs_history.core import counts

        return counts.workload(items, history_of(items).settings, self.most)


@dataclass(frozen=True, slots=True)
class UpkeepView:
    """How well the plan is kept up to date."""

    def look(self, items: Items) -> counts.Upkeep:
        """Return the counts."""
        from needs_history.core import counts

        history = history_of(items)
        last = history.snapshots[-1] if history.snapshots else None
        settings, follow_ups = history.settings, history.follow_ups
        _note_planned(follow_ups.all)
        return counts.upkeep(items, settings, follow_ups, last, history.names)


@dataclass(frozen=True, slots=True)
class FollowUpsView:
    """The follow-ups, all or those of one half-year."""

    period: HalfYear | None = None

    def look(self, items: Items) -> tuple[FollowUp, ...]:
        """Return them, the latest first."""
        found = history_of(items).follow_ups.all
        return _note_planned(x for x in found if self.period in {None, x.period})


@dataclass(frozen=True, slots=True)
class NextFollowUpView:
    """When the plan is followed up next, and when it last was."""

    def look(self, items: Items) -> LastAndNext:
        """Return the two follow-ups."""
        history = history_of(items)
        if not history.follow_ups.all:
            return LastAndNext(None, None)
        return last_and_next(history.follow_ups, history.today)


@dataclass(frozen=True, slots=True)
class SuspectLinkTable:
    """The suspect links, and how many links are in each state."""

    links: tuple[SuspectLink, ...]
    counts: tuple[tuple[str, int], ...]
    """State to number, for states that any link is in."""


@dataclass(frozen=True, slots=True)
class SuspectLinksView:
    """The suspect links, and how many are confirmed."""

    def look(self, items: Items) -> SuspectLinkTable:
        """Return the links and the counts."""
        links = history_of(items).links
        suspect = _with_ends(items, (x for x in links if x.state == SUSPECT))
        by_state = Counter(x.state for x in links)
        return SuspectLinkTable(suspect, tuple(sorted(by_state.items())))


@dataclass(frozen=True, slots=True)
class MeetingPackageView:
    """The meeting package of a half-year; without one, of the half-year of today."""

    period: HalfYear | None = None

    def look(self, items: Items) -> MeetingPackage:
        """Return the package."""
        from needs_history.core.package import meeting_package

        return meeting_package(items, self.period)


def _note_planned(found: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
    """Return follow-ups; whoever shows one that is to come depends on the day."""
    follow_ups = tuple(found)
    if any(x.planned for x in follow_ups):
        DayUse.note()
    return follow_ups


def _with_ends(items: Items, states: Iterable[LinkState]) -> tuple[SuspectLink, ...]:
    by_id = items.by_id
    return tuple(
        SuspectLink(by_id[x.link[0]].label, by_id[x.link[2]].label, x) for x in states
    )


def _value(items: Items, id_: str, field: str) -> str | None:
    item = items.by_id.get(id_)
    return item.value(field) if item else None
