"""Addresses that a reader may follow: none that runs a program, none in disguise."""

from __future__ import annotations

import re

_RUNS = frozenset({"javascript", "vbscript", "data"})
"""Schemes of addresses that run instead of leading anywhere."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""Browsers skip some of these inside an address, and thus inside ``java script:``."""


def is_dangerous(address: str) -> bool:
    r"""Tell whether an address could run a program, or hides what it is.

    >>> [is_dangerous(x) for x in ("https://example.org/", "a b.html#data:", "a:b")]
    [False, False, False]
    >>> [is_dangerous(x) for x in (" JavaScript:a()", "java\tscript:a()", "a\x01.html")]
    [True, True, True]
    """
    scheme = address.strip().partition(":")[0].strip().lower()
    return scheme in _RUNS or bool(_CONTROLS.search(address))


def safe(address: str | None) -> str | None:
    """Return an address, or ``None`` for one that is dangerous."""
    return None if address is None or is_dangerous(address) else address
