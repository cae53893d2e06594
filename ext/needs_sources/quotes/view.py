"""What a page shows of the quotes, as a pure function of the needs and the lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_sources.quotes import judging
from needs_sources.quotes.gathering import quotes, sources

if TYPE_CHECKING:
    from needs_core.model import Items
    from needs_sources.quotes.lock import Lock
    from needs_sources.settings import Settings


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of ``quote-summary``."""

    types: tuple[judging.Share, ...] = ()
    sources: tuple[judging.SourceShare, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryView:
    """How many needs have a checked quote: by type, or by source."""

    settings: Settings
    lock: Lock
    """The lock as it was when the page was read; the page depends on its file."""
    types: tuple[str, ...]
    all: bool = False
    """Whether types without any quote are shown."""
    by_source: bool = False

    def look(self, items: Items) -> Summary:
        """Return the numbers."""
        found = sources(items, self.settings)
        judged = judging.judge(quotes(items, self.settings), found, self.lock)
        if self.by_source:
            return Summary(sources=judging.by_source(items, found, judged))
        shares = judging.shares(items, self.types, judged, self.settings.quote)
        return Summary(tuple(x for x in shares if x.quoted or self.all))
