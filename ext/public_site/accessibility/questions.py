"""The questions of the model accessibility statement of the European Union.

They are those of Implementing Decision (EU) 2018/1523, with its answers where it has any.
In Danish, the words are those of the form that authorities fill in, the WAS-Tool.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ = get_translation("public_site")

TEXT, DAY, ONE, SEVERAL = "text", "day", "one", "several"
"""What an answer is: a text, a day, one of the choices, or some of them."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question."""

    key: str
    """Its name in the file of the answers."""
    text: str
    kind: str = TEXT
    choices: tuple[tuple[str, str], ...] = ()
    """Each answer by its name in the file, and in words."""
    unless_full: bool = False
    """Whether it is only asked where something is not accessible."""

    def words(self, answer: str) -> str:
        """Return an answer in words."""
        named = dict(self.choices)
        parts = answer.split(", ") if self.kind == SEVERAL else [answer]
        return "; ".join(str(named.get(part, part)) for part in parts)

    def is_answer(self, answer: str) -> bool:
        """Tell whether a text may be an answer."""
        parts = answer.split(", ") if self.kind == SEVERAL else [answer]
        return not self.choices or all(part in dict(self.choices) for part in parts)


FULL = "full"

QUESTIONS = (
    Question("authority", _("Which authority has the website?")),
    Question(
        "compliance",
        _("How far does the website comply with the standard EN 301 549?"),
        ONE,
        (
            (FULL, _("It complies fully.")),
            ("partial", _("It complies in part (with most of the requirements).")),
            ("none", _("It does not comply (with most of the requirements).")),
        ),
    ),
    Question("content", _("Which content is not accessible?"), unless_full=True),
    Question(
        "reasons",
        _("Why is it not accessible?"),
        SEVERAL,
        (
            ("noncompliance", _("The requirements are not met yet.")),
            ("burden", _("It would be a disproportionate burden.")),
            ("scope", _("The law does not apply to the content.")),
        ),
        unless_full=True,
    ),
    Question(
        "alternatives",
        _("Can what is not accessible be had in another way?"),
        unless_full=True,
    ),
    Question(
        "method",
        _("How was the website evaluated?"),
        SEVERAL,
        (
            ("self", _("By the authority itself.")),
            ("external", _("By an external party.")),
            ("other", _("By another method.")),
        ),
    ),
    Question("evaluation", _("What was done to evaluate it, and by whom?")),
    Question("prepared", _("When was the statement prepared?"), DAY),
    Question("reviewed", _("When was it last reviewed?"), DAY),
    Question("phone", _("Whom can one call when something is not accessible?")),
    Question("contact", _("Where can one write?")),
    Question("complaints", _("Whom can one turn to when the answer is not satisfactory?")),
)


def asked(answers: Mapping[str, str]) -> Iterator[Question]:
    """Yield the questions that are to be answered, given the answers there are."""
    for question in QUESTIONS:
        if not (question.unless_full and answers.get("compliance") == FULL):
            yield question


def open_questions(answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the questions without an answer."""
    return tuple(x for x in asked(answers) if not answers.get(x.key))
