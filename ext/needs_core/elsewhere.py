"""What other projects point at here: the plans of others, as extensions know of them.

An extension that reads the plans of others says so in ``setup``; another asks what they
point at, without knowing which extension reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx

    from needs_core.model import Label


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
