"""The placeholders that stand in a page until the needs are known."""

from __future__ import annotations

from needs_items.pages import ViewNode


class quote_summary(ViewNode):
    """How many needs have a checked quote. ``view`` is the ``SummaryView``."""
