"""What results can be narrowed by: type, status, fields and links. Knows no Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_search.entries import Facet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needs_core.model import Item, Items, Model

_FEW = 12
"""A field of more different values is no help to choose by."""

_MOST = 5
"""So many facets are shown at most, when the project does not choose."""


def facets(
    items: Items,
    model: Model,
    chosen: Sequence[str] | None,
    labels: Mapping[str, str],
) -> tuple[Facet, ...]:
    """Return the project's facets: those it chose, or those that tell its needs apart."""
    names = chosen if chosen is not None else _telling(items, model)
    return tuple(Facet(name, labels.get(name) or _label(name, model)) for name in names)


def _telling(items: Items, model: Model) -> list[str]:
    """Return type and status, then fields and links of few values that many needs have."""
    names = ["type", "status"]
    for name in (*model.fields, *model.links):
        if name in {"type", "status", "id", "title"}:
            continue
        values = [value for item in items for value in _values(item, name)]
        if 1 < len(set(values)) <= _FEW and len(values) >= 2 * len(set(values)):
            names.append(name)
    return names[:_MOST]


def _values(item: Item, name: str) -> tuple[str, ...]:
    return item.values(name) or item.links.get(name, ())


def _label(name: str, model: Model) -> str:
    """Return what a facet is called; a link to one type is called as that type is."""
    link = model.links.get(name)
    if link is not None:
        titles = [model.types.get(target, target) for target in sorted(link.targets)]
        return titles[0] if len(titles) == 1 else link.outgoing
    return model.fields.get(name, name)


class Values:
    """The values of every facet, as a reader reads them."""

    def __init__(self, items: Items, model: Model, chosen: Sequence[Facet]) -> None:
        self._items, self._model, self._chosen = items, model, chosen

    def of(self, item: Item) -> Mapping[str, tuple[str, ...]]:
        """Return what a need has of each facet."""
        return {facet.name: self._one(item, facet.name) for facet in self._chosen}

    def of_text(self, kind: str) -> Mapping[str, tuple[str, ...]]:
        """Return what a section or a glossary's word has: nothing but its type."""
        return {"type": (kind,)}

    def _one(self, item: Item, name: str) -> tuple[str, ...]:
        if name == "type":
            return (self._model.types.get(item.type, item.type),)
        link = self._model.links.get(name)
        if link is None:
            return item.values(name)
        # What others belong to belongs to itself.
        own = (item.id,) if item.type in link.targets and len(link.targets) == 1 else ()
        targets = item.links.get(name, ()) or own
        return tuple(target.title for target in self._items.get(targets))
