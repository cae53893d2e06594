"""Suspect links: the wording a link was confirmed against is no longer the wording.

The wording of a link is the title of its target and the configured fields of it. What
wording a link was made for is known from the list of confirmed links; for a link that is
not on it, from the first of the snapshots that have the link without a break up to today.
A link without either is open: nobody has confirmed it, and nothing is known to have
changed.

The list is a JSON file with one line for each link, and one for each wording.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from needs_core.items import natural_key
from needs_history.core.snapshot import HistoryFileError, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from needs_core.items import Item, Items
    from needs_history.config import Confirmation
    from needs_history.core.snapshot import Snapshot

FORMAT, VERSION = "needs-history-confirmed", 1
SOUND, SUSPECT, OPEN = "sound", "suspect", "open"

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")

Link = tuple[str, str, str]
"""Source id, link type, target id."""

Wording = tuple[str, ...]
"""The title and each configured field, with white space and Unicode form normalised."""


@dataclass(frozen=True, slots=True)
class ConfirmedLink:
    """A link that somebody has confirmed: when, and against which wording."""

    link: Link
    date: str
    wording: Wording

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the wording."""
        return fingerprint(self.wording)


@dataclass(frozen=True, slots=True)
class LinkState:
    """Whether one link still holds for the wording of its target."""

    link: Link
    state: str
    """``SOUND``, ``SUSPECT`` or ``OPEN`` (nobody has confirmed it)."""
    old: Wording = ()
    """The wording it was confirmed against, or made for."""
    new: Wording = ()
    """The wording now."""
    since: str = ""
    """The day it was confirmed, or the half-year of the first snapshot that has it."""
    confirmed: bool = False
    """Whether somebody confirmed the old wording, as opposed to a snapshot having it."""


def wording_of(item: Item, fields: Iterable[str]) -> Wording:
    """Return the wording of a need; where its lines break makes no difference."""
    texts = (item.title, *(item.value(name) or "" for name in fields))
    return tuple(" ".join(unicodedata.normalize("NFC", x).split()) for x in texts)


def fingerprint(wording: Iterable[str]) -> str:
    """Return 16 hexadecimal digits of the SHA-256 of a wording.

    >>> fingerprint(["a", "b"]) == fingerprint(["a", "b"]) != fingerprint(["ab", ""])
    True
    """
    content = json.dumps(list(wording), ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def links_to_confirm(items: Items, settings: Confirmation) -> Iterator[Link]:
    """Yield every link that is to be confirmed, in natural order: between what holds."""
    for item in items:
        if item.external or items.is_retired(item):
            continue
        for name in settings.links:
            found = items.get(item.links.get(name, ()))
            targets = (x.id for x in found if not items.is_retired(x))
            for target in sorted(targets, key=items.places.__getitem__):
                yield item.id, name, target


def link_states(
    items: Items,
    settings: Confirmation,
    confirmed: Mapping[Link, ConfirmedLink],
    snapshots: Iterable[Snapshot],
) -> tuple[LinkState, ...]:
    """Return the state of every link that is to be confirmed, in natural order."""
    fields = settings.wording
    past = [
        (snapshot, set(fields) <= set(snapshot.names.fields))
        for snapshot in sorted(snapshots, key=lambda x: x.period, reverse=True)
    ]
    wordings: dict[str, Wording] = {}
    found = []
    for link in links_to_confirm(items, settings):
        source, name, target = link
        if target not in wordings:
            wordings[target] = wording_of(items.by_id[target], fields)
        now = wordings[target]
        if entry := confirmed.get(link):
            state = SOUND if entry.wording == now else SUSPECT
            found.append(LinkState(link, state, entry.wording, now, entry.date, True))
            continue
        first = None
        for snapshot, has_fields in past:
            old_source = snapshot.items.by_id.get(source)
            old_target = snapshot.items.by_id.get(target)
            if not (old_source and old_target and target in old_source.links.get(name, ())):
                break
            if has_fields:
                first = snapshot.name, old_target
        old = wording_of(first[1], fields) if first else now
        if first is None or old == now:
            found.append(LinkState(link, OPEN, now, now))
        else:
            found.append(LinkState(link, SUSPECT, old, now, first[0]))
    return tuple(found)


def confirm(
    items: Items,
    settings: Confirmation,
    confirmed: Mapping[Link, ConfirmedLink],
    wanted: Iterable[Link],
    date: str,
) -> dict[Link, ConfirmedLink]:
    """Return the list with the wanted links confirmed against their wording now.

    A link that is confirmed already against the same wording keeps its day. Links that
    no longer exist leave the list.
    """
    existing = set(links_to_confirm(items, settings))
    result = {link: entry for link, entry in confirmed.items() if link in existing}
    for link in wanted:
        wording = wording_of(items.by_id[link[2]], settings.wording)
        if link not in result or result[link].wording != wording:
            result[link] = ConfirmedLink(link, date, wording)
    return result


def parse(content: bytes | str) -> dict[Link, ConfirmedLink]:
    """Read the file of confirmed links; raises ``HistoryFileError``."""
    loaded = load(content, FORMAT, VERSION)
    try:
        return _entries(loaded)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise HistoryFileError(HistoryFileError.BROKEN, str(error)) from None


def _entries(loaded: dict[str, Any]) -> dict[Link, ConfirmedLink]:
    wordings = {name: tuple(map(str, x)) for name, x in loaded["wordings"].items()}
    for name, wording in wordings.items():
        if not _FINGERPRINT.fullmatch(name) or fingerprint(wording) != name:
            raise ValueError(name)  # somebody edited the wording, not the fingerprint
    found: dict[Link, ConfirmedLink] = {}
    for entry in loaded["links"]:
        link = (str(entry["source"]), str(entry["link"]), str(entry["target"]))
        if link in found:
            raise ValueError(" ".join(link))
        found[link] = ConfirmedLink(link, str(entry["on"]), wordings[entry["wording"]])
    return found


def serialize(confirmed: Iterable[ConfirmedLink]) -> str:
    """Return the text of the file of confirmed links."""
    entries = sorted(confirmed, key=lambda x: [natural_key(part) for part in x.link])
    links = (
        _json(
            {
                "source": entry.link[0],
                "link": entry.link[1],
                "target": entry.link[2],
                "wording": entry.fingerprint,
                "on": entry.date,
            }
        )
        for entry in entries
    )
    by_print = {entry.fingerprint: list(entry.wording) for entry in entries}
    wordings = (f"{_json(name)}: {_json(by_print[name])}" for name in sorted(by_print))
    return "\n".join(
        [
            "{",
            f' "format": {_json(FORMAT)},',
            f' "version": {VERSION},',
            f' "links": [{_lines(links)}],',
            f' "wordings": {{{_lines(wordings)}}}',
            "}",
            "",
        ]
    )


def _lines(lines: Iterable[str]) -> str:
    joined = ",\n  ".join(lines)
    return f"\n  {joined}\n " if joined else ""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
