"""Placeholders of the directives, and what HTML draws in a way of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from needs_core.page_views import ViewNode

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


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


class InlinePicture(nodes.General, nodes.Element):
    """The picture of a map in HTML: ``layouts``, the SVGs of each layout by its name."""


class InlineBar(nodes.General, nodes.Element):
    """A bar in HTML: ``body`` is its SVG, as wide as there is room."""


def _visit_picture(self: HTML5Translator, node: InlinePicture) -> None:
    # Inline, so that links work; the style sheet chooses the layout that fits.
    drawn = "".join(
        f'<div class="needs-picture-{name}">{"".join(bodies)}</div>'
        for name, bodies in node["layouts"].items()
    )
    self.body.append(f'<div class="needs-picture">{drawn}</div>\n')
    raise nodes.SkipNode


def _visit_bar(self: HTML5Translator, node: InlineBar) -> None:
    self.body.append(node["body"])
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    for node_type in PLACEHOLDERS:
        app.add_node(node_type)
    app.add_node(InlinePicture, html=(_visit_picture, None))
    app.add_node(InlineBar, html=(_visit_bar, None))
