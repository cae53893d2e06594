"""Suggest the name an author probably meant."""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import get_close_matches
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ = get_translation("needs_core")

SIMILARITY = 0.7
"""Ratio of ``difflib`` from which two names count as close."""

_FEW = 500
"""Up to so many names, each is compared with."""
_LIKELY = 12
"""Among more names, so many are compared with: those that share most pieces."""
_FEWER = 2
"""Names that share so many pieces fewer than the best are not looked at."""
_LISTED = 2_000
"""Names looked up by their pieces for one question, the rarest pieces first."""


class NameIndex:
    """Names to suggest from, for many questions.

    A project may rename the prefix of ten thousand ids, and have as many broken links:
    comparing each with every id by ``difflib`` takes minutes. Among many names, only
    those that share pieces of two and three letters with the wanted one are compared.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_folded = {name.casefold(): name for name in names}

    def closest(self, name: str, similarity: float = SIMILARITY) -> str | None:
        """Return the closest of the names; ``None`` where none is close.

        Upper and lower case do not count: a type or an id is often right but for them.
        ``similarity`` is the ratio of ``difflib`` from which a name counts as close.
        """
        folded = name.casefold()
        if folded in self._by_folded:
            return self._by_folded[folded]
        likely = self._by_folded if len(self._by_folded) <= _FEW else self._likely(folded)
        found = get_close_matches(folded, likely, n=1, cutoff=similarity)
        return self._by_folded[found[0]] if found else None

    @cached_property
    def _by_piece(self) -> dict[str, list[str]]:
        by_piece: dict[str, list[str]] = defaultdict(list)
        for name in self._by_folded:
            for piece in _pieces(name):
                by_piece[piece].append(name)
        return dict(by_piece)

    def _likely(self, folded: str) -> list[str]:
        """Return the names that share most pieces, those of about the same length first."""
        lists = [self._by_piece[x] for x in _pieces(folded) if x in self._by_piece]
        shared: Counter[str] = Counter()
        left = _LISTED
        for names in sorted(lists, key=len):
            shared.update(islice(names, left))
            left = max(0, left - len(names))
        least = max(shared.values(), default=0) - _FEWER
        best = [(-n, name) for name, n in shared.items() if n >= least]
        best.sort(key=lambda x: (x[0], abs(len(x[1]) - len(folded))))
        return [name for _, name in best[:_LIKELY]]


def closest(name: str, names: Iterable[str], similarity: float = SIMILARITY) -> str | None:
    """Return the closest of some names; ``None`` where none is close.

    >>> closest("ms_1_1", ["MS_1_1", "MS_2_1"]), closest("x", ["MS_1_1"])
    ('MS_1_1', None)
    """
    return NameIndex(names).closest(name, similarity)


def did_you_mean(name: str, names: Iterable[str] | NameIndex) -> str:
    """Return the translated " Did you mean “…”?" for the closest name, else nothing."""
    index = names if isinstance(names, NameIndex) else NameIndex(names)
    found = index.closest(name)
    return _(" Did you mean “%s”?") % found if found else ""


def _pieces(name: str) -> Iterator[str]:
    """Yield the runs of two and three letters of a name with its ends, each once."""
    marked = f"^{name}$"
    pieces = (
        marked[n : n + size] for size in (2, 3) for n in range(len(marked) - size + 1)
    )
    return iter(dict.fromkeys(pieces))
