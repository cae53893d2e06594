"""Flows that sphinx-needs draws by Graphviz for HTML alone, as graphs of Sphinx.

For any other builder, sphinx-needs takes a ``needflow`` of its engine ``graphviz`` away.
Here its own function makes the graph before it comes to that: it is called as for HTML.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_FLOW = "NeedflowGraphiz"


class _AttributeProxy:
    """A proxy of an object with some other attributes."""

    def __init__(self, one: object, **others: object) -> None:
        self._one = one
        self.__dict__.update(others)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._one, name)


def draw_flows(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace every flow of a page by its graph (``doctree-resolved``, before 500)."""
    if app.builder.name != "typst_pdf":
        return
    every = doctree.findall(nodes.Element)
    found = [x for x in every if type(x).__name__ == _FLOW]
    if not found:
        return
    from sphinx.ext.graphviz import graphviz

    package = type(found[0]).__module__.rpartition(".")[0]
    process = sys.modules[package].process_needflow_graphviz
    process(
        _AttributeProxy(app, builder=_AttributeProxy(app.builder, format="html")),
        doctree,
        docname,
        found,
    )
    for flow in found:
        if code := flow.get("resolved_content"):
            graph = graphviz("", code=code, options={"docname": docname})
            graph["alt"] = flow.get("alt") or ""
            graph["ids"] = flow["ids"]
            graph.source, graph.line = flow.source, flow.line
            flow.replace_self(graph)


def setup(app: Sphinx) -> None:
    """Connect before sphinx-needs, which draws at 500."""
    app.connect("doctree-resolved", draw_flows, priority=400)
