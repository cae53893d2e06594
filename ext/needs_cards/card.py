"""What a reader is told of one need. Knows no Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_items.items import Item, Items, Label, LinkType, Model


@dataclass(frozen=True, slots=True)
class Fact:
    """A field: its label and its text; ``None`` when it is not known."""

    label: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """One link in one direction: its name and the items at the other end."""

    name: str
    items: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A need, drawn anywhere."""

    label: Label
    kind: str
    rows: tuple[Fact | Relation, ...]
    """What is said of it, in the order a reader wants it."""


def card(item: Item, items: Items, model: Model) -> Card:
    """Gather what is shown of an item.

    A field is shown when it has a value, or when the item's type declares it itself:
    then its absence is news. The same goes for links, which may also be missed at
    the end they point at. What is the type's own comes first, what all types share,
    as a source, last.
    """
    own = model.own_fields.get(item.type, ())
    shared = [name for name in (*model.fields, *item.fields) if name not in own]
    if "status" not in own and item.status:
        own = ("status", *own)
    links = model.links.values()
    return Card(
        label=item.label,
        kind=model.types.get(item.type, item.type),
        rows=(
            *(_fact(item, name, model) for name in own),
            *(_outgoing(item, x, items) for x in links if item.type in x.sources),
            *_incoming(item, items, model),
            *(_fact(item, n, model) for n in dict.fromkeys(shared) if item.values(n)),
            *(
                _outgoing(item, link, items)
                for link in links
                if item.type not in link.sources and item.links.get(link.name)
            ),
        ),
    )


def _fact(item: Item, name: str, model: Model) -> Fact:
    return Fact(model.fields.get(name, name.capitalize()), item.value(name))


def _outgoing(item: Item, link: LinkType, items: Items) -> Relation:
    return Relation(link.outgoing, _labels(items, item.links.get(link.name, ())))


def _incoming(item: Item, items: Items, model: Model) -> Iterator[Relation]:
    found = items.incoming.get(item.id, {})
    for link in model.links.values():
        if found.get(link.name) or _expected(item, link):
            yield Relation(link.incoming, _labels(items, found.get(link.name, ())))


def _expected(item: Item, link: LinkType) -> bool:
    return bool(link.sources) and item.type in link.targets


def _labels(items: Items, ids: tuple[str, ...]) -> tuple[Label, ...]:
    return tuple(item.label for item in items.get(ids))
