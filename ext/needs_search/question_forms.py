"""The questions that the needs themselves answer: read from ``words/questions-*.txt``.

Knows no Sphinx.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class QuestionForms:
    """How people of a language ask."""

    forms: tuple[tuple[str, str], ...] = ()
    """A kind of answer, and the pattern of a question, with slots."""
    openings: tuple[tuple[str, str], ...] = ()
    """What is said before a question, as patterns, and what it stands for."""
    fillers: tuple[str, ...] = ()
    """What says nothing wherever it stands in a question."""


@cache
def question_forms(code: str) -> QuestionForms:
    r"""Return the questions of a language; none, where none are known.

    >>> question_forms("da").forms[0][0], question_forms("xx").forms
    ('lack', ())

    A pattern has a slot once: older browsers take no two groups of one name.

    >>> import re
    >>> forms = (*question_forms("da").forms, *question_forms("en").forms)
    >>> slots = [re.findall(r"{\w+}", pattern) for _kind, pattern in forms]
    >>> [found for found in slots if len(found) > len(set(found))]
    []
    """
    file = Path(__file__).parent / "words" / f"questions-{code}.txt"
    return read_forms(file.read_text("utf-8")) if file.is_file() else QuestionForms()


def read_forms(text: str) -> QuestionForms:
    r"""Read a list of questions; ``words/questions-en.txt`` says how it is written.

    >>> read_forms("article = (?:a )?\nlack = which {type} lack <a>{field}").forms
    (('lack', 'which {type} lack (?:a )?{field}'),)
    """
    article, fillers = "", tuple[str, ...]()
    forms, openings = list[tuple[str, str]](), list[tuple[str, str]]()
    for line in text.splitlines():
        kind, _equals, pattern = line.partition(" = ")
        if line.startswith("#") or not pattern:
            continue
        if kind == "article":
            article = pattern
        elif kind == "filler":
            fillers = tuple(pattern.split())
        elif kind == "opening":
            said, _arrow, meant = pattern.partition("=>")
            openings.append((said, f"{meant.strip()} " if meant.strip() else ""))
        else:
            forms.append((kind, pattern.replace("<a>", article)))
    return QuestionForms(tuple(forms), tuple(openings), fillers)
