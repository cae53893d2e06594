"""Views: what a page shows of the needs, as pure functions of them. No Sphinx here.

A page that shows needs of other pages is out of date exactly when one of its views
gives another value than at the last build.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needs_core.items import Items


Value_co = TypeVar("Value_co", covariant=True)


class View(Protocol[Value_co]):
    """Anything drawn from the needs: hashable, picklable, kept with its page."""

    def look(self, items: Items) -> Value_co:
        """Return what is shown: a value whose ``repr`` is the same for the same look.

        Call ``items.look(view)``, which computes it once.
        """


@dataclass(frozen=True, slots=True)
class NestedNeeds:
    """The needs that stand inside each other, as readers see them.

    sphinx-needs takes a hidden need for one inside of the need before it.
    """

    def look(self, items: Items) -> Mapping[str, tuple[str, ...]]:
        """Return the ids of the needs nested directly in each, where there are any."""
        found: dict[str, tuple[str, ...]] = {}
        for item in items:
            around = item.parent
            if around is not None and around in items.by_id and not item.hidden:
                found[around] = (*found.get(around, ()), item.id)
        return found


@dataclass(frozen=True)  # pickled by the thousand: without slots, in C
class OneNeed:
    """A need drawn on its page: itself and the needs it is linked with, both ways."""

    id: str

    def look(self, items: Items) -> object:
        """Return the need and the label of each neighbour, and whether it holds."""
        item = items.by_id.get(self.id)
        if item is None:
            return None
        incoming = items.incoming.get(self.id, {})
        nested = items.look(NestedNeeds()).get(self.id, ())
        return (
            item.label,
            items.is_retired(item),
            item.layout,
            sorted(item.fields.items()),
            [(link, _labels(items, ids)) for link, ids in sorted(item.links.items())],
            [(link, _labels(items, ids)) for link, ids in incoming.items()],
            _labels(items, (item.parent or "", *nested)),
        )


@dataclass(frozen=True, slots=True)
class EveryNeed:
    """A view of needs that cannot be named beforehand, as a filtered table is.

    It has no look of its own: whoever compares looks takes a digest of all needs.
    """


def digest(looks: Iterable[object]) -> str:
    """Return a digest of values by their ``repr``, which must not depend on the process."""
    state = hashlib.blake2b(digest_size=16)
    for look in looks:
        state.update(repr(look).encode())
        state.update(b"\0")
    return state.hexdigest()


@dataclass(frozen=True, slots=True)
class _Labels:
    """What others show of each need, as text: a view, so that it is made once a build."""

    def look(self, items: Items) -> Mapping[str, str]:
        """Return the label of each need, and what retires it."""
        field = items.retirement.field
        return {
            x.id: repr((x.label, (items.is_retired(x) and x.value(field)) or ""))
            for x in items
        }


def _labels(items: Items, ids: Iterable[str]) -> list[str]:
    texts = items.look(_Labels())
    return [texts[id_] for id_ in ids if id_ in texts]
