"""What stops a build, told in one message with file and line in place of a traceback.

Sphinx tells of it in English, with a traceback. What fails while one block is made or drawn
is told at its line, and the block is left out.
"""

from __future__ import annotations

import ast
import errno
import re
import traceback
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.locale import get_translation
from sphinx.util import logging

from needs_core import setting_lines
from needs_core.atomic_write import FORBIDDEN, FULL
from needs_core.command_line import is_language
from needs_core.messages import BuildStoppedError, Problem
from needs_core.setting_lines import python_fault
from needs_core.sphinx_internals import (
    guard_directives,
    guard_listeners,
    set_exception_handler,
    write_traceback,
)
from needs_core.upstream_warnings.configuration import wrong_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

_ = get_translation("needs_core")

_logger = logging.getLogger("block_errors")


def setup(app: Sphinx) -> None:
    """Have what stops a build, or one block of it, told in the project's language."""
    confdir = Path(app.confdir)
    set_exception_handler(lambda error, out: tell(error, confdir, out))
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


# Everything else ---------------------------------------------------------------------


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
    error = _first_error(error)
    chain = [*_chain(error)]
    conf = confdir / "conf.py"
    for each in chain:
        if isinstance(each, BuildStoppedError):
            return each.problem
    if not conf.is_file():
        fault, remedy = _("There is no such file."), _("Name the folder with -c.")
        return conf_problem(conf, 1, "conf.py", fault, remedy)
    text = file_text(conf)
    if "\0" in text:  # as in UTF-16
        line = text[: text.index("\0")].count("\n") + 1
        at = (_("The file is not saved as UTF-8."), _("Save it again as UTF-8."))
        return conf_problem(conf, line, "conf.py", *at)
    for each in chain:
        if isinstance(each, SyntaxError) and each.filename == str(conf):
            line = each.lineno or 1
            return conf_problem(conf, line, "conf.py", *python_fault(each, text))
    return (
        _wrong_literal(conf, text)
        or _extension_problem(error, conf, text)
        or _line_problem(chain[-1], conf)
        or _file_problem(chain[-1])
        or _model_problem(chain, conf, text)
        or _unexpected(error, chain, conf, text)
    )


def _extension_problem(error: BaseException, conf: Path, text: str) -> Problem | None:
    found = re.search(r"Could not import extension (\S+)", str(error))
    if not (found and isinstance(error, ExtensionError)):
        return None
    lines = (n for n, x in enumerate(text.split("\n"), 1) if found[1] in x)
    line = next(lines, setting_lines.python_line(text, "extensions"))
    fault = _("There is no such extension, or it cannot be used.")
    remedy = _("Correct its name among extensions, or remove it.")
    return conf_problem(conf, line, found[1], fault, remedy)


def _line_problem(cause: BaseException, conf: Path) -> Problem | None:
    """Return what the last line of ``conf.py`` that was carried out led to."""
    frames = traceback.extract_tb(cause.__traceback__)
    line = next((x.lineno for x in reversed(frames) if x.filename == str(conf)), None)
    if line is None:
        return None
    if isinstance(cause, NameError) and cause.name:
        fault = _("The name is not known; text stands in quotation marks.")
        return conf_problem(conf, line, cause.name, fault, _("Correct the line."))
    if isinstance(cause, ModuleNotFoundError) and cause.name:
        fault = _("Python has no module of this name.")
        return conf_problem(conf, line, cause.name, fault, _("Correct the line."))
    fault = _("The line cannot be carried out (%s).") % f"{type(cause).__name__}: {cause}"
    return conf_problem(conf, line, "conf.py", fault, _("Correct the line."))


def _file_problem(cause: BaseException) -> Problem | None:
    """Return why a file cannot be written, where the machine does not allow it."""
    if not isinstance(cause, OSError) or not cause.filename:
        return None
    at = (None, None, str(cause.filename))
    if cause.errno in FULL:
        fault, remedy = _("The disk is full."), _("Make room, and build again.")
    elif cause.errno in FORBIDDEN:
        fault = _("It may not be read or written.")
        remedy = _(
            "Remove its protection, ask whose it is, or build in a folder of your own."
        )
    elif cause.errno == errno.ENAMETOOLONG:
        at = (None, None, f"{PurePath(cause.filename).name[:40]}…")
        fault, remedy = _("No file can have so long a name."), _("Write a shorter one.")
    else:
        return None
    return Problem(*at, fault, remedy, "needs_core", "file")


_NO_SCHEMA = re.compile(r"Invalid (?P<group>field|link|core option) '(?P<name>[^']*)': ")
_KINDS = re.compile(r"invalid type '([^']*)'\. Must be one of \[(.*?)\]")
_KEY_OF_SCHEMA = re.compile(r'On instance((?:\["[^"]*"\])+)')


def _model_problem(chain: Iterable[BaseException], conf: Path, text: str) -> Problem | None:
    """Return what of the model sphinx-needs cannot use, at its line in either file."""
    for words in map(str, chain):
        if "must be configured to use external_needs" in words:
            fault = _("An entry names no file and no address.")
            remedy = _("Write json_path with the name of a file, or json_url.")
            return _at_setting(conf, text, ("external_needs",), fault, remedy)
        if not (found := _NO_SCHEMA.match(words)):
            continue
        group = "links" if found["group"] == "link" else "fields"
        path = (group, found["name"], "schema")
        if kinds := _KINDS.search(words):
            fault = _("“%s” is no kind of value.") % kinds[1]
            remedy = _("Choose one of: %s.") % kinds[2].replace("'", "")
            return _at_setting(conf, text, (*path, "type"), fault, remedy)
        within = _KEY_OF_SCHEMA.search(words)
        keys = re.findall(r'"([^"]*)"', within[1]) if within else []
        key = keys[-1] if keys else "schema"
        fault = _("The value of %s cannot be used.") % key
        remedy = str(_SCHEMA_REMEDIES.get(key, _("Correct it, or remove it.")))
        return _at_setting(conf, text, (*path, key), fault, remedy)
    return None


_SCHEMA_REMEDIES = {
    "enum": _("Write a list in square brackets."),
    "format": _("Choose one of: date, date-time, time, duration, email, uri, uuid."),
    "pattern": _("Write a regular expression, or remove the line."),
}


def _at_setting(
    conf: Path, text: str, path: tuple[str, ...], fault: str, remedy: str
) -> Problem:
    """Return a mistake in a setting of sphinx-needs, in ``conf.py`` or the model's file."""
    subject = ", ".join(path[:2])
    name = next((x for n, x in _literals(text) if n == "needs_from_toml"), None)
    line = setting_lines.python_line(text, f"needs_{path[0]}", path[1:])
    if line is None and isinstance(name, str):
        file = conf.parent / name
        line = setting_lines.toml_line(file_text(file), ("needs", *path))
        at = (None, line, subject, fault, remedy, "needs_core", "model_file", str(file))
        return Problem(*at)
    return conf_problem(conf, line, subject, fault, remedy)


def _unexpected(
    error: BaseException, chain: list[BaseException], conf: Path, text: str
) -> Problem:
    words = " ".join(str(chain[-1] if isinstance(error, ExtensionError) else error).split())
    if name := re.search(r"no theme named '([^']*)'", words):
        line = setting_lines.python_line(text, "html_theme")
        fault = _("There is no theme of this name.")
        return conf_problem(conf, line, name[1], fault, _("Correct html_theme."))
    if found := re.search(r"master document \((.*?)\)", words):
        if Path(found[1]).is_file():
            line = setting_lines.python_line(text, "exclude_patterns")
            fault = _("The page that all others are reached from is left out by it.")
            remedy = _("Correct exclude_patterns, or root_doc.")
            return conf_problem(conf, line, "exclude_patterns", fault, remedy)
        line = setting_lines.python_line(text, "root_doc")
        fault = _("The page that all others are reached from is missing.")
        remedy = _("Write the page index, or correct root_doc.")
        return conf_problem(conf, line, "root_doc", fault, remedy)
    for regex, setting, what, remedy in _STOPS:
        if match := re.search(regex, words):
            line = setting_lines.python_line(text, setting) or 1
            subject = match[1] if match.groups() else setting
            return conf_problem(conf, line, subject, str(what), str(remedy))
    if any(re.search(regex, words) for regex, *_words in _COMMAND[:-1]):
        return of_command(words)
    fault = _("The build cannot go on: “%s” (from a program in English).") % words[:300]
    remedy = _("What happened before it is in the file %s.") % write_traceback(error)
    subject = type(chain[-1]).__name__
    return Problem(None, None, subject, fault, remedy, "needs_core", "stopped")


_STOPS = (
    (
        r"'setup' as currently defined",
        "setup",
        _("It is a function of Sphinx, and no other value can be used."),
        _("Call it by another name."),
    ),
    (
        r"needs at least Sphinx v",
        "needs_sphinx",
        _("What is installed is older than the version that stands here."),
        _("Install a newer one, or write a lower version."),
    ),
    (
        r"needs the extension (\S+) at least in version",
        "needs_extensions",
        _("What is installed is older than the version that stands here."),
        _("Install a newer one, or write a lower version."),
    ),
)
"""What stops a build: the message, the setting, fault and remedy."""


_COMMAND = (
    (
        r"Builder name (\S+) not registered",
        _("There is no builder of this name."),
        _("Correct what stands after -b."),
    ),
    (
        r"Cannot find source directory \((.*)\)",
        _("There is no such folder of pages."),
        _("Correct its name in the command."),
    ),
    (
        r"Source directory and destination directory (cannot be identical)",
        _("The folder of the pages cannot be that of the output, too."),
        _("Name another folder for the output."),
    ),
    (
        r"'(\w+)' must be '0' or '1', got",
        _("The value is not of the kind it must be."),
        _("Write 0 or 1 in the command."),
    ),
    (
        r"--jobs/-j: invalid \w+ value: '(.*)'",
        _("The number of processes is no number."),
        _("Write a number or auto, as JOBS=2."),
    ),
    (
        r"unrecognized arguments: (.*)",
        _("The command has no such option."),
        _("Remove it, or correct its name."),
    ),
    (
        r"arguments are required: (.*)",
        _("The command does not say where the pages and the output are."),
        _("Write both folders, as docs _build/html."),
    ),
    (
        r"(.+)",
        _("The command cannot be carried out as it is written."),
        _("Correct it; --help shows how it is written."),
    ),
)
"""What is wrong with the command itself: the message, fault and remedy."""


def of_command(words: str) -> Problem:
    """Return what is wrong with the command, by what Sphinx says of it in English."""
    for regex, fault, remedy in _COMMAND:
        if found := re.search(regex, words):
            at = (None, None, found[1], str(fault), str(remedy))
            return Problem(*at, "needs_core", "command")
    raise ValueError(words)


_TEXTS = frozenset({"html_theme", "html_last_updated_fmt", "html_title", "html_baseurl"})
"""Settings of extensions of Sphinx that end a build where they hold no text."""


def _wrong_literal(conf: Path, text: str) -> Problem | None:
    """Return the first setting of Sphinx that ``conf.py`` gives a value of no use."""
    defaults = {name: option.default for name, option in Config.config_values.items()}
    for name, value in _literals(text):
        default = defaults.get(name)
        if name == "language" and not is_language(value):
            return no_language(conf, value)
        if isinstance(default, str) and not isinstance(value, str | None):
            return kind_problem(conf, name, "str")
        if name in _TEXTS and not isinstance(value, str | None):
            return kind_problem(conf, name, "str")
        if name == "extensions" and not isinstance(value, list | tuple):
            return kind_problem(conf, name, "list")
    return None


def _literals(text: str) -> Iterator[tuple[str, object]]:
    """Yield the names of a Python file that are given a plain value, with the value."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                yield node.targets[0].id, ast.literal_eval(node.value)
            except ValueError:
                continue


def kind_problem(conf: Path, setting: str, expected: str) -> Problem:
    """Return that a setting has a value of another kind than one of Python's types."""
    found = wrong_kind(setting, expected)
    line = setting_lines.python_line(file_text(conf), setting)
    return conf_problem(conf, line, found.subject, found.fault, found.remedy)


def no_language(conf: Path, given: object) -> Problem:
    """Return that ``conf.py`` names a language that is none."""
    line = setting_lines.python_line(file_text(conf), "language")
    fault = _("There is no language of this name.")
    return conf_problem(conf, line, str(given), fault, _("Write its code, as da."))


def conf_problem(
    conf: Path, line: int | None, subject: str, fault: str, remedy: str
) -> Problem:
    """Return what is wrong with a line of ``conf.py``."""
    at = (None, line, subject, fault, remedy, "needs_core", "conf_py")
    return Problem(*at, file=str(conf))


def _first_error(error: BaseException) -> BaseException:
    """Return what stopped a build: the end of one that is stopped may fail as well."""
    if "for event 'build-finished'" not in str(error):
        return error
    before = [*_chain(error)][-1].__context__
    while before is not None:
        frames = traceback.extract_tb(before.__traceback__)
        if any(x.name == "build" for x in frames):  # of the application
            return before
        before = before.__context__
    return error


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it comes from."""
    found: BaseException | None = error
    while found is not None:
        yield found
        inner = getattr(found, "orig_exc", None)
        found = found.__cause__ or (inner if isinstance(inner, BaseException) else None)


def file_text(path: Path) -> str:
    """Return the text of a file; none of one that cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


def language_problem(confdir: Path) -> Problem | None:
    """Return why the language that ``conf.py`` names is none; Sphinx would go on."""
    conf = confdir / "conf.py"
    languages = [value for name, value in _literals(file_text(conf)) if name == "language"]
    wrong = [value for value in languages if not is_language(value)]
    return no_language(conf, wrong[-1]) if wrong else None
