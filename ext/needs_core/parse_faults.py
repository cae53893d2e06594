"""What a parser says of a line of ``conf.py`` or of the model's file, in our words."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.messages import Problem
from needs_core.setting_lines import toml_tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ = get_translation("needs_core")

_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")
_BRACKET = _("A bracket is not closed, or closes nothing.")
_QUOTE = _("A quotation mark is missing.")
_PYTHON = (
    (r"never closed|unmatched|does not match opening", _BRACKET),
    (r"unterminated|EOL while", _QUOTE),
    (r"indent", _("The line is not indented as those around it.")),
    (r"comma", _("A comma is missing.")),
    (
        r"invalid (?:non-printable )?character",
        _("The line holds a sign that is not of the keyboard, as “."),
    ),
    (r"'='|'=='|assign", _("The name before = cannot be given a value.")),
    (r"", _("The line, or the one above it, cannot be read.")),
)
_FLAG = re.compile(r"=\s*(?:True|False|TRUE|FALSE|ja|nej|sand|falsk|yes|no)\b")
_COMMA = re.compile(r"=\s*-?[0-9]+,[0-9]+\s*(?:#|$)")
_TOML = (
    (r"overwrite|twice|mutate", _("The name is there twice.")),
    (r"nterminated|Illegal character", _QUOTE),
    (r"nclosed", _BRACKET),
    (
        r"Expected '|Invalid initial character|Invalid statement",
        _("It is no name, = and value; a name with letters beyond a–z stands in quotes."),
    ),
    (r"Invalid value", _("The value cannot be read; text stands in quotation marks.")),
    (r"", _("The line cannot be read.")),
)


def python_fault(error: SyntaxError, text: str) -> tuple[str, str]:
    """Return fault and remedy for a line that Python cannot read."""
    return _fault(str(error), text, error.lineno or 1, _PYTHON)


def toml_problem(path: Path) -> Problem | None:
    """Return why a TOML file cannot be read, at its line; ``None`` where it can."""
    try:
        text = path.read_bytes().decode("utf-8")
        if text.startswith("\ufeff"):
            fault = _("The file begins with an invisible mark (BOM).")
            remedy = _("Save it as UTF-8 without BOM.")
            at = (None, 1, path.name, fault, remedy, "needs_core", "model_file")
            return Problem(*at, str(path))
        toml_tables(text)
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        fault, remedy = _("The file is not saved as UTF-8."), _("Save it again as UTF-8.")
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line ([0-9]+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        fault, remedy = _fault(str(error), text, line, _TOML)
        written = "".join(text.split("\n")[line - 1 : line])
        if _FLAG.search(written):
            fault = _("What is true or false is said in English and in small letters.")
            remedy = _("Write true or false.")
        elif _COMMA.search(written):
            fault = _("A number is written with a comma.")
            remedy = _("Write it with a full stop.")
    except RecursionError:
        line, fault = 1, _("There are too many brackets within brackets.")
        remedy = _("Correct the line.")
    else:
        return None
    at = (None, line, path.name, fault, remedy, "needs_core", "model_file")
    return Problem(*at, file=str(path))


def _fault(
    message: str, text: str, line: int, rules: Iterable[tuple[str, str]]
) -> tuple[str, str]:
    """Return fault and remedy for what a parser says of a line."""
    for mark in _CONFLICT:
        if "".join(text.split("\n")[line - 1 : line]).startswith(mark):
            return (
                _("Two versions of the text stand here; the merge was never finished."),
                _("Keep one of them, and remove the lines of <, = and > around them."),
            )
    if "utf-8" in message:
        return _("The file is not saved as UTF-8."), _("Save it again as UTF-8.")
    fault = next(str(fault) for regex, fault in rules if re.search(regex, message))
    return fault, _("Correct the line.")
