"""The one node of ours: a list that folds in HTML, and is a list everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class folded(nodes.General, nodes.Element):
    """Content behind a summary, ``node["summary"]``; drawn for HTML only."""


def visit_folded(self: HTML5Translator, node: folded) -> None:
    """Open the fold, closed: the summary says how much is in it."""
    self.body.append('<details class="need-fold">')
    self.body.append(f"<summary>{self.encode(node['summary'])}</summary>")


def depart_folded(self: HTML5Translator, node: folded) -> None:
    """Close the fold."""
    self.body.append("</details>")


def setup(app: Sphinx) -> None:
    """Register the node with the one drawing that has folds."""
    app.add_node(folded, html=(visit_folded, depart_folded))
