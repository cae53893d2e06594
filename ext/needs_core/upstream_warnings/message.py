"""A rewritten message, and how one is recognised by its text."""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from needs_core.model import Model
from needs_core.suggestions import NameIndex


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names a project has, from which the right one is suggested.

    They are read when a message needs them: some warnings come before there is a model.
    """

    model: Callable[[], Model] = lambda: Model({}, {}, {})
    ids: Callable[[], NameIndex] = lambda: NameIndex(())
    left_out: Callable[[], Container[str]] = lambda: ()
    """The ids of needs that are on a page and not shown in this build."""
    internal: Callable[[], Container[str]] = lambda: ()
    """The ids of needs that the public edition leaves out."""
    demanded: Callable[[], Container[str]] = lambda: ()
    """The fields that some type demands: what says nothing in them is not to be removed."""
    source: Callable[[], str] = lambda: ""
    """The line of the page that the message names."""
    markdown: bool = True
    """Whether the page is of Markdown; else of reStructuredText."""

    @property
    def types(self) -> tuple[str, ...]:
        """The types of needs."""
        return tuple(self.model().types)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of fields and links."""
        return (*self.model().fields, *self.model().links)


@dataclass(frozen=True, slots=True)
class Message:
    """A rewritten message, translated."""

    subject: str
    fault: str
    remedy: str
    field: str = ""
    """The field, or the line of a list, it is about: the message stands at its line."""
    last: str = ""
    """The message stands at the last line of the page that reads so."""
    setting: tuple[str | int, ...] = ()
    """The setting of ``conf.py`` it is about, or the path to it in the model's file."""
    stops: bool = False
    """Whether the build is to stop: without what it is about, every page is wrong."""
    option: bool = False
    """Whether it is that a block has no option of a name: one it needs may be meant."""
    file: str = ""
    """The file it is about, from the folder of the pages, where that is no page."""
    place: tuple[str, int] | None = None
    """Page and line where it stands, when that is not where the other one stood."""

    @property
    def text(self) -> str:
        """The whole message."""
        return f"{self.subject}: {self.fault} {self.remedy}"


WRITTEN = r"""(?P<name>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
"""What an author wrote, as Python repeats it: with marks and backslashes of its own."""


def as_written(found: str) -> str:
    r"""Return what an author wrote, of what a message repeats.

    >>> as_written(r"'a\\b.md'"), as_written('"det\'s"'), as_written("plain")
    ('a\\b.md', "det's", 'plain')
    """
    if found[:1] in {"'", '"'} and found[-1:] == found[:1] and len(found) > 1:
        with suppress(SyntaxError, ValueError):
            return str(literal_eval(found))
    return found


Rewrite = Callable[[re.Match[str], Vocabulary], Message]
"""Makes the message of a text that was recognised."""


@dataclass(frozen=True, slots=True)
class MessagePattern:
    """A regular expression of messages, and how they are rewritten."""

    expression: str
    rewrite: Rewrite

    def search(self, message: str) -> re.Match[str] | None:
        """Return what it recognises; compiled when the first message is seen."""
        return _compiled(self.expression).search(message)


def pattern(regex: str, rewrite: Rewrite) -> MessagePattern:
    """Return a pattern; ``.`` matches a line break too."""
    return MessagePattern(regex, rewrite)


def told(subject: str, fault: str, remedy: str, field: str = "", of: str = "") -> Rewrite:
    """Return the rewriting of a message; its texts name what was found, or ``of``.

    ``subject`` is a group's name, or what the message is about. The texts are translated
    when a message is rewritten: no language is set at import.
    """

    def rewrite(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
        found = match.groupdict(default="")
        groups = {name: " ".join(as_written(text).split()) for name, text in found.items()}
        about = groups.get(subject, subject)
        at = groups.get(field, field)
        fills = [of if "%s" in str(text) else groups for text in (fault, remedy)]
        return Message(about, str(fault) % fills[0], str(remedy) % fills[1], at)

    return rewrite


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.DOTALL)
