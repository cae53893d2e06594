"""``python -m needs_history status|confirm|new``: what is done from a terminal."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import NoReturn

from sphinx.locale import get_translation

from needs_history.commands.confirm import confirm
from needs_history.commands.new import new
from needs_history.commands.project import CommandError, Place, speak
from needs_history.commands.status import status

_ = get_translation("needs_history")


class _Parser(ArgumentParser):
    """Says what is wrong in the words of our catalogue, where argparse has English."""

    def error(self, message: str) -> NoReturn:
        del message
        raise CommandError(
            _("The command cannot be read. The guide shows how it is written.")
        )


def _parser() -> ArgumentParser:
    parser = _Parser(prog="python -m needs_history", add_help=False)
    parser.add_argument("--conf", type=Path, default=Path())
    parser.add_argument("--source", type=Path, default=None)
    parser.add_argument("--work", type=Path, default=None)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("status", add_help=False)
    one.add_argument("name", nargs="?", default="")
    one.add_argument("--commit", default="")
    one.add_argument("--replace", default="")
    two = commands.add_parser("confirm", add_help=False)
    two.add_argument("ids", nargs="*")
    two.add_argument("--all", default="")
    three = commands.add_parser("new", add_help=False)
    three.add_argument("type", nargs="?", default="")
    three.add_argument("--title", default="")
    three.add_argument("--set", default="")
    three.add_argument("--text", default="")
    three.add_argument("--page", default="")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Do what the command says; return 0, or 1 after having told what is wrong."""
    speak()
    try:
        asked = _parser().parse_args(arguments)
        conf = asked.conf.resolve()
        source = (asked.source or asked.conf / "docs").resolve()
        place = Place(conf, source, (asked.work or Path("_build")).resolve())
        if asked.command == "status":
            told = status(place, asked.name, asked.commit, replace=bool(asked.replace))
        elif asked.command == "confirm":
            ids = [x for word in asked.ids for x in word.replace(",", " ").split()]
            told = confirm(place, ids, every=bool(asked.all))
        else:
            given = {"title": asked.title, "text": asked.text, "page": asked.page}
            told = new(place, asked.type, asked.set, **given)
    except CommandError as error:
        print(error, file=sys.stderr)  # noqa: T201 (a terminal)
        return 1
    except (KeyboardInterrupt, EOFError):
        print("\n" + _("Stopped. Nothing is written."), file=sys.stderr)  # noqa: T201
        return 1
    print(told)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
