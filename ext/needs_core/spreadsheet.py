"""Texts from pages, made fit for a sheet: never a formula, never a broken file."""

from __future__ import annotations

import re

LONGEST = 32_767
"""Characters a cell of a sheet holds, counted in UTF-16 as Excel does."""

_SPACE = re.compile(r"[ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_BROKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20]")
_MONTH = r"(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)[a-zæøå]*"
_TURNED = re.compile(
    rf"""(?ix)
    \d+ [\s.,:/%-] [\d\s.,:/%-]* | 0\d+ | \d{{12,}}      # a date, a time, a share, a number
    | [\d.,]+ e [+-]? \d+ | [$€£(] [\d.,\s]+ \)?
    | \d{{1,4}} [\s./-]* {_MONTH} [\s./-]* \d{{0,4}} | {_MONTH} [\s./-]* \d{{1,4}}
    """
)
"""A text that Excel would turn into a number or a date when it opens a CSV file."""


def clean(text: str) -> str:
    r"""Return a text on one line, without what XML and Excel cannot hold.

    A translation that is still to be looked up becomes a string here.

    >>> clean(" a\r\n\tb\x00 ")
    'a b'
    """
    return _BROKEN.sub("", _SPACE.sub(" ", str(text))).strip(" ")


def cut(text: str) -> str:
    """Return what a cell of a sheet can hold of a text, with … where it goes on."""
    if len(text) * 2 <= LONGEST:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def plain(text: str) -> str:
    """Return a text so that a sheet that opens a CSV file takes it as text.

    What would be a formula, a number or a date gets the apostrophe in front that one
    would type in Excel itself.

    >>> plain("=1+1"), plain("2027-1"), plain("1. maj"), plain("1. Støtte"), plain("2027")
    ("'=1+1", "'2027-1", "'1. maj", '1. Støtte', '2027')
    """
    marked = _FORMULA.match(text) or _TURNED.fullmatch(text)
    return cut(f"'{text}" if marked else text)
