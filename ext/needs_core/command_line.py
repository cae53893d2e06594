"""The command lines of extensions, read and answered in the language of the project.

It is the language that ``conf.py`` names, also where it cannot be read or names none.
"""

from __future__ import annotations

import re
import shlex
import sys
from argparse import ArgumentParser
from pathlib import Path
from subprocess import list2cmdline
from typing import TYPE_CHECKING, NoReturn

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from sphinx import package_dir
from sphinx.locale import get_translation, init, translators

from needs_core.atomic_write import BusyError, ChangedMeanwhileError, write_fault
from needs_core.git import NoGitError
from needs_core.messages import BuildStoppedError
from needs_core.suggestions import closest

if TYPE_CHECKING:
    from collections.abc import Callable

    from needs_core.git import GitError

_ = get_translation("needs_core")
_EXTENSIONS = Path(__file__).parents[1]

_LOCALES = Path(str(sys.modules["needs_core"].__file__)).parent / "locale"


def language_of(confdir: Path) -> str:
    """Return the language that ``conf.py`` names, whether or not it can be read.

    For what is no language, it is the one of our catalogues with the nearest name.
    """
    try:
        text = (confdir / "conf.py").read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        text = ""
    text = text.replace("\0", "")  # UTF-16
    found = re.search(r"^\s*language\s*=\s*[^\w\n]*([\w-]+)", text, re.MULTILINE)
    if not found or is_language(found[1]):
        return found[1] if found else "en"
    names: dict[str, str] = {"en": "en"}
    for folder in _LOCALES.iterdir():
        known = Locale.parse(folder.name)
        country = get_global("likely_subtags").get(folder.name, "").rpartition("_")[2]
        for name in (folder.name, known.english_name, known.display_name, country):
            names[str(name).casefold()] = folder.name
    near = closest(found[1], names, similarity=0.6)
    return names[near] if near else "en"


def is_language(given: object) -> bool:
    """Tell whether Sphinx or Babel knows a language of this code."""
    if not isinstance(given, str):
        return False
    try:
        Locale.parse(given.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return (Path(package_dir) / "locale" / given).is_dir() if given else False
    return True


class CommandError(Exception):
    """A command fails; the text says what is wrong and what to do."""


def run_command(run: Callable[[], int]) -> int:
    """Run a command; return its exit code, or 1 after having printed what is wrong."""
    try:
        return run()
    except (CommandError, BuildStoppedError) as error:
        text = str(error)
    except (BusyError, ChangedMeanwhileError, OSError) as error:
        text = write_fault(error)
    except (KeyboardInterrupt, EOFError):
        text = "\n" + _("Stopped. Nothing more is written.")
    print(text, file=sys.stderr)  # noqa: T201 (a terminal)
    return 1


class CommandParser(ArgumentParser):
    """Words an error by our catalogue, where argparse has English and ends the process."""

    def error(self, message: str) -> NoReturn:
        """Raise ``CommandError``."""
        del message
        raise CommandError(
            _("The command cannot be read. The guide shows how it is written.")
        )


def git_fault(error: GitError, folder: Path) -> str:
    """Return why git did not do something, in words of ours or as a quotation."""
    if isinstance(error, NoGitError):
        return _("The program git is not there. Install it.")
    if error.no_repository:
        return _("The folder is kept by no git, and has no commits to read: %s") % folder
    if error.foreign_owner:
        text = _("git reads no folder of another user. Run: %s")
        command = f'git config --global --add safe.directory "{folder.resolve()}"'
        return text % command
    return _("git could not do it, and says: “%s” (in English).") % error.first_line


def quoted_word(text: str) -> str:
    """Return a word as it is typed on this machine: one with a space is quoted.

    >>> quoted_word("plan.xlsx")
    'plan.xlsx'
    """
    return list2cmdline([text]) if sys.platform == "win32" else shlex.quote(text)


def use_language(language: str | None, *extensions: str) -> None:
    """Have the messages of extensions in a language; None is that of the terminal."""
    for name in ("needs_core", *extensions):
        translators.pop(("general", name), None)  # else the first language stays
        init([_EXTENSIONS / name / "locale"], language, name)
