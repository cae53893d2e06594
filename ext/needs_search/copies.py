"""Which texts are copies of earlier ones: originals come before copies. Plain values."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_RUN = 4
"""So many words in a row, shared, are no chance."""
_MANY = 4
"""A run in more texts than this is a turn of phrase."""
_SHARE = 0.6
"""A text that shares so much of its runs with an earlier one is a copy."""


def copies(texts: Sequence[Sequence[str]]) -> Mapping[int, int]:
    """Return the places of texts that repeat an earlier one, each with the earlier's.

    The order is that of reading: what is read first is the original. Words in a row
    are compared, so that a copy with a word changed is still one. What many texts say
    is a turn of phrase and tells nothing.

    >>> copies([["a", "b", "c", "d", "e"], ["x"], ["see", "a", "b", "c", "d", "e"]])
    {2: 0}
    """
    runs = [_runs(text) for text in texts]
    common = {
        run for run, n in Counter(r for own in runs for r in own).items() if n > _MANY
    }
    first: dict[tuple[str, ...], int] = {}
    found: dict[int, int] = {}
    for place, own in enumerate(runs):
        shared = Counter(first[run] for run in own - common if run in first)
        if shared:
            earlier, count = min(shared.items(), key=lambda pair: (-pair[1], pair[0]))
            if count >= _SHARE * len(own):
                found[place] = found.get(earlier, earlier)
        for run in own:
            first.setdefault(run, place)
    return found


def _runs(text: Sequence[str]) -> frozenset[tuple[str, ...]]:
    if len(text) < _RUN:
        return frozenset({tuple(text)})
    return frozenset(tuple(text[i : i + _RUN]) for i in range(len(text) - _RUN + 1))
