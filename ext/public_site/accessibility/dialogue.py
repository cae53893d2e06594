"""Asks for the answers, one after another. Knows no terminal: lines come and go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.dates import read_day
from public_site.accessibility.questions import (
    DAY,
    ONE,
    QUESTIONS,
    SEVERAL,
    Question,
    asked,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
