"""Suspect links: the wording a link was made for is not the wording there is now.

What is known of a link's wording comes from the list of confirmed links; of a link that is
not on it, from the first snapshot that has the link, because that is the oldest wording
known to have stood at its end. A link without either is not confirmed, and not suspect:
nothing is known to have changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.model import Items, natural_key
from needs_history.core.confirmed import Confirmed, Link
from needs_history.core.wording import fingerprint, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from needs_history.core.settings import Confirming
    from needs_history.core.snapshot import Snapshot

SOUND, SUSPECT, OPEN = "sound", "suspect", "open"


@dataclass(frozen=True, slots=True)
class LinkState:
    """What is known of one link."""

    link: Link
    state: str
    """``SOUND``, ``SUSPECT`` or ``OPEN`` (nobody has confirmed it)."""
    old: tuple[str, ...] = ()
    """The wording it was confirmed against, or made for."""
    new: tuple[str, ...] = ()
    """The wording now."""
    since: str = ""
    """When: the day it was confirmed, or the snapshot that has it first."""
    confirmed: bool = False
    """Whether somebody confirmed the old wording, as opposed to a snapshot having it."""


def links(items: Items, settings: Confirming) -> Iterator[Link]:
    """Yield every link that is to be confirmed, in natural order."""
    for item in items:
        for name in settings.links:
            for target in sorted(item.links.get(name, ()), key=natural_key):
                if target in items.by_id and not item.external:
                    yield item.id, name, target


def judge(
    items: Items,
    settings: Confirming,
    confirmed: Mapping[Link, Confirmed],
    snapshots: Iterable[Snapshot],
) -> tuple[LinkState, ...]:
    """Return the state of every link that is to be confirmed, in natural order."""
    past = sorted(snapshots, key=lambda x: x.name)
    now = {item.id: wording(item, settings.wording) for item in items}
    found = []
    for link in links(items, settings):
        texts = now[link[2]]
        if entry := confirmed.get(link):
            state = SOUND if entry.fingerprint == fingerprint(texts) else SUSPECT
            found.append(LinkState(link, state, entry.texts, texts, entry.on, True))
            continue
        first = _first(link, past, settings)
        if first is None or first[1] == texts:
            found.append(LinkState(link, OPEN, texts, texts))
        else:
            found.append(LinkState(link, SUSPECT, first[1], texts, first[0]))
    return tuple(found)


def _first(
    link: Link, past: list[Snapshot], settings: Confirming
) -> tuple[str, tuple[str, ...]] | None:
    """Return the oldest wording a link is known to have had, and of which snapshot.

    The snapshots that have the link up to today count, without a break: a link that was
    taken away and made anew was made for the newer wording.
    """
    source, name, target = link
    found = None
    for snapshot in reversed(past):
        one, other = snapshot.items.by_id.get(source), snapshot.items.by_id.get(target)
        if one is None or other is None or target not in one.links.get(name, ()):
            break
        if set(settings.wording) <= set(snapshot.known.fields):
            found = snapshot.title, wording(other, settings.wording)
    return found


def confirm(
    items: Items,
    settings: Confirming,
    confirmed: Mapping[Link, Confirmed],
    wanted: Iterable[Link],
    on: str,
) -> dict[Link, Confirmed]:
    """Return the list with the wanted links confirmed as they read now.

    What is confirmed already and reads the same keeps its day. Links that are there no
    more leave the list.
    """
    there = set(links(items, settings))
    kept = {link: entry for link, entry in confirmed.items() if link in there}
    for link in wanted:
        texts = wording(items.by_id[link[2]], settings.wording)
        old = kept.get(link)
        if old is None or old.fingerprint != fingerprint(texts):
            kept[link] = Confirmed(link, on, texts)
    return kept
