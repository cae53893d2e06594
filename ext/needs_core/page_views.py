"""The views of each page, kept in the environment; and pages with refused needs."""

from __future__ import annotations

import logging
from secrets import token_hex
from typing import TYPE_CHECKING

from docutils import nodes

from needs_core.collector import PerPage
from needs_core.only_parts import conditions_of, hold
from needs_core.sphinx_internals import (
    add_warning_listener,
    page_of,
    purge_page,
)
from needs_core.sphinx_needs_internals import NeedNode
from needs_core.views import EveryNeed, OneNeed, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from needs_core.only_parts import Conditions

PageViews = tuple[View[object] | EveryNeed, ...]

_REFUSED = "needs_core_refused"
_GENERATION = "needs_core_generation"

REFUSALS = frozenset({"create_need", "duplicate_id"})
"""Subtypes of sphinx-needs' warnings of a need that was left out."""


class ViewNode(nodes.General, nodes.Element):
    """Placeholder on a page for something drawn from the needs; holds its ``view``.

    The base of every placeholder of our extensions: ``node["view"]`` is a ``View``.
    """


def views_of(env: BuildEnvironment) -> dict[str, PageViews]:
    """Return the views of every page that has any, by docname."""
    return _PAGE_VIEWS.pages(env)


def shown_views(app: Sphinx) -> Iterator[tuple[str, View[object]]]:
    """Yield the views that this build shows, each with its page, in order.

    Those under an ``only`` that does not hold are left out: they get no files.
    """
    for docname, views in sorted(views_of(app.env).items()):
        conditions = _CONDITIONS.pages(app.env).get(docname, {})
        for number, view in enumerate(views):
            if not isinstance(view, EveryNeed) and hold(app, conditions.get(number, ())):
                yield docname, view


def need_ids(env: BuildEnvironment) -> Iterator[str]:
    """Yield the ids of the needs on the pages read so far, resolved or not."""
    for views in views_of(env).values():
        for view in views:
            if isinstance(view, OneNeed):
                yield view.id


def generation(env: BuildEnvironment) -> str:
    """Return a token that changes whenever a page is read or removed."""
    return str(env.__dict__.get(_GENERATION, ""))


def setup(app: Sphinx) -> None:
    """Connect the collector of views, and have refused needs read again."""
    app.add_env_collector(_CONDITIONS.collector())
    app.add_env_collector(_PAGE_VIEWS.collector())
    app.connect("env-purge-doc", _purge)
    app.connect("env-get-outdated", _pages_with_refused_needs)
    app.connect("env-before-read-docs", _purge_all_first, priority=900)
    add_warning_listener(_RefusedNeeds(app))


class _RefusedNeeds(logging.Handler):
    """Note the page of every need that sphinx-needs refused, by the type of its warning.

    The id of such a need may be taken by another page, and free again when that page
    has changed: sphinx-needs keeps nothing of the need but the warning. Sphinx takes
    the handler away when the next application begins.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self._app = app

    def emit(self, record: logging.LogRecord) -> None:
        kind = (getattr(record, "type", None), getattr(record, "subtype", None))
        if kind[0] == "needs" and kind[1] in REFUSALS:
            docname = page_of(self._app, record)
            if docname in self._app.env.found_docs:
                _refused(self._app.env).add(docname)


def _refused(env: BuildEnvironment) -> set[str]:
    """Return the pages that hold a need which was left out."""
    refused: set[str] = env.__dict__.setdefault(_REFUSED, set())
    return refused


def _purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _refused(env).discard(docname)
    # Not a number: a fresh environment counts to the same one again.
    env.__dict__[_GENERATION] = token_hex(8)


def _pages_with_refused_needs(
    _app: Sphinx,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> list[str]:
    return sorted(_refused(env)) if added or changed or removed else []


def _purge_all_first(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Purge every page that will be read before the first is (``env-before-read-docs``).

    A serial read purges a page only when its turn comes. A need that has moved to a
    page that is read earlier would find its own id taken, and be lost; so would a label
    or a term. Sphinx' parallel read does it this way.
    """
    for docname in docnames:
        purge_page(app, docname)
        env.clear_doc(docname)


def _read_views(app: Sphinx, doctree: nodes.document) -> PageViews | None:
    found = list(_views_in(doctree))
    conditions = {
        number: conditions_of(node)
        for number, (node, _view) in enumerate(found)
        if isinstance(node, ViewNode)
    }
    if any(conditions.values()):
        _CONDITIONS.pages(app.env)[app.env.current_document.docname] = conditions
    return tuple(view for _node, view in found) or None


def _views_in(
    doctree: nodes.document,
) -> Iterator[tuple[nodes.Node, View[object] | EveryNeed]]:
    for node in doctree.findall(nodes.Element):
        if isinstance(node, ViewNode):
            yield node, node["view"]
        elif isinstance(node, NeedNode):
            yield node, OneNeed(node["refid"])
        elif type(node).__module__.startswith("sphinx_needs."):
            yield node, EveryNeed()  # a table, a chart, a role: drawn from any need


_PAGE_VIEWS: PerPage[PageViews] = PerPage("needs_core_views", _read_views)

_CONDITIONS: PerPage[dict[int, Conditions]] = PerPage(
    "needs_core_view_conditions", lambda *_: None
)
"""What each view of a page stands under, by its number, where any stands under one."""
