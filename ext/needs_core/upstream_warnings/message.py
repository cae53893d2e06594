"""What a message becomes: its subject, its fault, its remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Known:
    """The names a project has: to suggest the right one."""

    types: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    ids: Callable[[], Iterable[str]] = tuple
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field name to its allowed values."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message in our words."""

    subject: str
    fault: str
    remedy: str

    @property
    def text(self) -> str:
        """The whole message."""
        return f"{self.subject}: {self.fault} {self.remedy}"


Say = Callable[[re.Match[str], Known], Said]
"""Says a recognised message anew."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message recognised by its text, and what to say instead."""

    pattern: re.Pattern[str]
    say: Say


def phrase(pattern: str, say: Say) -> Phrase:
    """Make a phrase; ``.`` in the pattern matches a line break too."""
    return Phrase(re.compile(pattern, re.DOTALL), say)
