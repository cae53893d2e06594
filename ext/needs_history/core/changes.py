"""Changes between two snapshots: added, removed, closed, moved and reworded needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.items import natural_key
from needs_history.core.snapshot import ModelNames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from needs_core.items import Item, Label
    from needs_history.core.snapshot import Snapshot

TITLE, TEXT, STATUS, TYPE, FIELD, LINK = "title", "text", "status", "type", "field", "link"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value that differs; "" where there is none."""

    kind: str
    name: str
    """The name of the field or link; for other kinds the kind itself."""
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NeedChange:
    """What differs in a need that both snapshots have."""

    label: Label
    values: tuple[ValueChange, ...]
    moved: tuple[str, str] | None = None
    """The old and the new page, when they differ."""
    closed: bool = False
    """Whether it was open before and is not any more."""


@dataclass(frozen=True, slots=True)
class SnapshotChanges:
    """All that differs between two snapshots, each list in natural order."""

    old: str
    """The name of the older snapshot."""
    new: str
    """The name of the newer one; "" for the needs of today."""
    added: tuple[Label, ...]
    removed: tuple[Label, ...]
    changed: tuple[NeedChange, ...]
    not_compared: tuple[str, ...] = ()
    """The types, fields and links that only one of the models has."""

    @property
    def count(self) -> int:
        """How many needs differ."""
        return len(self.added) + len(self.removed) + len(self.changed)


def compare(
    old: Snapshot,
    new: Snapshot,
    is_open: Callable[[Item], bool],
    new_name: str | None = None,
) -> SnapshotChanges:
    """Compare two snapshots in the types, fields and links that both models have."""
    both = common_names(old.names, new.names)
    before = {x.id: x for x in old.items if x.type in both.types and not x.external}
    after = {x.id: x for x in new.items if x.type in both.types and not x.external}
    changed = [
        _need_change(item, after[id_], both, is_open)
        for id_, item in before.items()
        if id_ in after
    ]
    either = {*_all(old.names), *_all(new.names)}
    return SnapshotChanges(
        old.name,
        new.name if new_name is None else new_name,
        tuple(x.label for x in after.values() if x.id not in before),
        tuple(x.label for x in before.values() if x.id not in after),
        tuple(x for x in changed if x.values or x.moved),
        tuple(sorted({name for _, name in either - _all(both)}, key=natural_key)),
    )


def common_names(one: ModelNames, other: ModelNames) -> ModelNames:
    """Return the names that both models have."""
    return ModelNames(
        tuple(sorted({*one.types} & {*other.types})),
        tuple(sorted({*one.fields} & {*other.fields})),
        tuple(sorted({*one.links} & {*other.links})),
    )


def differs(old: Item, new: Item, names: ModelNames) -> bool:
    """Tell whether any compared value of a need differs."""
    return any(True for _ in _value_changes(old, new, names))


def _all(names: ModelNames) -> set[tuple[str, str]]:
    return {
        *(("type", x) for x in names.types),
        *(("field", x) for x in names.fields),
        *(("link", x) for x in names.links),
    }


def _need_change(
    old: Item, new: Item, names: ModelNames, is_open: Callable[[Item], bool]
) -> NeedChange:
    pages = old.docname or "", new.docname or ""
    return NeedChange(
        new.label,
        tuple(_value_changes(old, new, names)),
        pages if pages[0] != pages[1] else None,
        is_open(old) and not is_open(new) and old.status != new.status,
    )


def _value_changes(old: Item, new: Item, names: ModelNames) -> Iterator[ValueChange]:
    for kind in (TYPE, TITLE, STATUS):
        a, b = old.value(kind) or "", new.value(kind) or ""
        if a != b:
            yield ValueChange(kind, kind, a, b)
    yield from _named(FIELD, old.fields, new.fields, names.fields)
    yield from _named(LINK, old.links, new.links, names.links)
    if old.text != new.text:
        yield ValueChange(TEXT, TEXT, old.text, new.text)


def _named(
    kind: str,
    old: Mapping[str, tuple[str, ...]],
    new: Mapping[str, tuple[str, ...]],
    names: tuple[str, ...],
) -> Iterator[ValueChange]:
    for name in names:
        a, b = old.get(name, ()), new.get(name, ())
        if kind == LINK and a != b:  # the order they are written in does not count
            a, b = tuple(sorted(a, key=natural_key)), tuple(sorted(b, key=natural_key))
        if a != b:
            yield ValueChange(kind, name, ", ".join(a), ", ".join(b))
