"""The warnings of sphinx-needs, MyST and docutils, rewritten with a remedy.

Their messages are English and some lack a place. Each pattern recognises one of them by
its text; one that none recognises is quoted in a sentence of the project's language.
Nothing here holds an app.
"""

from __future__ import annotations

from sphinx.locale import get_translation

from needs_core.upstream_warnings import (
    blocks,
    configuration,
    diagrams,
    markup,
    needs,
    needs_views,
    other_blocks,
    schema,
)
from needs_core.upstream_warnings.message import Message, Vocabulary

__all__ = ["Message", "Vocabulary", "quoted", "rewrite"]

_ = get_translation("needs_core")

_PATTERNS = (
    *needs.PATTERNS,
    *needs_views.PATTERNS,
    *diagrams.PATTERNS,
    *blocks.PATTERNS,
    *schema.PATTERNS,
    *other_blocks.PATTERNS,
    *markup.PATTERNS,
    *configuration.PATTERNS,
)


def rewrite(message: str, vocabulary: Vocabulary) -> Message | None:
    """Return the message rewritten, or ``None`` when no pattern recognises it."""
    for pattern in _PATTERNS:
        if match := pattern.search(message):
            return pattern.rewrite(match, vocabulary)
    return None


_QUOTED = "What stands here cannot be used: “%s” (from a program in English)."


def quoted(message: str) -> str:
    """Return a message that is not rewritten, within a sentence that is translated.

    Where there is no translation, it is the message itself.
    """
    first = " ".join(message.split("\n\n", 1)[0].split())
    sentence = _("What stands here cannot be used: “%s” (from a program in English).")
    remedy = _(" Correct it, or take it out.")
    return message if str(sentence) == _QUOTED else f"{sentence % first}{remedy}"
