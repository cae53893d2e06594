"""The command lines of extensions: read and answered in the language of the project."""

from __future__ import annotations

import shlex
import sys
from argparse import ArgumentParser
from pathlib import Path
from subprocess import list2cmdline
from typing import NoReturn

from sphinx.locale import get_translation, init

_ = get_translation("needs_core")
_EXTENSIONS = Path(__file__).parents[1]


class UnreadableCommandError(Exception):
    """A command line that cannot be read; the text says what to do."""


class CommandParser(ArgumentParser):
    """Words an error by our catalogue, where argparse has English and ends the process."""

    def error(self, message: str) -> NoReturn:
        """Raise ``UnreadableCommandError``."""
        del message
        raise UnreadableCommandError(
            _("The command cannot be read. The guide shows how it is written.")
        )


def quoted_word(text: str) -> str:
    """Return a word as it is typed on this machine: one with a space is quoted.

    >>> quoted_word("plan.xlsx")
    'plan.xlsx'
    """
    return list2cmdline([text]) if sys.platform == "win32" else shlex.quote(text)


def use_language(language: str | None, *extensions: str) -> None:
    """Have the messages of extensions in a language; None is that of the terminal."""
    for name in ("needs_core", *extensions):
        init([_EXTENSIONS / name / "locale"], language, name)
