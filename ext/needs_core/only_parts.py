"""Needs under the directive ``only`` whose condition does not hold are not in the build.

sphinx-needs keeps every need that is read; what ``only`` leaves out, Sphinx takes away
page by page when it writes. Here such needs are taken away before sphinx-needs resolves
them: no list, count, file or message of this build knows of them. The environment that
is kept for the next build has them, for its tags may be others.

A need with ``:hide:`` is another matter: it is in the build, in every list and file, and
only not drawn. It gets an anchor where it stands, so that links lead there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from needs_core.collector import PerPage
from needs_core.sphinx_needs_internals import ExtendNode, NeedNode, remove_extends

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

    from sphinx.application import Sphinx

Conditions = tuple[str, ...]
"""The expressions of ``only`` around something; all must hold."""


@dataclass(frozen=True, slots=True)
class ConditionalParts:
    """What stands under an ``only`` on a page."""

    expressions: Conditions
    """Every condition on the page."""
    needs: tuple[tuple[str, Conditions], ...]
    """The ids of needs."""
    extends: tuple[tuple[str, Conditions], ...]
    """The names of ``needextend`` directives."""


_HIDDEN = "needs_core_hidden_needs"
"""In the data of a page while it is read: its hidden needs, and where they stand."""
_PARTS: PerPage[ConditionalParts] = PerPage("needs_core_conditional", lambda *_: None)


def setup(app: Sphinx) -> None:
    """Connect the events."""
    app.add_env_collector(_PARTS.collector())
    # sphinx-needs takes hidden needs out of the page at 500, and looks at what is beside
    # them: their anchors are put when that is done.
    app.connect("doctree-read", _read, priority=400)
    app.connect("doctree-read", _put_anchors, priority=600)
    app.connect("needs-before-post-processing", _leave_out)


def conditions_of(node: nodes.Node) -> Conditions:
    """Return the conditions of every ``only`` around a node, the outermost first."""
    found = list[str]()
    around = node.parent
    while around is not None:
        if isinstance(around, addnodes.only):
            found.insert(0, around["expr"])
        around = around.parent
    return tuple(found)


def hold(app: Sphinx, conditions: Iterable[str]) -> bool:
    """Tell whether what stands under the conditions is shown in this build."""
    return all(_holds(app, expression) for expression in conditions)


def left_out(app: Sphinx) -> dict[str, str]:
    """Return the ids of the needs that this build does not show, with their pages."""
    return {
        id_: docname
        for docname, parts in _PARTS.pages(app.env).items()
        for id_, conditions in parts.needs
        if not hold(app, conditions)
    }


def conditions_on_page(app: Sphinx, docname: str) -> list[tuple[str, bool]]:
    """Return every condition on a page, and whether it holds."""
    parts = _PARTS.pages(app.env).get(docname)
    return [(text, _holds(app, text)) for text in parts.expressions] if parts else []


def _holds(app: Sphinx, expression: str) -> bool:
    try:
        return app.tags.eval_condition(expression)
    except Exception:  # noqa: BLE001 (Sphinx tells of it, and shows what is below)
        return True


def _read(app: Sphinx, doctree: nodes.document) -> None:
    app.env.temp_data[_HIDDEN] = [
        (need["refid"], need.parent, _next_shown(need))
        for need in doctree.findall(NeedNode)
        if need.get("hidden") and need.parent is not None
    ]
    expressions = {node["expr"] for node in doctree.findall(addnodes.only)}
    if expressions:
        needs = ((x["refid"], conditions_of(x)) for x in doctree.findall(NeedNode))
        extends = (
            (id_, conditions_of(x))
            for x in doctree.findall(ExtendNode)
            if x.parent is not None
            for id_ in _name_of(x)
        )
        docname = app.env.current_document.docname
        _PARTS.pages(app.env)[docname] = ConditionalParts(
            tuple(sorted(expressions)),
            tuple(pair for pair in needs if pair[1]),
            tuple(pair for pair in extends if pair[1]),
        )


def _next_shown(need: nodes.Element) -> nodes.Node | None:
    """Return what follows a hidden need and stays on the page."""
    after = need.parent[need.parent.index(need) + 1 :]
    stays = (x for x in after if not (isinstance(x, NeedNode) and x.get("hidden")))
    return next(stays, None)


def _put_anchors(app: Sphinx, _doctree: nodes.document) -> None:
    """Put an anchor where each hidden need stood (``doctree-read``)."""
    for id_, parent, follows in app.env.temp_data.pop(_HIDDEN) or ():
        at = len(parent) if follows is None else parent.index(follows)
        parent.insert(at, nodes.target("", "", ids=[id_]))


def _name_of(extend: nodes.Element) -> list[str]:
    """Return the name of a ``needextend``: docutils gives it the id of its target."""
    at = extend.parent.index(extend)
    before = extend.parent[at - 1] if at else None
    return [*extend["ids"], *(before["ids"] if isinstance(before, nodes.target) else ())]


def _leave_out(app: Sphinx, needs: MutableMapping[str, object]) -> None:
    """Take away what is not shown (``needs-before-post-processing``)."""
    for id_ in left_out(app):
        needs.pop(id_, None)
    remove_extends(app.env, _extends_left_out(app))


def _extends_left_out(app: Sphinx) -> list[str]:
    return [
        name
        for parts in _PARTS.pages(app.env).values()
        for name, conditions in parts.extends
        if not hold(app, conditions)
    ]
