"""What stops a build, told in one message with file and line in place of a traceback.

Mistakes in ``conf.py`` and in the file of the model stop a build before there is any page;
so does what no extension expected. Sphinx tells of both in English, with a traceback. What
fails while one block is made or drawn is told at its line, and the block is left out.
"""

from __future__ import annotations

import re
import sys
import tomllib
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ExtensionError, SphinxError
from sphinx.locale import get_translation
from sphinx.util import logging

from needs_core import setting_lines
from needs_core.messages import Problem
from needs_core.sphinx_internals import (
    guard_directives,
    guard_listeners,
    set_exception_handler,
    write_traceback,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

_ = get_translation("needs_core")

_logger = logging.getLogger("needs_core.blocks")

_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")
_BRACKET = _("A bracket is not closed, or closes nothing.")
_QUOTE = _("A quotation mark is missing.")
_PYTHON = (
    (r"never closed|unmatched|does not match opening", _BRACKET),
    (r"unterminated|EOL while", _QUOTE),
    (r"indent", _("The line is not indented as those around it.")),
    (r"comma", _("A comma is missing.")),
    (r"'='|'=='|assign", _("The name before = cannot be given a value.")),
    (r"", _("The line, or the one above it, cannot be read.")),
)
_TOML = (
    (r"overwrite|twice|mutate", _("The name is there twice.")),
    (r"nclosed|nterminated|Illegal character '\\n'|Expected '\]", _BRACKET),
    (
        r"Expected '=|Invalid initial character|Invalid statement",
        _("It is no name, = and value; a name with letters beyond a–z stands in quotes."),
    ),
    (r"Invalid value", _("The value cannot be read; text stands in quotation marks.")),
    (r"", _("The line cannot be read.")),
)


class BuildStoppedError(SphinxError):
    """A mistake that stops the build."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


def setup(app: Sphinx) -> None:
    """Have what stops a build, or one block of it, told in the project's language."""
    confdir = Path(app.confdir)
    set_exception_handler(lambda error, out: tell(error, confdir, out))
    # Before sphinx-needs reads its model, which then would know no types of needs.
    app.connect("config-inited", _check_model_file, priority=100)
    app.connect("builder-inited", _guard, priority=900)


# Blocks ------------------------------------------------------------------------------


def _guard(app: Sphinx) -> None:
    guard_directives(_tell_block)
    guard_listeners(app, "doctree-resolved", "sphinx_needs", _tell_block)


def _tell_block(name: str, error: BaseException, place: nodes.Node | str) -> None:
    # The filter of warnings puts it in the project's language.
    words = " ".join(str(error).split()) or type(error).__name__
    _logger.warning(
        "%s: %s", name, words, location=place, type="needs_core", subtype="block"
    )


# The file of the model ---------------------------------------------------------------


def _check_model_file(app: Sphinx, config: Config) -> None:
    name = getattr(config, "needs_from_toml", None)
    if not name:
        return
    path = Path(app.confdir) / name
    if not path.is_file():
        line = setting_lines.python_line(_text(path.parent / "conf.py"), "needs_from_toml")
        fault = _("There is no file of this name, and no type of item is known.")
        remedy = _("Correct needs_from_toml.")
        at = (None, line, str(name), fault, remedy, "needs_core", "model_file")
        raise BuildStoppedError(Problem(*at, file=str(path.parent / "conf.py")))
    if found := toml_problem(path):
        raise BuildStoppedError(found)


def toml_problem(path: Path) -> Problem | None:
    """Return why a TOML file cannot be read, at its line; ``None`` where it can."""
    try:
        text = path.read_bytes().decode("utf-8")
        tomllib.loads(text.replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        fault, remedy = _("The file is not saved as UTF-8."), _("Save it again as UTF-8.")
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line ([0-9]+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        fault, remedy = _fault(str(error), text, line, _TOML)
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
    fault = next(str(fault) for regex, fault in rules if re.search(regex, message))
    return fault, _("Correct the line.")


# conf.py, and everything else --------------------------------------------------------


def tell(error: BaseException, confdir: Path, out: Any) -> None:
    """Write to a stream, in one message, what stopped a build."""
    if isinstance(error, KeyboardInterrupt):
        out.write(_("The build was interrupted.") + "\n")
        return
    problem = explain(error, confdir)
    place = f"{problem.file}:{problem.line or 1}: " if problem.file else ""
    out.write(f"{place}ERROR: {problem.text} [{problem.type}.{problem.subtype}]\n")
    out.write(_("The build stopped at this error, and is not finished.") + "\n")


def explain(error: BaseException, confdir: Path) -> Problem:
    """Return the mistake that an error comes from."""
    chain = [*_chain(error)]
    conf = confdir / "conf.py"
    for each in chain:
        if isinstance(each, BuildStoppedError):
            return each.problem
    if not conf.is_file():
        fault, remedy = _("There is no such file."), _("Name the folder with -c.")
        return _of_conf(conf, 1, "conf.py", fault, remedy)
    text = _text(conf)
    for each in chain:
        if isinstance(each, SyntaxError) and each.filename == str(conf):
            line = each.lineno or 1
            return _of_conf(conf, line, "conf.py", *_fault(str(each), text, line, _PYTHON))
    if isinstance(error, ExtensionError) and (
        found := re.search(r"[Ee]xtension '?([\w.]+)'?", error.message)
    ):
        line = next(
            (n for n, x in enumerate(text.split("\n"), 1) if found[1] in x),
            setting_lines.python_line(text, "extensions"),
        )
        fault = _("There is no such extension, or it cannot be used.")
        remedy = _("Correct its name among extensions, or remove it.")
        if "Could not import extension" in error.message:
            return _of_conf(conf, line, found[1], fault, remedy)
    cause = chain[-1]
    for frame in reversed(traceback.extract_tb(cause.__traceback__)):
        if frame.filename == str(conf):
            if isinstance(cause, NameError) and cause.name:
                fault = _("The name is not known; text stands in quotation marks.")
                return _of_conf(conf, frame.lineno, cause.name, fault, _("Correct the line."))
            words = f"{type(cause).__name__}: {cause}"
            fault = _("The line cannot be carried out (%s).") % words
            return _of_conf(conf, frame.lineno, "conf.py", fault, _("Correct the line."))
    return _unexpected(error, chain, conf, text)


def _unexpected(
    error: BaseException, chain: list[BaseException], conf: Path, text: str
) -> Problem:
    words = " ".join(str(chain[-1] if isinstance(error, ExtensionError) else error).split())
    if name := re.search(r"no theme named '([^']*)'", words):
        line = setting_lines.python_line(text, "html_theme")
        fault = _("There is no theme of this name.")
        return _of_conf(conf, line, name[1], fault, _("Correct html_theme."))
    place = setting_place(words, conf)
    fault = _("The build cannot go on: “%s” (from a program in English).") % words[:300]
    remedy = _("What happened before it is in the file %s.") % write_traceback(error)
    file, line = place or (None, None)
    subject = type(chain[-1]).__name__
    return Problem(None, line, subject, fault, remedy, "needs_core", "stopped", file)


def setting_place(message: str, conf: Path, toml: Path | None = None) -> Any:
    """Return file and line of the first name in a message that a configuration has.

    ``None`` where it names none. Names stand in quotation marks, or after ``needs_``.
    """
    names = re.findall(r"['\"`‘]([\w.-]+)['\"`’]", message)
    for name in names:
        for file in (conf, *([toml] if toml else [])):
            regex = re.compile(rf"(?<![\w.-])[\"']?{re.escape(name)}(?![\w-])")
            for number, line in enumerate(_text(file).split("\n"), start=1):
                if regex.search(line.partition("#")[0]):
                    return str(file), number
    return None


def _of_conf(conf: Path, line: int | None, subject: str, fault: str, remedy: str) -> Problem:
    at = (None, line, subject, fault, remedy, "needs_core", "conf_py")
    return Problem(*at, file=str(conf))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it comes from."""
    found: BaseException | None = error
    while found is not None:
        yield found
        inner = getattr(found, "orig_exc", None)
        found = found.__cause__ or (inner if isinstance(inner, BaseException) else None)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def language_of(confdir: Path) -> str:
    """Return the language that ``conf.py`` names, whether or not it can be read."""
    found = re.search(r"^language\s*=\s*[\"']([\w-]+)", _text(confdir / "conf.py"), re.M)
    return found[1] if found else "en"
