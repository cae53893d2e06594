"""The next free id, after those of its siblings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_NUMBERED = re.compile(r"(.*?)(\d+)")


def next_id(siblings: Iterable[str], used: Collection[str], rule: str) -> str | None:
    """Return the highest number among the siblings plus one, as wide as it is.

    None where there is nobody to count from, or the number does not fit or is taken:
    one in between might have belonged to a need that is gone.

    >>> next_id(["TI_101", "TI_106"], {"TI_101", "TI_106"}, "^TI_[0-9]{3}$")
    'TI_107'
    >>> next_id(["TI_199"], {"TI_199", "TI_200"}, "") is None
    True
    """
    parts = [(x[1], int(x[2]), x[2]) for s in siblings if (x := _NUMBERED.fullmatch(s))]
    if not parts or len({prefix for prefix, _, _ in parts}) != 1:
        return None
    prefix, number, digits = max(parts, key=lambda part: part[1])
    id_ = f"{prefix}{number + 1:0{len(digits)}}"
    fits = not rule or re.match(rule, id_)
    return id_ if fits and id_ not in used else None
