"""The words for half-years and quarters, the same in every output.

In files, options and addresses a period is written for machines, as ``2027-1`` is.
"""

from __future__ import annotations

import re

from sphinx.locale import get_translation

from needs_core.dates import HalfYear

_ = get_translation("needs_core")

_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])", re.ASCII)


def half_year_text(half_year: HalfYear) -> str:
    """Return a half-year in words, as "first half of 2027"."""
    text = _("first half of %d") if half_year.half == 1 else _("second half of %d")
    return text % half_year.year


def period_text(name: str) -> str:
    """Return a half-year (``2027-2``) or a quarter (``2027-Q3``) in words.

    A year, a month and any other text stay as they are.
    """
    if half_year := HalfYear.parse(name):
        return half_year_text(half_year)
    if found := _QUARTER.fullmatch(name):
        at = {"quarter": int(found[2]), "year": int(found[1])}
        return _("quarter %(quarter)d of %(year)d") % at
    return name
