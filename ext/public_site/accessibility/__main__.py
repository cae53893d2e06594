"""``python -m public_site.accessibility``: ask the maintainers, and keep the answers."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.atomic_write import (
    FileWrite,
    folder_lock,
    write_files,
)
from needs_core.command_line import (
    CommandError,
    CommandParser,
    language_of,
    run_command,
    use_language,
)
from needs_core.dates import read_day
from needs_core.json_text import JsonTextError
from public_site.accessibility.statement import (
    DAY,
    ONE,
    QUESTIONS,
    SEVERAL,
    AnswersError,
    Question,
    answers_text,
    asked,
    open_questions,
    parse_answers,
)

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping, Sequence

_ = get_translation("public_site")

_DAY_FIRST = re.compile(r"([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})")


def ask_all(
    answers: Mapping[str, str],
    read: Callable[[str], str],
    tell: Callable[[str], None],
    *,
    every: bool = False,
) -> dict[str, str]:
    """Return the answers with those that were given now.

    ``read`` shows a text and returns a line; ``EOFError`` ends the asking. With ``every``
    what is answered is asked again; an empty line keeps it.
    """
    found = dict(answers)
    tell(_("Answer what you know. An empty line leaves a question open."))
    try:
        for question in QUESTIONS:
            was = found.get(question.key, "")
            is_asked = question in asked(found) and (every or not was)
            if is_asked and (answer := _ask(question, was, read, tell)):
                found[question.key] = answer
    except EOFError:
        tell("")
    return found


def _ask(
    question: Question, was: str, read: Callable[[str], str], tell: Callable[[str], None]
) -> str:
    """Return the answer to a question; empty: none."""
    tell(f"\n{question.text}")
    if was:
        tell(_("Now: %s") % question.words(was))
    for number, (_name, text) in enumerate(question.choices, start=1):
        tell(f"  {number}  {text}")
    while True:
        typed = " ".join(read("> ").split())
        answer = _answer(question, typed)
        if answer is not None:
            return answer
        tell(_fault(question))


def _answer(question: Question, typed: str) -> str | None:
    """Return what was typed as the file has it; ``None``: it is no answer."""
    if not typed:
        return ""
    if question.kind == DAY:
        if found := _DAY_FIRST.fullmatch(typed):
            typed = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
        return typed if read_day(typed) else None
    return _chosen(question, typed) if question.choices else typed


def _chosen(question: Question, typed: str) -> str | None:
    """Return the names of the choices whose numbers were typed."""
    parts = re.split(r"[\s,;]+", typed.strip(" ,;"))
    names = [name for name, _text in question.choices]
    if question.kind == ONE and len(parts) > 1:
        return None
    numbers = {str(number): name for number, name in enumerate(names, start=1)}
    if not set(parts) <= set(numbers):
        return None
    return ", ".join(numbers[part] for part in sorted(set(parts)))


def _fault(question: Question) -> str:
    if question.kind == DAY:
        return _("That is no day. Write it as year-month-day, as 2027-12-31.")
    if question.kind == SEVERAL:
        return _("Write the numbers of the answers, with commas between.")
    return _("Write the number of the answer.")


def main(arguments: Sequence[str]) -> int:
    """Ask, and write the file; return 0, or 1 after having told what is wrong."""
    parser = CommandParser(prog="python -m public_site.accessibility")
    parser.add_argument("file", type=Path, help="the file of the answers")
    parser.add_argument("--all", action="store_true", help="ask for all of them again")
    parser.add_argument("--language", default=None, help="the language of the questions")
    use_language(language_of(Path()), "public_site")
    return run_command(lambda: _run(parser.parse_args(arguments)))


def _run(given: Namespace) -> int:
    language = given.language or language_of(given.file.parent.resolve())
    use_language(language, "public_site")
    file, before = given.file, None
    try:
        before = file.read_bytes() if file.exists() else None
        answers = parse_answers(before) if before is not None else {}
    except (AnswersError, JsonTextError, OSError) as error:
        text = _("%(file)s: The file cannot be read (%(part)s). Mend it, or delete it.")
        raise CommandError(text % {"file": file, "part": error}) from None
    found = ask_all(answers, input, print, every=given.all)
    after = answers_text(found).encode()
    if found != answers or before is None:
        with folder_lock(file.parent.resolve()) as lock:
            write_files(lock, [FileWrite(file.resolve(), before, after)])
        print(_("Written: %s") % file)  # noqa: T201 (a terminal)
    left = open_questions(found)
    if left:
        print(_("Still open: %d. Do not publish the site until then.") % len(left))  # noqa: T201
    else:
        print(_("Every question is answered. Make the statement with these answers."))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
