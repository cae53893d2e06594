"""The content of a card: what is shown of one need, in order, and its colour. No Sphinx."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from needs_core.confidence import ConfidencesAtNeeds
from needs_core.declarations import name_of_field
from needs_core.steps import GoalSteps
from needs_core.views import NestedNeeds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from needs_core.confidence import LinkConfidence
    from needs_core.core_settings import ConfidenceFields
    from needs_core.items import Item, Items, Label
    from needs_core.model import LinkType, Model
    from needs_core.steps import StepOf, Steps


@dataclass(frozen=True, slots=True)
class GroupHues:
    """The numbers of groups: ``design.HUES`` and the classes ``hue-N`` count alike."""

    type: str
    """The type whose needs are the groups; empty: there are none."""

    def look(self, items: Items) -> Mapping[str, int]:
        """Return the number of the group of every need that is in one group only.

        >>> from needs_core.items import Item, Items
        >>> act = Item("A_1", "act", "", links={"of": ("G_2",)})
        >>> items = Items.sort([Item("G_1", "goal", ""), Item("G_2", "goal", ""), act])
        >>> dict(GroupHues("goal").look(items))
        {'G_1': 1, 'G_2': 2, 'A_1': 2}
        """
        groups = {x.id: n for n, x in enumerate(items.of_type(self.type), 1)}
        found = dict(groups)
        for item in items:
            linked = {id_ for ids in item.links.values() for id_ in ids if id_ in groups}
            if item.id not in groups and len(linked) == 1:
                found[item.id] = groups[linked.pop()]
        return found


@dataclass(frozen=True, slots=True)
class CardField:
    """A field that has a value: its name, its label and its text."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class CardLink:
    """The item at the other end of a link, and how sure the link is where that is said."""

    label: Label
    confidence: LinkConfidence | None = None
    standing: str = ""
    """How the item holds, where it does not any more; else empty."""
    parts: tuple[str, ...] = ()
    """The parts of it that the link points at, if not at the whole."""


@dataclass(frozen=True, slots=True)
class CardLinks:
    """One link in one direction: its name and the items at the other end."""

    name: str
    links: tuple[CardLink, ...]
    missing: tuple[str, ...] = ()
    """What is written and leads nowhere."""
    unmet: tuple[Label, ...] = ()
    """The items at the other end of links whose condition is not met."""


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


def make_card(
    item: Item, items: Items, model: Model, steps: Steps, confidence: ConfidenceFields
) -> NeedCard:
    """Return the card of an item.

    Links come first, both ways; then the fields of its type, the empty ones too. What
    all types share, as a source, comes last, where there is any. The status stands with
    the heading.
    """
    own = dict.fromkeys(("status", *model.own_fields.get(item.type, ())))
    if "status" not in model.own_fields.get(item.type, ()):
        del own["status"]
    # What is said of single links stands with them.
    apart = {*model.unlisted, confidence.field}
    listed = (n for n in (*model.fields, *item.fields) if n not in apart)
    links = _LinksOfNeed(item, items, model, confidence)
    shared = dict.fromkeys(listed)
    return NeedCard(
        label=item.label,
        kind=model.types.get(item.type, item.type),
        rows=(
            *links.relations(),
            *_facts(item, model, [name for name in own if name != "status"]),
            *_missing(item, model, list(own)),
            *_facts(item, model, [n for n in shared if n not in {*own, "status"}]),
            *(
                links.outgoing(link)
                for link in model.links.values()
                if item.type not in link.sources
                and (
                    item.links.get(link.name)
                    or any(link.name == name for name, _ in (*item.missing, *item.unmet))
                )
            ),
        ),
        step=items.look(GoalSteps(steps)).get(item.id),
    )


def label_of(name: str, model: Model) -> str:
    """Return the name of a field as readers are shown it."""
    return model.fields.get(name, name_of_field(name, ""))


def _inside(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _facts(item: Item, model: Model, names: list[str]) -> Iterator[CardField]:
    for name in names:
        if text := item.value(name):
            yield CardField(name, label_of(name, model), text)


def _missing(item: Item, model: Model, names: list[str]) -> Iterator[CardMissing]:
    if empty := [name for name in names if not item.values(name)]:
        yield CardMissing(tuple(label_of(name, model) for name in empty))


@dataclass(frozen=True, slots=True)
class _LinksOfNeed:
    """The links of one need, both ways."""

    item: Item
    items: Items
    model: Model
    confidence: ConfidenceFields

    def relations(self) -> Iterator[CardLinks]:
        """Yield the type's own links, and those that point at it or might."""
        item, links = self.item, self.model.links.values()
        for link in links:
            if item.type in link.sources:
                yield self.outgoing(link)
        found = self.items.incoming.get(item.id, {})
        unmet = self.items.unmet_incoming.get(item.id, {})
        for link in links:
            if link.name in self.model.unlisted:
                continue
            shown = found.get(link.name) or unmet.get(link.name)
            if shown or (link.sources and item.type in link.targets):
                ids = found.get(link.name, ())
                keys = {id_: (id_, link.name, item.id) for id_ in ids}
                drawn = card_links(link.incoming, self.items, self._confidences(keys))
                doubtful = self.items.get(unmet.get(link.name, ()))
                yield replace(drawn, unmet=tuple(one.label for one in doubtful))
        yield from self._nesting()

    def _nesting(self) -> Iterator[CardLinks]:
        """Yield what the need stands in, and what stands in it."""
        link, inside = self.model.nesting, self.items.look(NestedNeeds())
        around = tuple(x.id for x in self.items.get((self.item.parent or "",)))
        for name, ids in (
            (link.outgoing, around),
            (link.incoming, inside.get(self.item.id, ())),
        ):
            if ids and link.name not in self.model.unlisted:
                yield card_links(name, self.items, dict.fromkeys(ids))

    def outgoing(self, link: LinkType) -> CardLinks:
        """Return a link of the need itself."""
        ids = self.item.links.get(link.name, ())
        keys = {id_: (self.item.id, link.name, id_) for id_ in ids}
        told = self._confidences(keys)
        return card_links(link.outgoing, self.items, told, self.item, link.name)

    def _confidences(
        self, keys: Mapping[str, tuple[str, str, str]]
    ) -> dict[str, LinkConfidence | None]:
        """Return the other ends of links, each with the confidence of the link."""
        of_needs = self.items.look(ConfidencesAtNeeds(self.confidence))
        own = of_needs.get(self.item.id, {})
        return {id_: own.get(key) for id_, key in keys.items()}


def card_links(
    name: str,
    items: Items,
    ends: Mapping[str, LinkConfidence | None],
    source: Item | None = None,
    link: str = "",
) -> CardLinks:
    """Return the items at the other end of a link, and how those hold that do not.

    ``ends`` has what is said of the link with each, by the id. An id may be of no item.
    ``source`` is the item whose link it is, where it is shown from there.
    """
    field, found = items.retirement.field, list[CardLink]()
    for item in items.get(ends):
        standing = item.value(field) or "" if items.is_retired(item) else ""
        parts = tuple(
            part
            for one, id_, part in (source.parts if source else ())
            if (one, id_) == (link, item.id)
        )
        found.append(CardLink(item.label, ends[item.id], standing, parts))
    if source is None:
        return CardLinks(name, tuple(found))
    missing = tuple(target for one, target in source.missing if one == link)
    unmet = items.get(id_ for one, id_ in source.unmet if one == link)
    return CardLinks(name, tuple(found), missing, tuple(item.label for item in unmet))
