"""Links from a value on a page to the page of that value, for those who know no needs.

``generated_pages`` says how; where there are no needs, there are no such links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils import nodes
    from sphinx.application import Sphinx


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
