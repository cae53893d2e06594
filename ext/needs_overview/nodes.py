"""The placeholders that stand in a page until the needs are known."""

from __future__ import annotations

from docutils import nodes

from needs_core.page_views import ViewNode


class overview_map(ViewNode):
    """The picture of a forest, inside its figure. ``view`` is the ``TreeSpec``."""


class overview_bars(ViewNode):
    """The picture of some bars, inside its figure. ``view`` is the ``BarsSpec``."""


class overview_outline(ViewNode):
    """A forest as numbers and a list. ``view`` is the ``TreeSpec``.

    ``fold`` is whether it stands below a picture that says the same.
    """


class overview_table(ViewNode):
    """Bars as a table below their picture. ``view`` is the ``BarsSpec``."""


class overview_poster(ViewNode):
    """A poster. ``view`` is the ``PosterSpec``, ``title`` what it is called.

    ``headings`` are the names of its lists.
    """


class overview_picture(nodes.General, nodes.Element):
    """A drawn picture for HTML: ``body`` is its SVG, or several to choose from."""


class overview_fold(nodes.General, nodes.Element):
    """What HTML folds away below its ``summary``; other outputs show it."""
