"""What an import compares with, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_exchange.importing.said import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from needs_core.model import Item, Items
    from needs_exchange.importing.given import Value
    from needs_exchange.importing.rows import Given
    from needs_exchange.importing.said import Addition, Change, Place

_ = get_translation("needs_exchange")


@dataclass(frozen=True)
class Known:
    """What the project is like."""

    items: Items
    titles: Mapping[str, str]
    """Type to title."""
    prefixes: Mapping[str, str]
    """Type to what its ids begin with."""
    rule: str
    """The pattern of every id."""
    siblings: str
    """The link whose target parts ids into series; none: all are of one."""
    pages: Collection[str]

    @cached_property
    def own(self) -> Mapping[str, Item]:
        """The needs of this project, by their ids."""
        return {item.id: item for item in self.items if not item.external}


@dataclass
class Found:
    """What taking a file in comes to."""

    changes: list[Change] = field(default_factory=list)
    additions: list[Addition] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    questions: list[Item] = field(default_factory=list)
    """Needs whose rows are gone."""
    notes: list[str] = field(default_factory=list)

    def refuse(
        self, row: Given, text: str, value: Value | None = None, *, conflict: bool = False
    ) -> None:
        """Say why a row, or one of its cells, cannot be taken in."""
        place: Place = value.place if value else row.place
        self.refusals.append(Refusal(place, row.id, text, conflict))


def shown(value: str) -> str:
    """Return a value as it is talked of."""
    if not value:
        return _("not stated")
    return "”{}”".format(value.replace("\n", " ⏎ "))
