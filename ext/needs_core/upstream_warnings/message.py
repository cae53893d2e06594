"""A rewritten message, and how one is recognised by its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from needs_core.suggestions import NameIndex


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names a project has, from which the right one is suggested."""

    types: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    ids: Callable[[], NameIndex] = lambda: NameIndex(())
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field name to its allowed values."""


@dataclass(frozen=True, slots=True)
class Message:
    """A rewritten message, translated."""

    subject: str
    fault: str
    remedy: str

    @property
    def text(self) -> str:
        """The whole message."""
        return f"{self.subject}: {self.fault} {self.remedy}"


Rewrite = Callable[[re.Match[str], Vocabulary], Message]
"""Makes the message of a text that was recognised."""


@dataclass(frozen=True, slots=True)
class MessagePattern:
    """A regular expression of messages, and how they are rewritten."""

    regex: re.Pattern[str]
    rewrite: Rewrite


def pattern(regex: str, rewrite: Rewrite) -> MessagePattern:
    """Return a pattern; ``.`` matches a line break too."""
    return MessagePattern(re.compile(regex, re.DOTALL), rewrite)
