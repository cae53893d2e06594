"""What is known of the needs from other files than the pages: a history, marks of links.

An extension adds a source when it is set up. What it reads is a part of the needs of a
build, so a view may look at it, and a page that shows it is written again when it changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from needs_core.views import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx

    from needs_core.model import Items, Mark

    Marks = Mapping[tuple[str, str, str], Mark]


@dataclass(frozen=True, slots=True)
class Source:
    """Something beside the pages, by the name of the extension that reads it."""

    name: str
    read: Callable[[Sphinx], object]
    """Reads the files; the ``repr`` of what it gives changes when they do."""
    derive: Callable[[Items], tuple[object, Marks]] = lambda _items: (None, {})
    """What follows from the files and the needs together: it is kept in place of what was
    read, and marks links."""


_sources: WeakKeyDictionary[Sphinx, list[Source]] = WeakKeyDictionary()


def add_source(app: Sphinx, source: Source) -> None:
    """Have something read with the needs of every build (``setup``)."""
    _sources.setdefault(app, []).append(source)


def complete(app: Sphinx, items: Items) -> Items:
    """Return the needs with what is known of them from elsewhere."""
    beside: dict[str, object] = {}
    marks: dict[tuple[str, str, str], Mark] = {}
    for source in _sources.get(app, ()):
        read = replace(items, beside={source.name: source.read(app)})
        beside[source.name], marked = source.derive(read)
        marks.update(marked)
    return replace(items, beside=beside, marks=marks)


def state(app: Sphinx) -> str:
    """Return a fingerprint of all that the sources would read now; nothing for none."""
    sources = _sources.get(app, ())
    return digest([x.read(app) for x in sources]) if sources else ""
