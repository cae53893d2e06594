"""Near-duplicate texts, found by the runs of words they share."""

from __future__ import annotations

from collections import Counter
from functools import cache
from hashlib import blake2b
from itertools import chain
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


def runs(words: Sequence[str]) -> frozenset[int]:
    """Return the runs of four words in a row, as digests; of a shorter text, the whole.

    >>> len(runs(["a", "b", "c", "d", "e"])), len(runs(["a"]))
    (2, 1)
    """
    numbers = [_digest(word) for word in words]
    rows = [numbers[start:] for start in range(min(_RUN, len(numbers)))]
    # The hash of numbers, unlike that of words, is the same in every process.
    return frozenset(map(hash, zip(*rows, strict=False) if rows else [()]))


@cache
def _digest(word: str) -> int:
    """Return a number that is read and compared faster than a word."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest())


def duplicates(texts: Sequence[AbstractSet[int]]) -> Mapping[int, int]:
    """Return the number of each text that repeats an earlier one, with the earlier's.

    A text is given by its ``runs``, so that a duplicate with a word changed is still
    one. The first text in reading order is the original. Runs that many texts share
    are ignored.

    >>> duplicates([runs(text.split()) for text in ("a b c d e", "x", "see a b c d e")])
    {2: 0}
    """
    counts = Counter(chain.from_iterable(texts))
    shared = {run for run, count in counts.items() if 1 < count <= _MANY}
    first: dict[int, int] = {}
    found: dict[int, int] = {}
    for number, own in enumerate(texts):
        repeated = own & shared
        earlier = Counter(first[run] for run in repeated if run in first)
        if earlier:
            most, count = min(earlier.items(), key=lambda pair: (-pair[1], pair[0]))
            if count >= _SHARE * len(own):
                found[number] = found.get(most, most)
        for run in repeated:
            first.setdefault(run, number)
    return found
