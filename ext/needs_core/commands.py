"""Command lines as messages name them: those of the project, where it has its own.

A project that wraps the commands of the extensions, as a Makefile does, says so once::

    needs_core_commands = {"needs_history.new": "make ny"}

The names are ``<extension>.<command>``, and ``<extension>.<command>.<option>`` for an
option of it. A command that is not named is told as the extension itself is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.settings import value

if TYPE_CHECKING:
    from sphinx.config import Config


def command_line(config: Config, name: str, default: str) -> str:
    """Return what a reader is to type for a command or an option of it.

    ``default`` is the command line of the extension itself, as
    ``python -m needs_history new``.
    """
    commands: dict[str, str] = dict(value(config, "needs_core_commands"))
    return commands.get(name, default)
