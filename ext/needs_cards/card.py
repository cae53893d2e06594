"""What a reader is told of one need. Knows no Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    facts: tuple[Fact, ...]
    outgoing: tuple[Relation, ...]
    incoming: tuple[Relation, ...]


def card(item: Item, items: Items, model: Model) -> Card:
    """Gather what is shown of an item.

    A field is shown when it has a value, or when the item's type declares it itself:
    then its absence is news. The same goes for links, which may also be missed at
    the end they point at.
    """
    incoming = items.incoming.get(item.id, {})
    return Card(
        label=item.label,
        kind=model.types.get(item.type, item.type),
        facts=tuple(_facts(item, model)),
        outgoing=tuple(
            Relation(link.outgoing, _labels(items, item.links.get(link.name, ())))
            for link in model.links.values()
            if item.links.get(link.name) or item.type in link.sources
        ),
        incoming=tuple(
            Relation(link.incoming, _labels(items, incoming.get(link.name, ())))
            for link in model.links.values()
            if incoming.get(link.name) or _expected(item, link)
        ),
    )


def _facts(item: Item, model: Model) -> list[Fact]:
    own = model.own_fields.get(item.type, ())
    names = list(dict.fromkeys((*own, *model.fields, *item.fields)))
    if "status" not in names and item.status:
        names.insert(0, "status")
    facts = ((name, item.value(name)) for name in names)
    return [
        Fact(model.fields.get(name, name.capitalize()), value)
        for name, value in facts
        if value or name in own
    ]


def _expected(item: Item, link: LinkType) -> bool:
    return bool(link.sources) and item.type in link.targets


def _labels(items: Items, ids: tuple[str, ...]) -> tuple[Label, ...]:
    return tuple(item.label for item in items.get(ids))
