"""Where each token stands, in the form of the script: made whole, or changed in places.

Knows no Sphinx.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Counts = tuple[Mapping[str, int], ...]
    """For each of ``FIELDS``: the tokens of one entry, and how often they stand there."""

FIELDS = ("title", "text", "parts", "meta", "type", "everyday")
"""Parts: of compounds and suspended words. Meta: id, capitals and the need's fields."""

EVERYDAY = FIELDS.index("everyday")
"""The field that few entries have: its average length is that of those that have it."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def make_postings(entries: Iterable[Counts]) -> dict[str, str]:
    """Return where each token stands, by token in order; entries are told by number."""
    fields = tuple(defaultdict[str, list[tuple[int, int]]](list) for _ in FIELDS)
    for number, counts in enumerate(entries):
        for found, of_field in zip(fields, counts, strict=True):
            for token, count in of_field.items():
                found[token].append((number, count))
    every = sorted(set().union(*fields))
    return {token: _packed([found.get(token, ()) for found in fields]) for token in every}


def change_postings(
    postings: Mapping[str, str], changes: Mapping[int, tuple[Counts, Counts]]
) -> dict[str, str]:
    """Return the postings when the entries of some numbers have changed.

    ``changes`` are what each of them held before, and what it holds now.
    """
    now = defaultdict[str, dict[int, list[int]]](dict)
    for number, (before, after) in changes.items():
        for token in set().union(*before, *after):
            now[token][number] = [of_field.get(token, 0) for of_field in after]
    changed = dict(postings)
    for token, numbers in now.items():
        fields = _unpacked(changed.pop(token, ""))
        for number, counts in numbers.items():
            for found, count in zip(fields, counts, strict=True):
                found[number] = count
        kept = [[pair for pair in sorted(found.items()) if pair[1]] for found in fields]
        if any(kept):
            changed[token] = _packed(kept)
    return dict(sorted(changed.items()))


def _packed(posting: Sequence[Sequence[tuple[int, int]]]) -> str:
    """Return a posting: ``field`` then steps from entry to entry, ``step:count``.

    >>> _packed([[(3, 1), (17, 2)], [], [(40, 1)]])
    '03,e:2;214'
    """
    fields = []
    for place, counts in enumerate(posting):
        if not counts:
            continue
        steps, last = [], 0
        for number, count in counts:
            step = base36(number - last)
            steps.append(step if count == 1 else f"{step}:{base36(count)}")
            last = number
        fields.append(f"{place}{','.join(steps)}")
    return ";".join(fields)


def _unpacked(posting: str) -> list[dict[int, int]]:
    """Return what was packed: for each of ``FIELDS``, entry to count.

    >>> _unpacked("03,e:2;214")
    [{3: 1, 17: 2}, {}, {40: 1}, {}, {}, {}]
    """
    fields: list[dict[int, int]] = [{} for _ in FIELDS]
    for part in filter(None, posting.split(";")):
        number = 0
        for one in part[1:].split(","):
            step, _colon, count = one.partition(":")
            number += int(step, 36)
            fields[int(part[0])][number] = int(count or "1", 36)
    return fields


@cache
def base36(number: int) -> str:
    """Return a number as the scripts have it."""
    text = ""
    while number >= 36:  # noqa: PLR2004 (the base)
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return _DIGITS[number] + text
