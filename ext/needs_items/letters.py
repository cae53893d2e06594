"""Letters written as two characters: told once a page, and read as one."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_items.messages import Problem, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ = get_translation("needs_items")


def first_decomposed(text: str) -> tuple[int, str] | None:
    """Return line (from 1) and word of the first letter that is not composed.

    >>> first_decomposed("ok" + chr(10) + "ma" + chr(778) + "l er sat")
    (2, 'mål')
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            for word in re.findall(r"\S+", line):
                if not unicodedata.is_normalized("NFC", word):
                    return number, unicodedata.normalize("NFC", word).strip("`:{}[](),.\"'")
    return None


def compose(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Compose a page's letters before it is parsed (``source-read``).

    Some editors and PDF readers write å as a and a ring: a directive named so is not
    found, and a word written so is not found by search. Nothing is lost: the page is
    read as meant, and the author is told to mend the file.
    """
    found = first_decomposed(source[0])
    if found is None:
        return
    line, word = found
    source[0] = unicodedata.normalize("NFC", source[0])
    warn(
        Problem(
            docname,
            line,
            word,
            _("A letter is written as two characters (a letter and its accent)."),
            _("Type the word again, or save the page with composed letters (NFC)."),
            "needs_items",
            "letters",
        )
    )
