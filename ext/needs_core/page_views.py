"""What each page shows of the needs: its views, kept with it between builds."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector

from needs_core.reader import NeedNode
from needs_core.views import EveryNeed, OneNeed, View

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_VIEWS = "needs_core_views"
_DROPPED = "needs_core_dropped"
GENERATION = "needs_core_generation"
"""Where the environment names the state it is in since a page was read or removed."""


class ViewNode(nodes.General, nodes.Element):
    """Stands in a page for something drawn from the needs; holds its ``view``.

    The base of every placeholder of our extensions: ``node["view"]`` is a ``View``.
    """


class ViewsOfPages(EnvironmentCollector):
    """Keep with each page the views it draws."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is removed or about to be read again."""
        views_of(env).pop(docname, None)
        _dropped(env).discard(docname)
        # Not a number: a fresh environment counts to the same one again.
        env.__dict__[GENERATION] = token_hex(8)

    def merge_other(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        docnames: AbstractSet[str],
        other: BuildEnvironment,
    ) -> None:
        """Take over what a worker has read."""
        read = views_of(other)
        views_of(env).update({name: read[name] for name in docnames if name in read})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note what a page that was just read will draw."""
        if views := tuple(_views_in(doctree)):
            views_of(app.env)[app.env.current_document.docname] = views

    def get_outdated_docs(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Have pages read again whose needs were dropped for an id used elsewhere.

        The page that had the id may be the one that has changed.
        """
        return sorted(_dropped(env)) if added or changed or removed else []


def note_dropped(env: BuildEnvironment, docname: str) -> None:
    """Remember that a page holds a need that was left out: its id was taken."""
    _dropped(env).add(docname)


def purge_all_first(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Forget every page that will be read before the first is (``env-before-read-docs``).

    A serial read forgets a page only when its turn comes. A need that has moved to a
    page that is read earlier would find its own id taken, and be lost. Sphinx' parallel
    read does it this way.
    """
    for docname in docnames:
        app.events.emit("env-purge-doc", env, docname)


def ids_on_pages(env: BuildEnvironment) -> Iterator[str]:
    """Yield the ids of the needs on the pages read so far, resolved or not."""
    for views in views_of(env).values():
        for view in views:
            if isinstance(view, OneNeed):
                yield view.id


def _dropped(env: BuildEnvironment) -> set[str]:
    dropped: set[str] = env.__dict__.setdefault(_DROPPED, set())
    return dropped


def views_of(env: BuildEnvironment) -> dict[str, tuple[View | EveryNeed, ...]]:
    """Return the views of every page that has any, as they are kept."""
    views: dict[str, tuple[View | EveryNeed, ...]] = env.__dict__.setdefault(_VIEWS, {})
    return views


def _views_in(doctree: nodes.document) -> Iterator[View | EveryNeed]:
    for node in doctree.findall(nodes.Element):
        if isinstance(node, ViewNode):
            yield node["view"]
        elif isinstance(node, NeedNode):
            yield OneNeed(node["refid"])
        elif type(node).__module__.startswith("sphinx_needs."):
            yield EveryNeed()  # a table, a chart, a role: drawn from any need
