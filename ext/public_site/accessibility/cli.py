"""``python -m public_site.accessibility``: ask the maintainers, and keep the answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.atomic_write import (
    BusyError,
    ChangedMeanwhileError,
    FileWrite,
    folder_lock,
    write_fault,
    write_files,
)
from needs_core.command_parser import CommandParser, UnreadableCommandError, use_language
from needs_core.json_text import JsonTextError
from needs_core.project_language import language_of
from public_site.accessibility.answers import AnswersError, answers_text, parse_answers
from public_site.accessibility.dialogue import ask_all
from public_site.accessibility.questions import open_questions

if TYPE_CHECKING:
    from collections.abc import Sequence

_ = get_translation("public_site")


def main(arguments: Sequence[str]) -> int:
    """Ask, and write the file; return 0, or 1 after having told what is wrong."""
    parser = CommandParser(prog="python -m public_site.accessibility")
    parser.add_argument("file", type=Path, help="the file of the answers")
    parser.add_argument("--all", action="store_true", help="ask for all of them again")
    parser.add_argument("--language", default=None, help="the language of the questions")
    use_language(language_of(Path()), "public_site")
    try:
        given = parser.parse_args(arguments)
    except UnreadableCommandError as error:
        print(error, file=sys.stderr)  # noqa: T201 (a terminal)
        return 1
    language = given.language or language_of(given.file.parent.resolve())
    use_language(language, "public_site")
    file, before = given.file, None
    try:
        before = file.read_bytes() if file.exists() else None
        answers = parse_answers(before) if before is not None else {}
    except (AnswersError, JsonTextError, OSError) as error:
        text = _("%(file)s: The file cannot be read (%(part)s). Mend it, or delete it.")
        print(text % {"file": file, "part": error}, file=sys.stderr)  # noqa: T201
        return 1
    found = ask_all(answers, input, print, every=given.all)
    after = answers_text(found).encode()
    try:
        if found != answers or before is None:
            with folder_lock(file.parent.resolve()) as lock:
                write_files(lock, [FileWrite(file.resolve(), before, after)])
            print(_("Written: %s") % file)  # noqa: T201 (a terminal)
    except (BusyError, ChangedMeanwhileError, OSError) as error:
        print(write_fault(error), file=sys.stderr)  # noqa: T201
        return 1
    left = open_questions(found)
    if left:
        print(_("Still open: %d. Do not publish the site until then.") % len(left))  # noqa: T201
    else:
        print(_("Every question is answered. Make the statement with these answers."))  # noqa: T201
    return 0
