"""What several needs of a type are called (``needs_items_plurals``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needs_items.items import Model


def many(model: Model, type_: str) -> str:
    """Return what several of a type are called, with a capital as its title has.

    >>> from needs_items.items import Model
    >>> titles = {"mål": "Mål", "vision": "Vision"}
    >>> model = Model(titles, {}, {}, plurals={"vision": "visioner"})
    >>> many(model, "vision"), many(model, "mål")
    ('Visioner', 'Mål')
    """
    found = model.plurals.get(type_) or model.types.get(type_, type_)
    return found[:1].upper() + found[1:]
