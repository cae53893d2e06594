"""Near-duplicate texts, found by the runs of words they share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

_RUN = 4
"""The length of a run in words; shorter ones are shared by chance."""
_MANY = 4
"""Runs that stand in more texts than this are set phrases, and are ignored."""
_SHARE = 0.6
"""The least share of its runs that a duplicate has in common with an earlier text."""


def runs(words: Sequence[str]) -> frozenset[str]:
    """Return the runs of four words in a row; of a shorter text, the whole text.

    >>> sorted(runs(["a", "b", "c", "d", "e"]))
    ['a b c d', 'b c d e']
    """
    if len(words) < _RUN:
        return frozenset({" ".join(words)})
    return frozenset(" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))


def duplicates(texts: Sequence[AbstractSet[str]]) -> Mapping[int, int]:
    """Return the number of each text that repeats an earlier one, with the earlier's.

    A text is given by its ``runs``, so that a duplicate with a word changed is still
    one. The first text in reading order is the original. Runs that many texts share
    are ignored.

    >>> duplicates([runs(text.split()) for text in ("a b c d e", "x", "see a b c d e")])
    {2: 0}
    """
    common = {
        run for run, n in Counter(r for own in texts for r in own).items() if n > _MANY
    }
    first: dict[str, int] = {}
    found: dict[int, int] = {}
    for number, own in enumerate(texts):
        shared = Counter(first[run] for run in own - common if run in first)
        if shared:
            earlier, count = min(shared.items(), key=lambda pair: (-pair[1], pair[0]))
            if count >= _SHARE * len(own):
                found[number] = found.get(earlier, earlier)
        for run in own:
            first.setdefault(run, number)
    return found
