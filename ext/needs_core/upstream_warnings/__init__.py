"""What sphinx-needs, MyST and docutils warn of, said in our words with a remedy.

Their messages are English and some lack a place. Each phrase recognises one of them by
its text; a message that no phrase knows is left as it is. Nothing here holds an app.
"""

from __future__ import annotations

from needs_core.upstream_warnings import markup, needs, schema
from needs_core.upstream_warnings.message import Known, Said

__all__ = ["Known", "Said", "rephrase"]

_PHRASES = (*needs.PHRASES, *schema.PHRASES, *markup.PHRASES)


def rephrase(message: str, known: Known) -> Said | None:
    """Return the message in our words, or ``None`` when it is none we know."""
    for phrase in _PHRASES:
        if match := phrase.pattern.search(message):
            return phrase.say(match, known)
    return None
