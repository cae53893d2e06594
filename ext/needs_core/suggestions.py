"""Suggest the name an author probably meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterable

_ = get_translation("needs_core")

SIMILARITY = 0.6
"""Ratio of ``difflib`` from which two names count as close."""


def closest(name: str, names: Iterable[str]) -> str | None:
    """Return the closest of the names; ``None`` where none is close.

    Upper and lower case do not count: a type or an id is often right but for them.

    >>> closest("ms_1_1", ["MS_1_1", "MS_2_1"]), closest("x", ["MS_1_1"])
    ('MS_1_1', None)
    """
    by_folded = {known.casefold(): known for known in names}
    found = get_close_matches(name.casefold(), by_folded, n=1, cutoff=SIMILARITY)
    return by_folded[found[0]] if found else None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return the translated " Did you mean “…”?" for the closest name, else nothing."""
    found = closest(name, names)
    return _(" Did you mean “%s”?") % found if found else ""
