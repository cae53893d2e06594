"""How sure single links are, and why: read from fields of the need that has the links.

A field of the need may say it of all its links, another of each::

    :confidence: high
    :links_confidence: G_3: low, named in passing; G_7: medium

Each entry is the id at the other end, a colon, the confidence, and after a comma a reason.
Entries end at a semicolon before the next id. No Sphinx here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from needs_core.core_settings import ConfidenceFields
    from needs_core.items import Item, Items

_ENTRY = re.compile(r"(?:^|;)\s*([^\s:;,]+)\s*:\s*")


@dataclass(frozen=True, slots=True)
class LinkConfidence:
    """How sure a link is, and why."""

    level: str
    reason: str = ""
    weak: bool = False
    own: bool = False
    """Whether it is stated of this link alone, as opposed to all links of the need."""


def entries(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield id, confidence and reason of each entry; id "" for text before the first.

    >>> list(entries("G_3: low, named; in passing; G_7: high"))
    [('G_3', 'low', 'named; in passing'), ('G_7', 'high', '')]
    """
    start, *parts = _ENTRY.split(text)
    if start.strip():
        yield "", start.strip(), ""
    for target, said in zip(parts[::2], parts[1::2], strict=True):
        level, _comma, reason = said.partition(",")
        yield target, level.strip(), reason.strip()


def confidence_of(item: Item, target: str, names: ConfidenceFields) -> LinkConfidence:
    """Return the confidence of the links from a need to another."""
    level, reason = item.value(names.overall) or "" if names.overall else "", ""
    own = False
    for id_, stated, why in entries(item.value(names.field) or ""):
        if id_ == target:
            level, reason, own = stated, why, True
    return LinkConfidence(level, reason, level in names.weak, own)


@dataclass(frozen=True, slots=True)
class LinkConfidences:
    """The confidence of every link that states any; a view of the needs."""

    names: ConfidenceFields

    def look(self, items: Items) -> Mapping[tuple[str, str, str], LinkConfidence]:
        """Return the confidence by source id, link type and target id."""
        names = [x for x in (self.names.overall, self.names.field) if x]
        return {
            (item.id, link, target): found
            for item in items
            if any(name in item.fields for name in names)
            for link in self.names.links
            for target in item.links.get(link, ())
            if (found := confidence_of(item, target, self.names)).level
        }


@dataclass(frozen=True, slots=True)
class ConfidencesAtNeeds:
    """The confidence of links as the needs at both ends show it; a view of the needs.

    Of links that are weak, and of those of which it is stated one by one.
    """

    names: ConfidenceFields

    def look(
        self, items: Items
    ) -> Mapping[str, Mapping[tuple[str, str, str], LinkConfidence]]:
        """Return those of each need that has any, by source id, link type and target id."""
        found: dict[str, dict[tuple[str, str, str], LinkConfidence]] = {}
        for link, one in items.look(LinkConfidences(self.names)).items():
            if one.weak or one.own:
                for end in (link[0], link[2]):
                    found.setdefault(end, {})[link] = one
        return found
