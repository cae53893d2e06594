"""Lineage: what a need has come from, and what holds in place of one that is retired.

A goal is reworded, merged with another, split or dropped; it keeps its page and its links.
The need that does not hold any more may name what replaces it, and the new one what it has
come from: either is enough. No Sphinx here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import read_day

if TYPE_CHECKING:
    from datetime import date

    from needs_core.core_settings import LineageFields
    from needs_core.items import Item, Items, Label


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where one need comes from and what has come of it, each in natural order."""

    retired: bool
    standing: str | None
    """How it holds, in the words of the project; ``None``: nothing is stated."""
    since: str | None
    """The day from which it does not hold."""
    before: tuple[Label, ...]
    """What it has come from, one step back."""
    after: tuple[Label, ...]
    """What has come of it, one step on."""
    now: tuple[Label, ...]
    """What holds in its place today; of a need that holds nothing."""

    @property
    def is_told(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.retired or self.before or self.after)


@dataclass(frozen=True, slots=True)
class LineageView:
    """The lineage of one need; a view."""

    id: str
    names: LineageFields

    def look(self, items: Items) -> Lineage | None:
        """Return it; ``None`` where there is no such need."""
        item = items.by_id.get(self.id)
        return lineage_of(item, items, self.names) if item else None


def lineage_of(item: Item, items: Items, names: LineageFields) -> Lineage:
    """Return where a need comes from and what has come of it."""
    retired = items.is_retired(item)
    return Lineage(
        retired,
        item.value(names.field),
        item.value(names.since) if names.since else None,
        tuple(x.label for x in predecessors(item, items, names)),
        tuple(x.label for x in successors(item, items, names)),
        tuple(x.label for x in holding_now(item, items, names)) if retired else (),
    )


def successors(item: Item, items: Items, names: LineageFields) -> tuple[Item, ...]:
    """Return what replaces a need, or has come from it, one step on."""
    return _linked(item, items, out=names.replaced_by, back=names.derived_from)


def predecessors(item: Item, items: Items, names: LineageFields) -> tuple[Item, ...]:
    """Return what a need replaces, or has come from, one step back."""
    return _linked(item, items, out=names.derived_from, back=names.replaced_by)


def holding_now(item: Item, items: Items, names: LineageFields) -> tuple[Item, ...]:
    """Return what holds in place of a need, over however many steps."""
    found: dict[str, Item] = {}
    seen, waiting = {item.id}, [item]
    while waiting:
        for after in successors(waiting.pop(), items, names):
            if after.id in seen:
                continue
            seen.add(after.id)
            if items.is_retired(after):
                waiting.append(after)
            else:
                found[after.id] = after
    return tuple(sorted(found.values(), key=lambda x: items.places[x.id]))


def is_in_circle(item: Item, items: Items, names: LineageFields) -> bool:
    """Tell whether a need comes back to itself by what replaces it."""
    seen, waiting = set[str](), [item]
    while waiting:
        for after in successors(waiting.pop(), items, names):
            if after.id == item.id:
                return True
            if after.id not in seen:
                seen.add(after.id)
                waiting.append(after)
    return False


def has_ended(item: Item, names: LineageFields, day: date) -> bool:
    """Tell whether the day from which a need does not hold has come."""
    since = read_day(item.value(names.since)) if names.since else None
    return since is not None and since <= day


def _linked(item: Item, items: Items, *, out: str, back: str) -> tuple[Item, ...]:
    incoming = items.incoming.get(item.id, {}).get(back, ()) if back else ()
    ids = {*(item.links.get(out, ()) if out else ()), *incoming}
    found = items.get(ids)
    return tuple(sorted(found, key=lambda x: items.places[x.id]))
