"""The warnings of sphinx-needs, MyST and docutils, rewritten with a remedy.

Their messages are English and some lack a place. Each pattern recognises one of them by
its text; a message that none recognises is left as it is. Nothing here holds an app.
"""

from __future__ import annotations

from needs_core.upstream_warnings import markup, needs, schema
from needs_core.upstream_warnings.message import Message, Vocabulary

__all__ = ["Message", "Vocabulary", "rewrite"]

_PATTERNS = (*needs.PATTERNS, *schema.PATTERNS, *markup.PATTERNS)


def rewrite(message: str, vocabulary: Vocabulary) -> Message | None:
    """Return the message rewritten, or ``None`` when no pattern recognises it."""
    for pattern in _PATTERNS:
        if match := pattern.regex.search(message):
            return pattern.rewrite(match, vocabulary)
    return None
