"""The placeholders that stand in a page until the needs are known."""

from __future__ import annotations

from docutils import nodes

from needs_core.page_views import ViewNode


class quote_summary(ViewNode):
    """How many needs have a checked quote. ``view`` is the ``SummaryView``."""


class variants(ViewNode):
    """Wordings of versions. ``view`` is the ``VariantsView``.

    ``named`` is whether the need that holds the wordings is led to.
    """


class marked_words(nodes.Inline, nodes.TextElement):
    """Words that differ, for HTML: ``kind`` is ``ins`` or ``del``."""


class mention_matrix(ViewNode):
    """Who is named where. ``view`` is the ``MatrixView``, ``caption`` the author's."""


class mentions(ViewNode):
    """Every quote that names a need. ``view`` is the ``MentionsView``."""


class timeline(ViewNode):
    """Needs with dates. ``view`` is the ``TimelineView``, ``caption`` the author's."""


class timeline_picture(nodes.General, nodes.Element):
    """A timeline drawn for HTML: ``svg``."""


class story(ViewNode):
    """Stories of needs. ``view`` is the ``StoriesView``."""
