"""Who acts on what in the model of a project: told once, for every extension.

Read it with ``read(config, Roles)`` from ``config-inited`` (650) on. Every name is empty
where the project has not told it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.settings import field_name, link_type, need_type, setting, texts

if TYPE_CHECKING:
    from needs_core.model import Item


@dataclass(frozen=True, slots=True)
class Roles:
    """What acts on what in a plan, by whom and until when."""

    actions: str = setting(
        "", "The type that acts: initiatives, measures.", need_type, required=True
    )
    goals: str = setting("", "The type that is acted on.", need_type, required=True)
    link: str = setting("", "The link between the two, from either end.", link_type)
    owner: str = setting("", "The field with who is responsible.", field_name)
    start: str = setting("", "The field with the day work begins.", field_name)
    end: str = setting("", "The field with the day it is to be done.", field_name)
    priority: str = setting("", "The field with the priority.", field_name)
    high: tuple[str, ...] = setting((), "The values of it that count as high.", texts)

    def is_priority(self, item: Item) -> bool:
        """Tell whether a need is stated to be of high priority.

        >>> from needs_core.model import Item
        >>> item = Item("T_1", "act", "", fields={"rank": ("high",)})
        >>> Roles(priority="rank", high=("high",)).is_priority(item)
        True
        """
        return bool(set(item.values(self.priority)) & set(self.high))
