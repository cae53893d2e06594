"""What changed between two states of the needs: added, gone, closed, moved, reworded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.model import natural_key
from needs_history.core.snapshot import Known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from needs_core.model import Item, Label
    from needs_history.core.settings import Settings
    from needs_history.core.snapshot import Snapshot

TITLE, TEXT, STATUS, TYPE, FIELD, LINK = "title", "text", "status", "type", "field", "link"


@dataclass(frozen=True, slots=True)
class Part:
    """Something that reads otherwise than before; nothing where there was nothing."""

    kind: str
    name: str
    """The field or link; of other kinds the kind itself."""
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """One item that is in both states, and what differs."""

    label: Label
    parts: tuple[Part, ...]
    moved: tuple[str, str] | None = None
    """The page it stood on and the one it stands on, when they differ."""
    closed: bool = False
    """Whether it needed work before and needs none now."""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two states, each list in natural order."""

    old: str
    """What the older state is called; ``new``: the newer, nothing for today."""
    new: str
    added: tuple[Label, ...]
    gone: tuple[Label, ...]
    changed: tuple[Change, ...]
    apart: tuple[str, ...] = ()
    """The types, fields and links only one of the models knows: they are not compared."""

    @property
    def count(self) -> int:
        """How many items differ."""
        return len(self.added) + len(self.gone) + len(self.changed)


def compare(
    old: Snapshot, new: Snapshot, settings: Settings, new_name: str | None = None
) -> Changes:
    """Compare two states in what both their models can say, and nothing else."""
    both, apart = _shared(old.known, new.known)
    before = {x.id: x for x in old.items if x.type in both.types and not x.external}
    after = {x.id: x for x in new.items if x.type in both.types and not x.external}
    changed = [
        _change(item, after[id_], both, settings)
        for id_, item in before.items()
        if id_ in after
    ]
    return Changes(
        old.title,
        new.title if new_name is None else new_name,
        tuple(x.label for x in after.values() if x.id not in before),
        tuple(x.label for x in before.values() if x.id not in after),
        tuple(x for x in changed if x.parts or x.moved),
        apart,
    )


def differs(old: Item, new: Item, both: Known) -> bool:
    """Tell whether an item reads otherwise than it did."""
    return any(True for _ in _parts(old, new, both))


def shared(one: Known, other: Known) -> Known:
    """Return what both models know."""
    return _shared(one, other)[0]


def _shared(one: Known, other: Known) -> tuple[Known, tuple[str, ...]]:
    pairs = [
        (set(one.types), set(other.types)),
        (set(one.fields), set(other.fields)),
        (set(one.links), set(other.links)),
    ]
    both = Known(*(tuple(sorted(a & b)) for a, b in pairs))
    apart = sorted({name for a, b in pairs for name in a ^ b}, key=natural_key)
    return both, tuple(apart)


def _change(old: Item, new: Item, both: Known, settings: Settings) -> Change:
    pages = old.docname or "", new.docname or ""
    return Change(
        new.label,
        tuple(_parts(old, new, both)),
        pages if pages[0] != pages[1] else None,
        settings.open(old) and not settings.open(new) and old.status != new.status,
    )


def _parts(old: Item, new: Item, both: Known) -> Iterator[Part]:
    for kind in (TYPE, TITLE, STATUS):
        a, b = old.value(kind) or "", new.value(kind) or ""
        if a != b:
            yield Part(kind, kind, a, b)
    yield from _named(FIELD, old.fields, new.fields, both.fields)
    yield from _named(LINK, old.links, new.links, both.links)
    if old.text != new.text:
        yield Part(TEXT, TEXT, old.text, new.text)


def _named(
    kind: str,
    old: Mapping[str, tuple[str, ...]],
    new: Mapping[str, tuple[str, ...]],
    names: tuple[str, ...],
) -> Iterator[Part]:
    for name in names:
        a, b = old.get(name, ()), new.get(name, ())
        if kind == LINK:  # in whatever order they are written
            a, b = tuple(sorted(a, key=natural_key)), tuple(sorted(b, key=natural_key))
        if a != b:
            yield Part(kind, name, ", ".join(a), ", ".join(b))
