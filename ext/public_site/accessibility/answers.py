"""The file of the answers, beside ``conf.py``. Knows no Sphinx but its texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from needs_core.json_text import parse_json
from public_site.accessibility.questions import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT, VERSION = "public-site-accessibility", 1
ANSWERS = "answers"


class AnswersError(ValueError):
    """The file cannot be used; the text is the part that is wrong."""


def parse_answers(content: bytes | str) -> dict[str, str]:
    """Return the answers in a file. Raises ``AnswersError`` and ``JsonTextError``."""
    loaded = parse_json(content)
    for key, wanted in (("format", FORMAT), ("version", VERSION)):
        if not isinstance(loaded, dict) or loaded.get(key) != wanted:
            raise AnswersError(key)
    given = loaded.get(ANSWERS)
    if not isinstance(given, dict):
        raise AnswersError(ANSWERS)
    questions = {question.key: question for question in QUESTIONS}
    for key, answer in given.items():
        question = questions.get(key)
        right = question is not None and isinstance(answer, str)
        if not right or (answer and question and not question.is_answer(answer)):
            raise AnswersError(key)
    return {key: answer.strip() for key, answer in given.items() if answer.strip()}


def answers_text(answers: Mapping[str, str]) -> str:
    r"""Return the text of a file, with every question in it, answered or not.

    >>> parse_answers(answers_text({"phone": "12 34 56 78"}))
    {'phone': '12 34 56 78'}
    """
    every = {question.key: answers.get(question.key, "") for question in QUESTIONS}
    content = {"format": FORMAT, "version": VERSION, ANSWERS: every}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
