"""What is to be said of a link, wherever it is drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A symbol, and the words that say the same."""

    symbol: str
    text: str
