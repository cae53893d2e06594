"""How readers see the values of a field that is written for machines, as a place in a file.

An extension that knows what the values of a field mean says so in ``setup``. Cards, tables
and the search then show its words in place of what the author wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.model import Item, Label


@dataclass(frozen=True, slots=True)
class FieldText:
    """A value as readers see it, and the need it leads to."""

    text: str
    label: Label


@dataclass(frozen=True, slots=True)
class FieldTexts:
    """Who knows how the values of a field read."""

    field: Callable[[Config], str]
    """Returns the name of the field."""
    read: Callable[[Sphinx, str], FieldText | None]
    """Returns a value for readers, in the write phase; ``None``: as it is written."""


_field_texts: WeakKeyDictionary[Sphinx, list[FieldTexts]] = WeakKeyDictionary()


def add_field_texts(app: Sphinx, texts: FieldTexts) -> None:
    """Say how the values of a field read (``setup``)."""
    _field_texts.setdefault(app, []).append(texts)


def field_text(app: Sphinx, field: str, value: str) -> FieldText | None:
    """Return a value of a field as readers see it; ``None``: as it is written."""
    for texts in _field_texts.get(app, ()):
        if field and texts.field(app.config) == field:
            return texts.read(app, value)
    return None


def field_texts_of(app: Sphinx, item: Item | None) -> list[tuple[str, FieldText]]:
    """Return what readers see of the fields of a need, where it is not what is written."""
    return [
        (name, found)
        for texts in (_field_texts.get(app, ()) if item else ())
        for name in [texts.field(app.config)]
        if item and (value := item.value(name)) and (found := texts.read(app, value))
    ]
