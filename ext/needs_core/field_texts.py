"""How readers see the values of fields: words in place of what is for machines, and links.

An extension that knows what the values of a field mean, as a place in a file, says so in
``setup``. Cards, tables and the search then show its words in place of what the author
wrote. ``generated_pages`` says how values are linked with their pages; where there are no
needs, there are no such links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from needs_core.dates import display_number, display_value
from needs_core.declarations import decimal_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.items import Item, Label


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


@dataclass(frozen=True, slots=True)
class ValueLinks:
    """How values are linked."""

    places: Callable[[Sphinx, str], Iterable[nodes.Node]]
    """Returns what a page keeps where it shows a value, so that it is written again."""
    address: Callable[[Sphinx, str, nodes.Node], str | None]
    """Returns where that leads from a page, in the write phase; ``None``: nowhere."""


_value_links: WeakKeyDictionary[Sphinx, ValueLinks] = WeakKeyDictionary()


def set_value_links(app: Sphinx, links: ValueLinks) -> None:
    """Say how values are linked (``setup``)."""
    _value_links[app] = links


def value_links(app: Sphinx) -> ValueLinks | None:
    """Return how values are linked, if they are."""
    return _value_links.get(app)
