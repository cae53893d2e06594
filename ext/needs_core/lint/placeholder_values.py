"""Values that say that nothing is stated, as "-" and "?". No Sphinx application here."""

from __future__ import annotations

import re

from sphinx.locale import get_translation

_ = get_translation("needs_core")

_NO_WORD = re.compile("[-‐‑–—−?.… ]+")
_FORM = re.compile(r"\{+[^{}]*\}+|<[^<>]+>|\[[^\[\]]+\]|[xX]{2,}")
"""What a form letter has where a name is to stand."""
_WORDS = frozenset({"n/a", "na", "tba", "tbd", "todo", "none"})


def is_placeholder(value: str) -> bool:
    """Tell whether a field's value only says that there is none.

    So do hyphens, dots and question marks alone, a name in brackets, and the words for
    a value that is not stated, in English and in the project's language.

    >>> [is_placeholder(x) for x in ("-", "?", "TBD", "not stated", "[name]", "A-1", "")]
    [True, True, True, True, True, False, False]
    """
    words = {*_WORDS, "not stated", "unknown", str(_("not stated")), str(_("unknown"))}
    text = value.strip().rstrip(".")
    form = _NO_WORD.fullmatch(value) or _FORM.fullmatch(text)
    return bool(value and (form or text.casefold() in words))
