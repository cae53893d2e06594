"""Data of extensions beside the pages: a history, annotations of links, plans of others.

An extension adds a source in ``setup``. Its data is in ``Items.extra``, where views read
it, and a page that shows it is written again when it changes. One that reads the plans of
others says so in ``setup``, too; another asks what they point at, without knowing which
extension reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from needs_core.views import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinx.application import Sphinx

    from needs_core.items import Items, Label, Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx

    from needs_core.items import Items, Mark

    Marks = Mapping[tuple[str, str, str], Mark]


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from the data of a source for the needs."""

    data: object
    """Kept in place of what was read."""
    marks: Marks
    """Annotations of links by source id, link type and target id."""
    unconfirmed: frozenset[tuple[str, str, str]] = frozenset()
    """The links that nobody has confirmed, by the same key."""
    confirmed: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """The day on which somebody confirmed a link, by the same key."""


@dataclass(frozen=True, slots=True)
class ExtraSource:
    """Data beside the pages, by the name of the extension that reads it."""

    name: str
    """The key of the data in ``Items.extra``."""
    read: Callable[[Sphinx], object]
    """Reads the files; the ``repr`` of what it returns changes when they do."""
    derive: Callable[[Items], Derived]
    """Computes from needs whose ``extra`` holds what was read."""


_sources: WeakKeyDictionary[Sphinx, list[ExtraSource]] = WeakKeyDictionary()


def add_extra(app: Sphinx, source: ExtraSource) -> None:
    """Add a source whose data is read with the needs of every build (``setup``)."""
    _sources.setdefault(app, []).append(source)


def with_extra(app: Sphinx, items: Items) -> Items:
    """Return the needs with the data and the marks of every source."""
    extra: dict[str, object] = {}
    marks: dict[tuple[str, str, str], Mark] = {}
    unconfirmed = set[tuple[str, str, str]]()
    confirmed: dict[tuple[str, str, str], str] = {}
    for source in _sources.get(app, ()):
        read = replace(items, extra={source.name: source.read(app)})
        derived = source.derive(read)
        extra[source.name] = derived.data
        marks.update(derived.marks)
        unconfirmed |= derived.unconfirmed
        confirmed.update(derived.confirmed)
    return replace(
        items,
        extra=extra,
        marks=marks,
        unconfirmed=frozenset(unconfirmed),
        confirmed=confirmed,
    )


def extra_digest(app: Sphinx) -> str:
    """Return a digest of what all sources would read now; empty without a source."""
    sources = _sources.get(app, ())
    return digest([x.read(app) for x in sources]) if sources else ""


@dataclass(frozen=True, slots=True)
class LinkFromElsewhere:
    """A link from a need of another plan to one of ours."""

    plan: str
    """The name of the plan, for readers."""
    source: Label
    target: str
    """The id of our need."""


_finders: WeakKeyDictionary[
    Sphinx, list[Callable[[Sphinx], Iterable[LinkFromElsewhere]]]
] = WeakKeyDictionary()


def add_links_from_elsewhere(
    app: Sphinx, find: Callable[[Sphinx], Iterable[LinkFromElsewhere]]
) -> None:
    """Add what finds links from the plans of others (``setup``)."""
    _finders.setdefault(app, []).append(find)


def links_from_elsewhere(app: Sphinx) -> tuple[LinkFromElsewhere, ...]:
    """Return the links from the plans of others, in the order they are found."""
    return tuple(link for find in _finders.get(app, ()) for link in find(app))
