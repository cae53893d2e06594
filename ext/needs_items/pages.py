"""What each page shows of the needs: its views, kept with it between builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector

from needs_items.reading import NeedNode
from needs_items.views import EveryNeed, OneNeed, View

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_VIEWS = "needs_items_views"
GENERATION = "needs_items_generation"
"""Where the environment counts the pages that were read or removed."""


class ViewNode(nodes.General, nodes.Element):
    """Stands in a page for something drawn from the needs; holds its ``view``.

    The base of every placeholder of our extensions: ``node["view"]`` is a ``View``.
    """


class ViewsOfPages(EnvironmentCollector):
    """Keep with each page the views it draws."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is removed or about to be read again."""
        views_of(env).pop(docname, None)
        env.__dict__[GENERATION] = env.__dict__.get(GENERATION, 0) + 1

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


def ids_on_pages(env: BuildEnvironment) -> Iterator[str]:
    """Yield the ids of the needs on the pages read so far, resolved or not."""
    for views in views_of(env).values():
        for view in views:
            if isinstance(view, OneNeed):
                yield view.id


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
