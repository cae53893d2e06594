"""Tell English from Danish, a word at a time and a whole text at a time."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import docutils.languages.da
import docutils.languages.en
import pydata_sphinx_theme
import simplemma
import sphinx
from babel.messages.mofile import read_mo

from tests.conftest import REPO

BORROWED = frozenset(
    {"ca", "enter", "excel", "git", "recovery", "suds", "tool", "windows", "word"},
)
"""Words that Danish has taken in, but no dictionary yet, and names: of a key (Enter) and
of programs (Excel, Git, WAS-Tool, Windows, Word)."""

OURS = REPO / "locale/da/LC_MESSAGES/sphinx.mo"

_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_PROSE = re.compile(r"\S*[\d_/\\@{}<>=`]\S*|\S+[.]\S+|\b[A-ZÆØÅ]{2,}\b")
"""Ids, addresses, names of files, what a program reads, and abbreviations."""


def english_words(text: str) -> list[str]:
    """Return the words that English has and Danish has not.

    >>> english_words("Skip to the content: 14 målsætninger i SETUP.py, Search")
    ['content', 'Search']
    """
    prose = _NO_PROSE.sub(" ", text)
    return [word for word in _WORD.findall(prose) if _is_english(word.lower())]


@cache
def _is_english(word: str) -> bool:
    return (
        word not in BORROWED
        and simplemma.is_known(word, lang="en")
        and not simplemma.is_known(word, lang="da")
    )


@cache
def untranslated() -> frozenset[str]:
    """Return every text that Sphinx, the theme and docutils would show in English.

    Many a short one is made of words that are Danish, too: "Light", "Index", "Back to
    top". What the Danish catalogues leave as it is, as "Tip", is Danish.
    """
    theme, own = Path(pydata_sphinx_theme.__file__).parent, Path(sphinx.__file__).parent
    # Every language's catalogue holds the English texts as its keys.
    sources = [*theme.rglob("*.mo"), own / "locale/de/LC_MESSAGES/sphinx.mo"]
    danish = {*docutils.languages.da.labels.values()}
    for path in (own / "locale/da/LC_MESSAGES/sphinx.mo", OURS):
        danish.update(_texts(path).values())
    english = {*docutils.languages.en.labels.values()}
    english = english.union(*(_texts(path) for path in sources))
    return frozenset(english - danish - {""})


def _texts(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        found = read_mo(file)
    return {str(message.id): str(message.string) for message in found}
