"""A profile: one need of the first level with all that stands below it. No Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needs_core.model import Items, Label
    from needs_overview.tree import Branch, TreeView


@dataclass(frozen=True, slots=True)
class Profile:
    """What is shown of one need."""

    number: int
    """Its place among the needs of its type, from 1."""
    sentence: str | None
    """What the field asked for says; ``None`` where it says nothing."""
    branch: Branch
    lists: tuple[tuple[Label, ...], ...]
    """What else is linked with it, a list a type."""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile as an author asks for it."""

    tree: TreeView
    """Its levels; ``root`` is the need."""
    lists: tuple[str, ...] = ()
    """The need types of the lists."""
    sentence: str | None = None
    """The field that says what the need is about."""

    def look(self, items: Items) -> Profile | None:
        """Return the profile; ``None`` where there is no such need on the first level."""
        first = items.narrow(self.tree.levels[0], self.tree.where)
        number = next((n for n, x in enumerate(first, 1) if x.id == self.tree.root), 0)
        found = items.look(self.tree).branches
        if not number or not found:
            return None
        item = items.by_id[found[0].label.id]
        incoming = items.incoming.get(item.id, {})
        linked = {
            id_
            for link in self.tree.links
            for id_ in (*item.links.get(link, ()), *incoming.get(link, ()))
        }
        lists = tuple(
            tuple(x.label for x in items.narrow(name, self.tree.where) if x.id in linked)
            for name in self.lists
        )
        sentence = item.value(self.sentence) if self.sentence else None
        return Profile(number, sentence, found[0], lists)
