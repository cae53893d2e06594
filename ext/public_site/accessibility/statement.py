"""The accessibility statement: its questions, the answers, ``site-accessibility``.

The questions are those of Implementing Decision (EU) 2018/1523, the model statement, with
its answers where it has any. In Danish, the words are those of the form that authorities
fill in, the WAS-Tool. The answers of the project stand in a file beside ``conf.py``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from needs_core.dates import display_value
from needs_core.json_text import JsonTextError, parse_json
from needs_core.messages import Problem, warn
from needs_core.settings import file_name, register_value, setting, value
from needs_core.sphinx_internals import app_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

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


SETTING = "public_site_accessibility"


class AccessibilityAnswers(SphinxDirective):
    """A table of the questions and answers, and what is still open."""

    def run(self) -> list[nodes.Node]:
        """Return the table, and above it that the site is not to be published, if so."""
        answers = self._answers()
        found = list[nodes.Node]()
        if left := open_questions(answers):
            text = _("Answers that are missing: %d. Do not publish the site until then.")
            strong = nodes.strong("", text % len(left))
            found.append(nodes.paragraph("", "", strong))
        return [*found, self._table(answers)]

    def _answers(self) -> dict[str, str]:
        name = value(self.config, SETTING)
        path = Path(app_of(self.env).confdir) / name if name else None
        if path is None:
            return {}
        self.env.note_dependency(str(path))
        try:
            return parse_answers(path.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, AnswersError, JsonTextError) as error:
            fault = _("The file of the answers cannot be read (%s).") % error
            remedy = _("Mend it, or delete it and answer again.")
            line = error.line if isinstance(error, JsonTextError) else 1
            at = (None, line, name, fault, remedy, "public_site", "accessibility")
            warn(Problem(*at, file=str(path)))
            return {}

    def _table(self, answers: Mapping[str, str]) -> nodes.table:
        rows = [_row([nodes.Text(_("Question"))], [nodes.Text(_("Answer"))])]
        for question in asked(answers):
            answer = question.words(answers.get(question.key, ""))
            if question.kind == DAY:
                answer = display_value(answer, self.config.language)
            shown = nodes.Text(answer) if answer else nodes.emphasis("", _("not stated"))
            rows.append(_row([nodes.Text(str(question.text))], [shown]))
        group = nodes.tgroup(
            "",
            nodes.colspec(colwidth=55, stub=1),
            nodes.colspec(colwidth=45),
            nodes.thead("", rows[0]),
            nodes.tbody("", *rows[1:]),
            cols=2,
        )
        return nodes.table("", group, classes=["colwidths-given"])


def _row(*cells: list[nodes.Node]) -> nodes.row:
    entries = [nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells]
    return nodes.row("", *entries)


def setup(app: Sphinx) -> None:
    """Declare the setting and the directive."""
    made = setting(
        "",
        "The file of the answers that the accessibility statement takes, beside `conf.py`.",
        file_name(".json"),
    )
    register_value(app, SETTING, made)
    app.add_directive("site-accessibility", AccessibilityAnswers)
