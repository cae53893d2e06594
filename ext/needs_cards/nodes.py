"""The nodes of ours: a list that folds in HTML, and what stands in for a drawn need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class folded(nodes.General, nodes.Element):
    """Content behind a summary, ``node["summary"]``; drawn for HTML only."""


class around(nodes.table):
    """Stands around a diagram for as long as it is made; never drawn.

    sphinx-needs makes the diagram of a need of what it finds around it: a table with
    the id of the need, as its own drawing is one.
    """


def take_away(_app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Leave what stood in the table without it (``doctree-resolved``)."""
    for node in list(doctree.findall(around)):
        node.replace_self(node.children)


def visit_folded(self: HTML5Translator, node: folded) -> None:
    """Open the fold, closed: the summary says how much is in it."""
    self.body.append('<details class="need-fold">')
    self.body.append(f"<summary>{self.encode(node['summary'])}</summary>")


def depart_folded(self: HTML5Translator, node: folded) -> None:
    """Close the fold."""
    self.body.append("</details>")


def setup(app: Sphinx) -> None:
    """Register the fold with the one drawing that has folds."""
    app.add_node(folded, html=(visit_folded, depart_folded))
    # After sphinx-needs has made its diagrams, at 500.
    app.connect("doctree-resolved", take_away, priority=600)
