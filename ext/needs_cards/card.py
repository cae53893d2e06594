"""The content of a card: what is shown of one need, in order. No Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.steps import GoalSteps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.model import Item, Items, Label, LinkType, Model
    from needs_core.steps import StepOf, Steps


@dataclass(frozen=True, slots=True)
class CardField:
    """A field that has a value: its name, its label and its text."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class CardLinks:
    """One link in one direction: its name and the items at the other end."""

    name: str
    items: tuple[Label, ...]
    standings: tuple[str, ...] = ()
    """How each of them holds, where it does not any more; else empty."""


@dataclass(frozen=True, slots=True)
class CardMissing:
    """The type's own fields that are empty, in one row."""

    labels: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the labels as a list within a sentence; an abbreviation stays.

        >>> CardMissing(("Ansvarlig", "Frist", "ID")).text
        'Ansvarlig, frist, ID'
        """
        first, *others = self.labels
        return ", ".join((first, *(_inside(label) for label in others)))


CardRow = CardField | CardLinks | CardMissing


@dataclass(frozen=True, slots=True)
class NeedCard:
    """A need as readers are shown it."""

    label: Label
    kind: str
    """The title of its type."""
    rows: tuple[CardRow, ...]
    """Its links and fields, in the order of importance."""
    step: StepOf | None = None
    """How far it is, if it is a goal."""


def make_card(item: Item, items: Items, model: Model, steps: Steps) -> NeedCard:
    """Return the card of an item.

    Links come first, both ways; then the fields of its type, the empty ones too. What
    all types share, as a source, comes last, where there is any. The status stands with
    the heading.
    """
    own = dict.fromkeys(("status", *model.own_fields.get(item.type, ())))
    if "status" not in model.own_fields.get(item.type, ()):
        del own["status"]
    listed = (n for n in (*model.fields, *item.fields) if n not in model.unlisted)
    shared = dict.fromkeys(listed)
    return NeedCard(
        label=item.label,
        kind=model.types.get(item.type, item.type),
        rows=(
            *_relations(item, items, model),
            *_facts(item, model, [name for name in own if name != "status"]),
            *_missing(item, model, list(own)),
            *_facts(item, model, [n for n in shared if n not in {*own, "status"}]),
            *(
                _outgoing(item, link, items)
                for link in model.links.values()
                if item.type not in link.sources and item.links.get(link.name)
            ),
        ),
        step=None if items.is_retired(item) else items.look(GoalSteps(steps)).get(item.id),
    )


def label_of(name: str, model: Model) -> str:
    """Return the name of a field as readers are shown it."""
    return model.fields.get(name, name.replace("_", " ").capitalize())


def _inside(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _facts(item: Item, model: Model, names: list[str]) -> Iterator[CardField]:
    for name in names:
        if text := item.value(name):
            yield CardField(name, label_of(name, model), text)


def _missing(item: Item, model: Model, names: list[str]) -> Iterator[CardMissing]:
    if empty := [name for name in names if not item.values(name)]:
        yield CardMissing(tuple(label_of(name, model) for name in empty))


def _relations(item: Item, items: Items, model: Model) -> Iterator[CardLinks]:
    """Yield the type's own links, and those that point at it or might."""
    links = model.links.values()
    for link in links:
        if item.type in link.sources:
            yield _outgoing(item, link, items)
    found = items.incoming.get(item.id, {})
    for link in links:
        if link.name in model.unlisted:
            continue
        if found.get(link.name) or (link.sources and item.type in link.targets):
            yield card_links(link.incoming, items, found.get(link.name, ()))


def _outgoing(item: Item, link: LinkType, items: Items) -> CardLinks:
    return card_links(link.outgoing, items, item.links.get(link.name, ()))


def card_links(name: str, items: Items, ids: tuple[str, ...]) -> CardLinks:
    """Return the items at the other end of a link, and how those hold that do not."""
    found, field = items.get(ids), items.retirement.field
    standings = (x.value(field) or "" if items.is_retired(x) else "" for x in found)
    return CardLinks(name, tuple(x.label for x in found), tuple(standings))
