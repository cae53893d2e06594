"""What a project keeps to its internal edition, and what others may see of the rest.

Plain data; nothing here knows Sphinx.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from needs_core.items import Conditions, Item, Items

BLOCK = "internal"
"""The directive whose text stands in the internal edition alone."""

MARK = ".internal-edition"
"""A file in the folder of an internal edition: what publishes a site looks for it."""

_ENTRY = re.compile(r"(?:^|;)\s*([^\s:;,]+)\s*:\s*")
_VALUE = re.compile(r"[,;]")


@dataclass(frozen=True, slots=True)
class InternalParts:
    """The needs and fields of the internal edition."""

    types: tuple[str, ...] = ()
    where: tuple[Conditions, ...] = ()
    fields: frozenset[str] = frozenset()
    """Names of fields and of links."""
    keyed: tuple[str, ...] = ()
    """Fields with an entry for each of several needs: ``ID: text; ID: text``."""
    blocks: tuple[str, ...] = ()
    """The directives whose text may be internal: those of the need types, ``internal``."""

    def hold(self, item: Item) -> bool:
        """Tell whether a need is internal.

        Upper and lower case are the same, and one of several values is enough: what was
        meant to be internal is.

        >>> from needs_core.items import Conditions
        >>> from needs_core.items import Item
        >>> parts = InternalParts(where=(Conditions.parse("tags = secret"),))
        >>> parts.hold(Item("A", "act", "", fields={"tags": ("now, Secret",)}))
        True
        """
        return item.type in self.types or any(_meets(item, x) for x in self.where)

    def public_text(self, text: str) -> str:
        r"""Return the text of a need up to the first block in it.

        Such a block has fields, and a need of its own, that may be internal.

        >>> InternalParts(blocks=("act",)).public_text("Why.\n\n:::{act} Spy\n:id: A_7")
        'Why.'
        """
        if not self.blocks:
            return text
        names = "|".join(map(re.escape, self.blocks))
        found = re.search(
            rf"^.*(?:\{{(?:{names})\}}|\.\.\s+(?:{names})::)", text, re.MULTILINE
        )
        return text[: found.start()].rstrip() if found else text

    def public_items(self, items: Items, left_out: Collection[str]) -> Items:
        """Return needs as the public edition shows them; ``left_out``: internal ids."""
        gone = {item.id for item in items if self.hold(item)}.union(left_out)
        kept = (self._public(item, gone) for item in items if item.id not in gone)
        return replace(items, all=tuple(kept))

    def _public(self, item: Item, gone: Collection[str]) -> Item:
        links = {
            name: found
            for name, targets in item.links.items()
            if name not in self.fields
            and (found := tuple(x for x in targets if x not in gone))
        }
        fields = {
            name: tuple(without_entries(x, gone) for x in values)
            if name in self.keyed
            else values
            for name, values in item.fields.items()
            if name not in self.fields
        }
        text = self.public_text(item.text)
        return replace(item, links=links, fields=fields, text=text)


def without_entries(text: str, ids: Collection[str]) -> str:
    """Return the value of a field without its entries on some needs.

    >>> without_entries("A_1: low; A_2: high, as said; A_3: low", {"A_2"})
    'A_1: low; A_3: low'
    """
    start, *parts = _ENTRY.split(text)
    pairs = [*zip(parts[::2], parts[1::2], strict=True)]
    if not any(id_ in ids for id_, _said in pairs):
        return text
    kept = [f"{id_}: {said.strip()}" for id_, said in pairs if id_ not in ids]
    return "; ".join([*filter(None, [start.strip()]), *kept])


def _meets(item: Item, conditions: Conditions) -> bool:
    return all(
        not _forms(item.values(name)).isdisjoint(_forms(values))
        for name, values in conditions.pairs
    )


def _forms(values: Iterable[str]) -> set[str]:
    """Return values, and each of the values in one, as they are compared."""
    parts = (part for value in values for part in (value, *_VALUE.split(value)))
    return {folded for part in parts if (folded := part.strip().casefold())}
