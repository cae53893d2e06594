"""Placeholders of directives and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from needs_core.page_views import ViewNode

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class QuoteSummaryNode(ViewNode):
    """How many needs have a checked quote. ``view`` is the ``QuoteSummaryView``."""


class SourceUsageNode(ViewNode):
    """What becomes of the lines of a source. ``view`` is the ``UsageView``."""


class VariantsNode(ViewNode):
    """Wordings of versions. ``view`` is the ``VariantsView``."""


class MentionMatrixNode(ViewNode):
    """Who is named where: ``view`` (``MentionMatrixView``) and ``caption``."""


class WordCountsNode(ViewNode):
    """Words in the chapters of a source: ``view`` (``WordCountView``) and ``caption``."""


class MentionsNode(ViewNode):
    """Every quote that names a need. ``view`` is the ``MentionsView``."""


class TimelineNode(ViewNode):
    """Needs with dates: ``view`` (``TimelineView``) and ``caption``."""


class StoryNode(ViewNode):
    """Stories of needs. ``view`` is the ``StoriesView``."""


class SourceReferenceNode(nodes.Inline, ViewNode):
    """Lines of sources in a sentence. ``view`` is the ``SourceReference``.

    Until it is drawn it holds the words it shows, so that they are found.
    """


PLACEHOLDERS = (
    QuoteSummaryNode,
    SourceUsageNode,
    VariantsNode,
    MentionMatrixNode,
    WordCountsNode,
    MentionsNode,
    TimelineNode,
    StoryNode,
    SourceReferenceNode,
)


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    for node_type in PLACEHOLDERS:
        app.add_node(node_type)
