"""What a project declares: types, fields and links. Knows no Sphinx and no sphinx-needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class LinkType:
    """A link as the configuration declares it, with its names both ways."""

    name: str
    outgoing: str
    incoming: str
    sources: frozenset[str] = frozenset()
    """The types that declare it as theirs; none: it is common to all types."""
    targets: frozenset[str] = frozenset()
    """The types it may point at; none: any."""

    def joins(self, one: str, others: Collection[str]) -> bool:
        """Tell whether it can run between a type and one of some others, either way."""
        return any(
            (not self.sources or source in self.sources)
            and (not self.targets or target in self.targets)
            for other in others
            for source, target in ((one, other), (other, one))
        )


@dataclass(frozen=True, slots=True)
class IdForm:
    """The form of the ids of a type."""

    form: str
    """A regular expression; ``{link}`` stands for the number of the need linked to."""
    example: str

    def pattern(self, numbers: Mapping[str, str]) -> str:
        """Return the expression with the numbers of links, any number for the others.

        >>> IdForm("A_{under}[0-9]{2}", "A_101").pattern({"under": "3"})
        'A_3[0-9]{2}'
        """
        return _PLACE.sub(lambda x: numbers.get(x[1], "[0-9]+"), self.form)

    @property
    def links(self) -> tuple[str, ...]:
        """The links whose numbers are part of it."""
        return tuple(_PLACE.findall(self.form))


_PLACE = re.compile(r"\{([A-Za-z_]\w*)\}")


@dataclass(frozen=True, slots=True)
class Model:
    """What the project has declared: types, fields and links with their names."""

    types: Mapping[str, str]
    """Directive name to title."""
    fields: Mapping[str, str]
    """Field name to label, in the order of the configuration."""
    links: Mapping[str, LinkType]
    own_fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Type to the fields it declares itself: they matter even when empty."""
    field_owners: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Field to the types that declare it, where it is not common to all."""
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field name to its allowed values, where the schema names them."""
    dates: frozenset[str] = frozenset()
    """The fields that the schema declares as dates: a value that is none is an error."""
    numbers: frozenset[str] = frozenset()
    """The fields that the schema declares as numbers that may have decimals."""
    unlisted: frozenset[str] = frozenset()
    """Fields and links left out of lists of facts, because a directive draws them."""
    for_authors: frozenset[str] = frozenset()
    """Fields that cards show only with the ids, and that no question is answered from."""
    plurals: Mapping[str, str] = field(default_factory=dict)
    """Type to what several of it are called, where that is not its title."""
    internal: frozenset[str] = frozenset()
    """Types, fields and links of the project that the edition being built leaves out."""
    id_forms: Mapping[str, IdForm] = field(default_factory=dict)
    """Type to the form of its ids, where one is declared."""
    nesting: LinkType = LinkType("parent_needs", "parent needs", "child needs")
    """From a need to the one it is nested in: no author writes it."""


def plural_title(model: Model, type_: str) -> str:
    """Return what several of a type are called, with a capital as its title has.

    >>> from needs_core.model import Model
    >>> titles = {"mål": "Mål", "vision": "Vision"}
    >>> model = Model(titles, {}, {}, plurals={"vision": "visioner"})
    >>> plural_title(model, "vision"), plural_title(model, "mål")
    ('Visioner', 'Mål')
    """
    found = model.plurals.get(type_) or model.types.get(type_, type_)
    return found[:1].upper() + found[1:]
