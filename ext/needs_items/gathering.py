"""What a project declares of its fields and links, from the places that allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Gathered:
    """Declarations by name: the common ones, then those of single types."""

    def __init__(self, common: Mapping[str, Mapping[str, Any]]) -> None:
        self.by_name: dict[str, dict[str, Any]] = {n: {**d} for n, d in common.items()}
        self.owners: dict[str, list[str]] = {}

    def add(self, own: Mapping[str, Mapping[str, Any]], type_: str) -> None:
        """Take in what a type declares; the first to name something describes it."""
        for name, declared in own.items():
            if name not in self.by_name or name in self.owners:
                self.owners.setdefault(name, []).append(type_)
            self.by_name[name] = {**declared, **self.by_name.get(name, {})}

    def add_old(self, entries: Iterable[str | Mapping[str, Any]], key: str) -> None:
        """Take in names, or declarations that hold their name under ``key``."""
        for entry in entries:
            declared = {key: entry} if isinstance(entry, str) else {**entry}
            self.by_name.setdefault(declared[key], declared)
