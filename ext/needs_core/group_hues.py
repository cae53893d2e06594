"""Which colour each need has: that of the need of one type which it is linked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needs_core.model import Items


@dataclass(frozen=True, slots=True)
class GroupHues:
    """The numbers of groups: ``design.HUES`` and the classes ``hue-N`` count alike."""

    type: str
    """The type whose needs are the groups; empty: there are none."""

    def look(self, items: Items) -> Mapping[str, int]:
        """Return the number of the group of every need that is in one group only.

        >>> from needs_core.model import Item, Items
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
