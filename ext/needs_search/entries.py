"""What can be found: a need, a section or a word of the glossary. Knows no Sphinx."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a page as its author wrote it, before anything is drawn into it."""

    kind: str
    """``need``, ``section`` or ``term``."""
    key: str
    """The id of the need, else the anchor on its page; empty for the page itself."""
    title: str
    text: str
    under: tuple[str, ...] = ()
    """The titles of the sections it stands in, the page's first."""
    everyday: tuple[str, ...] = ()
    """Everyday words for a word of the glossary."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found, with all that a reader is told of it."""

    id: str
    """The id of a need; page and anchor of what has none."""
    kind: str
    type: str
    """The title of its type."""
    title: str
    text: str
    url: str
    place: tuple[str, ...] = ()
    """Where it belongs: the titles of page and sections."""
    also: tuple[str, ...] = ()
    """More text it is found by: its fields."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet name to its values."""
    weight: float = 1.0
    """How much it counts against others that fit as well."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A property that results can be narrowed by."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Words that are looked up for others: what is typed, and what stands in the text."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...] = ()
