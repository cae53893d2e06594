"""``python -m commands html``: one command line on Windows, macOS and Linux.

A command is followed by what it is to use, as ``TITEL="En titel"``; what is not said is
taken from the environment. ``make`` hands its own on that way.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import NoReturn

from commands.project import COMMANDS, Stop
from commands.running import use

NAMES = [
    *("TYPE", "TITEL", "FELTER", "TEKST", "SIDE"),
    *("NAVN", "COMMIT", "ERSTAT", "ID", "ALLE"),
    *(
        "HVOR",
        "FIL",
        "LEKSIKON",
        "UDFOER",
        "UDGAVE",
        "KILDER",
        "JOBS",
        "SEED",
        "RUNS",
        "SIZE",
    ),
]
"""What can be said after a command."""


def main(arguments: list[str]) -> int:
    """Run a command; return its exit code, 2 for a command that cannot be read."""
    width = max(map(len, COMMANDS)) + 2
    listed = "\n".join(f"  {name:{width}}{one.help}" for name, one in COMMANDS.items())
    parser = _Parser(
        prog="python -m commands",
        description=f"Skriv make eller python -m commands, og et af disse ord:\n\n{listed}",
        formatter_class=RawDescriptionHelpFormatter,
        usage="%(prog)s ORD [NAVN=TEKST ...]",
    )
    parser.add_argument("command", nargs="?", default="help", metavar="ORD")
    parser.add_argument("words", nargs="*", metavar="NAVN=TEKST")
    given = parser.parse_args(arguments)
    if given.command == "help":
        parser.print_help()
        return 0
    if given.command not in COMMANDS:
        return _unread(
            f"{given.command}: Det er ingen kommando. Her står dem, der er: help."
        )
    said = {name: os.environ[name] for name in NAMES if os.environ.get(name)}
    if fault := _read(given.words, given.command, said):
        return _unread(fault)
    try:
        use(said)
        return COMMANDS[given.command].run(said)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nAfbrudt.", file=sys.stderr)
        return 1


def _read(words: list[str], command: str, said: dict[str, str]) -> str:
    """Note what is said after a command, and return what of it cannot be read."""
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or name not in NAMES:
            return f"{word}: Det kan ikke læses. {_after(command)}"
        if name not in COMMANDS[command].takes:
            return f"{word}: Det bruges ikke af ordet. {_after(command)}"
        said[name] = text
    return ""


def _after(command: str) -> str:
    """Say what can be said after a command."""
    names = ", ".join(f"{name}=…" for name in COMMANDS[command].takes)
    return f"Efter {command} kan der stå: {names}."


class _Parser(ArgumentParser):
    """A parser that says in Danish what it cannot read."""

    def error(self, message: str) -> NoReturn:
        """Leave with code 2; what begins with a hyphen is no word."""
        _program, _colon, words = message.partition(": ")
        print(f"{words or message}: Det kan ikke læses. Skriv: help.", file=sys.stderr)
        sys.exit(2)


def _unread(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
