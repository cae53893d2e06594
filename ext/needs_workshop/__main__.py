"""``python -m needs_workshop``: the command."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core import command_line
from needs_core.command_line import CommandParser, language_of, run_command
from needs_core.extras import require
from needs_workshop.project_reader import WorkshopError, WorkshopFolders

if TYPE_CHECKING:
    from argparse import Namespace

_ = get_translation("needs_workshop")


def _parser() -> CommandParser:
    parser = CommandParser(prog="python -m needs_workshop", add_help=False)
    parser.add_argument("--conf", type=Path, default=Path())
    parser.add_argument("--source", type=Path, default=None)
    parser.add_argument("--work", type=Path, default=None)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--tasks", default="")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the workshop; return 0, or 1 after having printed what is wrong."""
    words = sys.argv[1:] if arguments is None else arguments
    use_language(language_of(Path()))
    return run_command(partial(_run, words))


def _run(words: list[str]) -> int:
    given = _parser().parse_args(words)
    language = language_of(given.conf.resolve())
    use_language(language)
    folders = _folders(given)
    require("workshop", "needs_workshop")
    from needs_workshop.server import serve
    from needs_workshop.tasks import read_tasks

    tasks, browser = read_tasks(given.tasks), not given.no_browser
    try:
        serve(folders, language, given.port, tasks=tasks, browser=browser)
    except KeyboardInterrupt:
        print()  # noqa: T201 (a terminal)
    return 0


def _folders(given: Namespace) -> WorkshopFolders:
    """Return where the project lies. Raises ``WorkshopError``."""
    conf = given.conf.resolve()
    if not (conf / "conf.py").is_file():
        text = _("There is no conf.py in %s. Go to the folder of the project.")
        raise WorkshopError(text % conf)
    source = given.source or (conf / "docs" if (conf / "docs").is_dir() else conf)
    name = "docs" if conf == Path.cwd() else conf.name
    work = given.work or Path("_build", "workshop", name)
    return WorkshopFolders(conf, source.resolve(), work.resolve())


def use_language(language: str) -> None:
    """Have all messages of the workshop in a language."""
    command_line.use_language(language, "needs_authoring", "needs_workshop")


if __name__ == "__main__":
    sys.exit(main())
