"""What stops a build, told in one message with file and line in place of a traceback.

Mistakes in ``conf.py`` and in the file of the model stop a build before there is any page;
so does what no extension expected. Sphinx tells of both in English, with a traceback. What
fails while one block is made or drawn is told at its line, and the block is left out.
"""

from __future__ import annotations

import ast
import re
import tomllib
import traceback
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.config import Config
from sphinx.errors import ExtensionError, SphinxError
from sphinx.locale import get_translation
from sphinx.util import logging

from needs_core import setting_lines
from needs_core.messages import Problem, warn
from needs_core.project_language import is_language, use_language
from needs_core.settings import registered, unknown
from needs_core.sphinx_internals import (
    guard_directives,
    guard_listeners,
    raw_config,
    set_exception_handler,
    write_traceback,
)
from needs_core.upstream_warnings.configuration import wrong_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

    from needs_core.setting_lines import Steps

_ = get_translation("needs_core")

_logger = logging.getLogger("block_errors")

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
    app.connect("config-inited", _check_configuration, priority=1)
    app.connect("config-inited", _check_names, priority=900)
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


def _check_configuration(app: Sphinx, config: Config) -> None:
    """Stop a build whose ``conf.py`` or model cannot be used (``config-inited``)."""
    conf = Path(app.confdir) / "conf.py"
    if not is_language(config.language):
        use_language(conf.parent)
        raise BuildStoppedError(_no_language(conf, config.language))
    given = raw_config(config)
    checked = {one.name for one in registered(config)} | _TEXT_OR_LIST
    for setting, option in config.values.items():
        default, value = option.default, given.get(setting)
        if setting in _TEXTS and isinstance(value, list | tuple | dict):
            raise BuildStoppedError(_of_kind(conf, setting, "str"))
        if isinstance(default, list | dict) and isinstance(value, str | int | bool):
            types = option.valid_types
            if isinstance(types, frozenset) and type(value) in types:
                continue
            if setting in checked:
                continue
            raise BuildStoppedError(_of_kind(conf, setting, type(default).__name__))
    name = getattr(config, "needs_from_toml", None)
    if name and not (conf.parent / name).is_file():
        line = setting_lines.python_line(_text(conf), "needs_from_toml")
        fault = _("There is no file of this name, and no type of item is known.")
        raise BuildStoppedError(
            _of_conf(conf, line, str(name), fault, _("Correct needs_from_toml."))
        )
    if name and (problem := toml_problem(conf.parent / name)):
        raise BuildStoppedError(problem)
    if name:
        base = tuple(getattr(config, "needs_from_toml_table", None) or ())
        _check_tables(conf.parent / name, base)


def _check_tables(path: Path, base: tuple[str, ...]) -> None:
    from needs_core.reader import setting_names

    text = _text(path)
    tables: Any = tomllib.loads(text)
    for table in tables:
        if table != "needs" and get_close_matches(table.lower(), ["needs"], cutoff=0.85):
            lines = setting_lines.toml_lines(text).items()
            line = min(number for steps, number in lines if steps[0] == table)
            fault = _("There is no table of this name. Did you mean “%s”?") % "needs"
            at = (None, line, table, fault, _("Correct the name."))
            raise BuildStoppedError(Problem(*at, "needs_core", "model_file", str(path)))
    for step in base:
        tables = tables.get(step, {})
    at_ = (None, 1, "needs", *_NO_TABLE, "needs_core", "model_file", str(path))
    if "needs" not in tables:
        raise BuildStoppedError(Problem(*at_))
    unknown_keys = {x for x in tables["needs"] if x not in setting_names()}
    if near := get_close_matches("types", unknown_keys, n=1, cutoff=0.6):
        at_line = setting_lines.toml_line(text, (*base, "needs", near[0]))
        fault = _("There is no table of this name. Did you mean “%s”?") % "types"
        found = (None, at_line, f"needs, {near[0]}", fault, _("Correct the name."))
        raise BuildStoppedError(Problem(*found, "needs_core", "model_file", str(path)))


_NO_TABLE = (
    _("There is no table of this name, and no type of item is known."),
    _("Write it: [needs]."),
)
_TEXTS = frozenset({"project", "author", "html_title", "needs_from_toml", "root_doc"})
"""Settings that are a text, and without which no page can be written."""
_TEXT_OR_LIST = frozenset({"source_suffix", "exclude_patterns", "needs_from_toml_table"})
"""Settings that Sphinx takes as one text as well."""


def _check_names(app: Sphinx, config: Config) -> None:
    """Warn of names that are nearly those of settings (``config-inited``)."""
    conf = Path(app.confdir) / "conf.py"
    text = _text(conf)
    known = {option.name for option in config}
    for name, value in raw_config(config).items():
        plain = isinstance(value, str | int | float | list | tuple | dict | None)
        if name in {*known, *_PLAIN_NAMES} or name.startswith("_") or not plain:
            continue
        line = setting_lines.python_line(text, name)
        likely = known if "_" in name else _PLAIN_NAMES
        if line and (near := get_close_matches(name, likely, n=1, cutoff=0.85)):
            fault = _("There is no setting of this name. Did you mean “%s”?") % near[0]
            warn(_of_conf(conf, line, name, fault, _("Correct the name.")))
    own = raw_config(config).get("html_static_path", ())
    for setting, folders in (
        ("templates_path", [conf.parent]),
        ("html_css_files", [conf.parent / x for x in config.html_static_path]),
    ):
        if setting == "html_css_files" and not all((conf.parent / x).exists() for x in own):
            continue  # Sphinx tells of the folder
        for at, entry in enumerate(getattr(config, setting)):
            file = entry if isinstance(entry, str) else entry[0]
            if "//" in file or any((folder / file).exists() for folder in folders):
                continue
            line = setting_lines.python_line(text, setting, (at,))
            fault, remedy = _("There is no such file."), _("Correct the name of the file.")
            warn(_of_conf(conf, line, file, fault, remedy))
    _check_model_keys(app, config)


_PLAIN_NAMES = ("author", "copyright", "extensions", "language", "numfig", "project")


def _check_model_keys(app: Sphinx, config: Config) -> None:
    """Warn of keys of the model that sphinx-needs does not know, and of its pattern."""
    from needs_core.reader import setting_names

    name = getattr(config, "needs_from_toml", None)
    if not name:
        return
    text = _text(Path(app.confdir) / name)
    tables: Any = tomllib.loads(text)
    base = tuple(getattr(config, "needs_from_toml_table", None) or ())
    for step in base:
        tables = tables.get(step, {})
    for key in tables.get("needs", {}):
        if key not in (known := setting_names()):
            error = unknown(_("There is no such key."), key, known)
            line = setting_lines.toml_line(text, (*base, "needs", key))
            at = (None, line, key, error.fault, error.remedy, "needs_core", "model_file")
            warn(Problem(*at, str(Path(app.confdir) / name)))
    try:
        re.compile(config.needs_id_regex)
    except re.error as error:
        file, line = place_of(app, ("needs", "id_regex"))
        fault = _("The pattern of the ids cannot be read (%s).") % error
        at = (None, line, "id_regex", fault, _("Correct it."), "needs_core", "model_file")
        raise BuildStoppedError(Problem(*at, file)) from error


def place_of(app: Sphinx, path: Steps) -> tuple[str, int]:
    """Return file and line of a setting, of ``conf.py`` or of the model's file."""
    conf = Path(app.confdir) / "conf.py"
    line = setting_lines.python_line(_text(conf), str(path[0]), path[1:])
    name = getattr(app.config, "needs_from_toml", None)
    if line or not name:
        return str(conf), line or 1
    base = tuple(getattr(app.config, "needs_from_toml_table", None) or ())
    if str(path[0]).startswith("needs_"):
        path = ("needs", str(path[0]).removeprefix("needs_"), *path[1:])
    toml = conf.parent / name
    return str(toml), setting_lines.toml_line(_text(toml), (*base, *path)) or 1


def setting_place(app: Sphinx, message: str) -> tuple[str, int | None]:
    """Return file and line of the first name in a message that ``conf.py`` assigns."""
    conf = Path(app.confdir) / "conf.py"
    for name in re.findall(r"['\"`]([\w.-]+)['\"`]", message):
        if line := setting_lines.python_line(_text(conf), name):
            return str(conf), line
    return "", None


def toml_problem(path: Path) -> Problem | None:
    """Return why a TOML file cannot be read, at its line; ``None`` where it can."""
    try:
        text = path.read_bytes().decode("utf-8")
        if text.startswith("\ufeff"):
            fault = _("The file begins with an invisible mark (BOM).")
            remedy = _("Save it as UTF-8 without BOM.")
            at = (None, 1, path.name, fault, remedy, "needs_core", "model_file")
            return Problem(*at, str(path))
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
    if "utf-8" in message:
        return _("The file is not saved as UTF-8."), _("Save it again as UTF-8.")
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
    if "\0" in text:  # as in UTF-16
        line = text[: text.index("\0")].count("\n") + 1
        at = (_("The file is not saved as UTF-8."), _("Save it again as UTF-8."))
        return _of_conf(conf, line, "conf.py", *at)
    for each in chain:
        if isinstance(each, SyntaxError) and each.filename == str(conf):
            line = each.lineno or 1
            return _of_conf(conf, line, "conf.py", *_fault(str(each), text, line, _PYTHON))
    return (
        _wrong_literal(conf, text)
        or _extension_problem(error, conf, text)
        or _line_problem(chain[-1], conf)
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
    return _of_conf(conf, line, found[1], fault, remedy)


def _line_problem(cause: BaseException, conf: Path) -> Problem | None:
    """Return what the last line of ``conf.py`` that was carried out led to."""
    frames = traceback.extract_tb(cause.__traceback__)
    line = next((x.lineno for x in reversed(frames) if x.filename == str(conf)), None)
    if line is None:
        return None
    if isinstance(cause, NameError) and cause.name:
        fault = _("The name is not known; text stands in quotation marks.")
        return _of_conf(conf, line, cause.name, fault, _("Correct the line."))
    fault = _("The line cannot be carried out (%s).") % f"{type(cause).__name__}: {cause}"
    return _of_conf(conf, line, "conf.py", fault, _("Correct the line."))


def _unexpected(
    error: BaseException, chain: list[BaseException], conf: Path, text: str
) -> Problem:
    words = " ".join(str(chain[-1] if isinstance(error, ExtensionError) else error).split())
    if name := re.search(r"no theme named '([^']*)'", words):
        line = setting_lines.python_line(text, "html_theme")
        fault = _("There is no theme of this name.")
        return _of_conf(conf, line, name[1], fault, _("Correct html_theme."))
    if "master document" in words:
        line = setting_lines.python_line(text, "root_doc")
        fault = _("The page that all others are reached from is missing.")
        remedy = _("Write the page index, or correct root_doc.")
        return _of_conf(conf, line, "root_doc", fault, remedy)
    for regex, setting, what, remedy in _STOPS:
        if match := re.search(regex, words):
            line = setting_lines.python_line(text, setting) or 1
            subject = match[1] if match.groups() else setting
            return _of_conf(conf, line, subject, str(what), str(remedy))
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


def _wrong_literal(conf: Path, text: str) -> Problem | None:
    """Return the first setting of Sphinx that ``conf.py`` gives a value of no use."""
    defaults = {name: option.default for name, option in Config.config_values.items()}
    for name, value in _literals(text):
        default = defaults.get(name)
        if name == "language" and not is_language(value):
            return _no_language(conf, value)
        if isinstance(default, str) and not isinstance(value, str | None):
            return _of_kind(conf, name, "str")
        if name == "extensions" and isinstance(value, str):
            return _of_kind(conf, name, "list")
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


def _of_kind(conf: Path, setting: str, expected: str) -> Problem:
    found = wrong_kind(setting, expected)
    line = setting_lines.python_line(_text(conf), setting)
    return _of_conf(conf, line, found.subject, found.fault, found.remedy)


def _no_language(conf: Path, given: object) -> Problem:
    line = setting_lines.python_line(_text(conf), "language")
    fault = _("There is no language of this name.")
    return _of_conf(conf, line, str(given), fault, _("Write its code, as da."))


def _of_conf(
    conf: Path, line: int | None, subject: str, fault: str, remedy: str
) -> Problem:
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
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


def language_problem(confdir: Path) -> Problem | None:
    """Return why the language that ``conf.py`` names is none; Sphinx would go on."""
    conf = confdir / "conf.py"
    languages = [value for name, value in _literals(_text(conf)) if name == "language"]
    wrong = [value for value in languages if not is_language(value)]
    return _no_language(conf, wrong[-1]) if wrong else None
