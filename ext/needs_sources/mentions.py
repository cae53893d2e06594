"""Who is named in the quotes of which needs. No Sphinx.

A need, as an actor or a group, lists the words it is named by, every form of them. It is
mentioned in a need whose quote holds one of them as a whole word. What the project writes
in its own words is not counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.model import Item, Items, Label


@dataclass(frozen=True, slots=True)
class Mention:
    """A need that names somebody: where, and its quote cut at the words."""

    label: Label
    pieces: tuple[tuple[str, bool], ...]
    """Text, and whether it is the word that was looked for."""


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One who may be mentioned, and the needs of each column that do so."""

    label: Label
    cells: tuple[tuple[Label, ...], ...]
    outside: tuple[Label, ...]
    """Needs that mention them and belong to no column."""

    @property
    def empty(self) -> bool:
        """Whether no need mentions them, in a column or outside."""
        return not any(self.cells) and not self.outside


@dataclass(frozen=True, slots=True)
class MentionMatrix:
    """Everyone against every column."""

    columns: tuple[Label, ...]
    rows: tuple[MentionRow, ...]


def listed_words(item: Item, field: str) -> tuple[str, ...]:
    """Return the words an item is named by, in their order, each once."""
    listed = (item.value(field) or "").replace(";", ",").split(",")
    return tuple(dict.fromkeys(word.strip() for word in listed if word.strip()))


def name_pattern(item: Item, field: str) -> re.Pattern[str] | None:
    """Return a pattern of the words an item is named by; ``None``: it lists none."""
    words = listed_words(item, field)
    if not words:
        return None
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    either = "|".join(re.escape(word) for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MentionMatrixView:
    """``rows`` against ``columns``, counted in the quotes of the types ``within``.

    A need belongs to a column when it is that column, or is linked with it.
    """

    rows: str
    columns: str
    within: tuple[str, ...]
    words: str
    quote: str

    def look(self, items: Items) -> MentionMatrix:
        """Return the matrix."""
        columns = items.of_type(self.columns)
        places = [item for name in self.within for item in items.of_type(name)]
        belongs = {item.id: _belongs(item, items) for item in places}

        def row(item: Item) -> MentionRow:
            pattern = name_pattern(item, self.words)
            found = [
                x for x in places if pattern and pattern.search(x.value(self.quote) or "")
            ]
            cells = tuple(
                tuple(x.label for x in found if column.id in belongs[x.id])
                for column in columns
            )
            inside = {label.id for cell in cells for label in cell}
            outside = tuple(x.label for x in found if x.id not in inside)
            return MentionRow(item.label, cells, outside)

        rows = tuple(row(item) for item in items.of_type(self.rows))
        return MentionMatrix(tuple(item.label for item in columns), rows)


def _belongs(item: Item, items: Items) -> frozenset[str]:
    out = (target for ids in item.links.values() for target in ids)
    incoming = items.incoming.get(item.id, {})
    back = (source for ids in incoming.values() for source in ids)
    return frozenset((item.id, *out, *back))


@dataclass(frozen=True, slots=True)
class MentionsView:
    """Every need whose quote mentions one need, by type in the order of ``within``."""

    id: str
    within: tuple[str, ...]
    words: str
    quote: str

    def look(self, items: Items) -> tuple[tuple[str, tuple[Mention, ...]], ...]:
        """Return the types with their mentions; a type without any has none."""
        item = items.by_id.get(self.id)
        pattern = name_pattern(item, self.words) if item else None
        return tuple(
            (name, tuple(_mentions(items.of_type(name), pattern, self.quote)))
            for name in self.within
        )


def _mentions(
    places: tuple[Item, ...], pattern: re.Pattern[str] | None, field: str
) -> Iterator[Mention]:
    for item in places:
        quote = item.value(field) or ""
        pieces, at = [], 0
        for found in pattern.finditer(quote) if pattern else ():
            pieces += [(quote[at : found.start()], False), (found[0], True)]
            at = found.end()
        if pieces:
            pieces.append((quote[at:], False))
            yield Mention(item.label, tuple(piece for piece in pieces if piece[0]))
