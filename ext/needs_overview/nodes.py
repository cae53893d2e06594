"""Placeholders of the directives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from needs_core.page_views import ViewNode

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class MapNode(ViewNode):
    """The picture of a forest, inside its figure. ``view`` is the ``TreeView``."""


class BarsNode(ViewNode):
    """The picture of some bars, inside its figure. ``view`` is the ``BarsView``."""


class OutlineNode(ViewNode):
    """A forest as numbers and a list. ``view`` is the ``TreeView``.

    ``fold`` is whether it stands below a picture that shows the same.
    """


class BarsTableNode(ViewNode):
    """Bars as a table below their picture. ``view`` is the ``BarsView``."""


class PosterNode(ViewNode):
    """A poster: ``view`` (``PosterView``), ``title`` and the ``headings`` of its lists."""


class ProfileNode(ViewNode):
    """A profile: ``view`` (``ProfileView``) and the ``headings`` of its lists."""


class SentenceNode(ViewNode):
    """A sentence by a count: ``view`` (``CountView``), ``sentences`` (paragraphs).

    In their texts ``{count}``, ``{total}`` and ``{list}`` stand for what is counted.
    """


class CountNode(ViewNode, nodes.Inline):
    """A count within a text: ``view`` (``CountView``)."""


class StepNode(ViewNode, nodes.Inline):
    """How far a need is, within a text: ``view`` (``StepView``)."""


PLACEHOLDERS = (
    MapNode,
    BarsNode,
    OutlineNode,
    BarsTableNode,
    PosterNode,
    ProfileNode,
    SentenceNode,
    CountNode,
    StepNode,
)

ALTERNATIVES = ("none", "one", "several")
"""The sentences for no need, for one and for more than one."""


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    for node_type in PLACEHOLDERS:
        app.add_node(node_type)
