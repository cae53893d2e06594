"""How readers see the values of a field that is written for machines, as a place in a file.

An extension that knows what the values of a field mean says so in ``setup``. Cards, tables
and the search then show its words in place of what the author wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from needs_core.dates import display_number, display_value
from needs_core.declarations import decimal_fields

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


def value_text(config: Config, field: str, value: str) -> str:
    """Return a value as readers see it, where nobody knows more of its field.

    A day is in words, and a number has the decimal mark of the language.
    """
    return display_value(number_text(config, field, value), config.language)


def number_text(config: Config, field: str, value: str) -> str:
    """Return a number with the decimal mark of the language; any other value unchanged."""
    is_number = field in _decimal_fields(config)
    return display_number(value, config.language) if is_number else value


_decimals: WeakKeyDictionary[Config, frozenset[str]] = WeakKeyDictionary()


def _decimal_fields(config: Config) -> frozenset[str]:
    if config not in _decimals:  # the model is settled when readers are shown values
        _decimals[config] = decimal_fields(config)
    return _decimals[config]


def field_texts_of(app: Sphinx, item: Item | None) -> list[tuple[str, FieldText]]:
    """Return what readers see of the fields of a need, where it is not what is written."""
    return [
        (name, found)
        for texts in (_field_texts.get(app, ()) if item else ())
        for name in [texts.field(app.config)]
        if item and (value := item.value(name)) and (found := texts.read(app, value))
    ]
