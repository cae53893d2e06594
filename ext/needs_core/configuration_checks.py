"""Checks of ``conf.py`` and of the model's file, before there is any page.

A mistake that leaves every page wrong stops the build; of the others it warns.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core import setting_lines
from needs_core.build_errors import (
    conf_problem,
    file_text,
    kind_problem,
    no_language,
)
from needs_core.command_line import is_language, language_of, use_language
from needs_core.core_settings import ORIGINAL, wording
from needs_core.lint.model_file import (
    bad_declarations,
    misnamed_tables,
    names_of_no_text,
    stop_at_renamed,
    unknown_keys,
    within,
)
from needs_core.messages import BuildStoppedError, Problem, warn
from needs_core.setting_lines import toml_problem
from needs_core.settings import registered
from needs_core.sphinx_internals import raw_config
from needs_core.suggestions import closest

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.setting_lines import Steps
    from needs_core.settings import SettingError

_ = get_translation("needs_core")

_NO_TABLE = (
    _("There is no table of this name, and no type of item is known."),
    _("Write it: [needs]."),
)
_PLAIN_NAMES = ("author", "copyright", "extensions", "language", "numfig", "project")
"""Settings whose names are a word: a name near to one of them is meant for it."""
_TEXTS = frozenset({"project", "author", "html_title", "needs_from_toml", "root_doc"})
"""Settings that are a text, and without which no page can be written."""
_NO_NUMBERS = frozenset({"project", "html_favicon", "html_logo", "html_theme"})
"""Settings that as a number stop the build."""
_TEXT_OR_LIST = frozenset({"source_suffix", "exclude_patterns", "needs_from_toml_table"})
"""Settings that Sphinx takes as one text as well."""


def setup(app: Sphinx) -> None:
    """Connect the checks."""
    # Before sphinx-needs reads its model, which then would know no types of needs.
    app.connect("config-inited", _check_configuration, priority=1)
    app.connect("config-inited", _check_names, priority=900)
    app.connect("config-inited", _check_twice, priority=900)
    app.connect("config-inited", _check_values, priority=900)


def _check_configuration(app: Sphinx, config: Config) -> None:
    """Stop a build whose ``conf.py`` or model cannot be used (``config-inited``)."""
    conf = Path(app.confdir) / "conf.py"
    if not is_language(config.language):
        use_language(language_of(conf.parent))
        raise BuildStoppedError(no_language(conf, config.language))
    given = raw_config(config)
    checked = {one.name for one in registered(config)} | _TEXT_OR_LIST
    for setting, option in config.values.items():
        default, value = option.default, given.get(setting)
        is_number = setting in _NO_NUMBERS and isinstance(value, int | float)
        if is_number or (setting in _TEXTS and isinstance(value, list | tuple | dict)):
            raise BuildStoppedError(kind_problem(conf, setting, "str"))
        no_table = isinstance(default, dict) and isinstance(value, list | tuple)
        if no_table or (
            isinstance(default, list | dict) and isinstance(value, str | int | bool)
        ):
            types = option.valid_types
            if isinstance(types, frozenset) and type(value) in types:
                continue
            if setting in checked:
                continue
            raise BuildStoppedError(kind_problem(conf, setting, type(default).__name__))
    _check_suffix(conf, given.get("source_suffix"))
    name = getattr(config, "needs_from_toml", None)
    if name and not (conf.parent / name).is_file():
        line = setting_lines.python_line(file_text(conf), "needs_from_toml")
        fault = _("There is no file of this name, and no type of item is known.")
        raise BuildStoppedError(
            conf_problem(conf, line, str(name), fault, _("Correct needs_from_toml."))
        )
    if name and (problem := toml_problem(conf.parent / name)):
        raise BuildStoppedError(problem)
    if name:
        base = tuple(getattr(config, "needs_from_toml_table", None) or ())
        _check_tables(conf.parent / name, base)
        stop_at_renamed(app, conf.parent / name, file_text(conf.parent / name))


def _check_suffix(conf: Path, given: object) -> None:
    """Stop a build that takes no file for a page: an ending begins with a full stop."""
    endings = [given] if isinstance(given, str) else given
    for ending in endings if isinstance(endings, list | tuple | dict) else ():
        if isinstance(ending, str) and not ending.startswith("."):
            line = setting_lines.python_line(file_text(conf), "source_suffix")
            fault = _("The ending of a file begins with a full stop.")
            problem = conf_problem(conf, line, ending, fault, _("Write .%s.") % ending)
            raise BuildStoppedError(problem)


def _check_tables(path: Path, base: tuple[str, ...]) -> None:
    text = file_text(path)
    whole: Any = setting_lines.toml_tables(text)
    tables = whole
    for table in tables:
        if table != "needs" and closest(table, ["needs"], similarity=0.85):
            lines = setting_lines.toml_lines(text).items()
            line = min(number for steps, number in lines if steps[0] == table)
            fault = _("There is no table of this name. Did you mean “%s”?") % "needs"
            at = (None, line, table, fault, _("Correct the name."))
            raise BuildStoppedError(Problem(*at, "needs_core", "model_file", str(path)))
    for step in base:
        tables = tables.get(step, {})
    missing = (None, 1, "needs", *_NO_TABLE, "needs_core", "model_file", str(path))
    if "needs" not in tables:
        raise BuildStoppedError(Problem(*missing))
    for steps, meant in misnamed_tables(within(whole, base)):
        at_line = setting_lines.toml_line(text, (*base, "needs", *steps))
        fault = _("There is no table of this name. Did you mean “%s”?") % meant
        found = (None, at_line, ", ".join(("needs", *steps)), fault, _("Correct the name."))
        raise BuildStoppedError(Problem(*found, "needs_core", "model_file", str(path)))


_EMPTY_FOLDER = "_templates"
"""A folder that sphinx-quickstart makes and names, empty: git keeps no empty folder."""


def _check_names(app: Sphinx, config: Config) -> None:
    """Warn of names that are nearly those of settings (``config-inited``)."""
    conf = Path(app.confdir) / "conf.py"
    text = file_text(conf)
    known = {option.name for option in config}
    for name, value in raw_config(config).items():
        plain = isinstance(value, str | int | float | list | tuple | dict | None)
        if name in {*known, *_PLAIN_NAMES} or name.startswith("_") or not plain:
            continue
        line = setting_lines.python_line(text, name)
        likely = known if "_" in name else _PLAIN_NAMES
        if line and (near := closest(name, likely, similarity=0.85)):
            fault = _("There is no setting of this name. Did you mean “%s”?") % near
            warn(conf_problem(conf, line, name, fault, _("Correct the name.")))
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
            if file == _EMPTY_FOLDER:
                continue
            line = setting_lines.python_line(text, setting, (at,))
            fault, remedy = _("There is no such file."), _("Correct the name of the file.")
            warn(conf_problem(conf, line, file, fault, remedy))
    name = "exclude_patterns"
    if isinstance(raw_config(config).get(name), str):
        line = setting_lines.python_line(text, name)
        fault = _("The value is a text, where a list of texts is to stand.")
        remedy = _("Write square brackets around it.")
        warn(conf_problem(conf, line, name, fault, remedy))
    _check_model_keys(app, config)


_NUMBERED = ("figure", "table", "code-block", "section")
"""What Sphinx numbers."""


def _check_values(app: Sphinx, config: Config) -> None:
    """Warn of values that Sphinx takes and cannot use (``config-inited``)."""
    if wording(config) != ORIGINAL:
        conf = Path(app.confdir) / "conf.py"
        _check_address(conf, file_text(conf), config)
        _check_numbers(conf, file_text(conf), config)


def _check_address(conf: Path, text: str, config: Config) -> None:
    """Warn of the site's address, where no browser could follow it."""
    address = getattr(config, "html_baseurl", "")
    if address and not re.fullmatch(r"https?://[^/\s]+(?:/\S*)?", address):
        line = setting_lines.python_line(text, "html_baseurl")
        fault = _("It is not the whole address of the site, and no link to it holds.")
        remedy = _("Write it as https://www.example.org/, or remove the line.")
        warn(conf_problem(conf, line, "html_baseurl", fault, remedy))


def _check_numbers(conf: Path, text: str, config: Config) -> None:
    """Warn of forms of numbers for what has none."""
    for key in config.numfig_format:
        if key not in _NUMBERED:
            line = setting_lines.python_line(text, "numfig_format", (key,))
            fault = _("Nothing of this name has a number.")
            remedy = _("Choose one of: %s.") % ", ".join(_NUMBERED)
            warn(conf_problem(conf, line, str(key), fault, remedy))


def _check_twice(app: Sphinx, config: Config) -> None:
    """Warn of names that ``conf.py`` gives two values (``config-inited``)."""
    if wording(config) == ORIGINAL:  # Python accepts it, and so do other projects
        return
    conf = Path(app.confdir) / "conf.py"
    known = {option.name for option in config}
    for name, line in setting_lines.python_twice(file_text(conf), known):
        fault = _("The name is there twice, and only the last counts.")
        warn(conf_problem(conf, line, name, fault, _("Remove one of the two.")))
    for name, line in setting_lines.python_without_value(file_text(conf), known):
        fault = _("A colon stands where = is to stand, and the name has no value.")
        warn(conf_problem(conf, line, name, fault, _("Write = in place of the colon.")))


def _check_model_keys(app: Sphinx, config: Config) -> None:
    """Warn of what sphinx-needs passes over in the model, and of its pattern.

    It is told only where its messages are rewritten, too.
    """
    name = getattr(config, "needs_from_toml", None)
    if not name:
        return
    file = Path(app.confdir) / name
    text = file_text(file)
    base = tuple(getattr(config, "needs_from_toml_table", None) or ())
    needs = within(setting_lines.toml_tables(text), base)
    quiet = wording(config) == ORIGINAL
    faults = () if quiet else (*unknown_keys(needs), *bad_declarations(needs))

    def problem(path: tuple[str, ...], error: SettingError) -> Problem:
        line = setting_lines.toml_line(text, (*base, "needs", *path))
        subject = ", ".join(path)
        at = (None, line, subject, error.fault, error.remedy, "needs_core", "model_file")
        return Problem(*at, str(file))

    for found in faults:
        warn(problem(*found))
    for found in () if quiet else names_of_no_text(needs):
        raise BuildStoppedError(problem(*found))
    try:
        re.compile(config.needs_id_regex)
    except re.error as error:
        place, line = place_of(app, ("needs", "id_regex"))
        fault = _("The pattern of the ids cannot be read (%s).") % error
        at = (None, line, "id_regex", fault, _("Correct it."), "needs_core", "model_file")
        raise BuildStoppedError(Problem(*at, place)) from error


def place_of(app: Sphinx, path: Steps) -> tuple[str, int]:
    """Return file and line of a setting, of ``conf.py`` or of the model's file."""
    conf = Path(app.confdir) / "conf.py"
    line = setting_lines.python_line(file_text(conf), str(path[0]), path[1:])
    name = getattr(app.config, "needs_from_toml", None)
    if line or not name:
        return str(conf), line or 1
    base = tuple(getattr(app.config, "needs_from_toml_table", None) or ())
    if str(path[0]).startswith("needs_"):
        path = ("needs", str(path[0]).removeprefix("needs_"), *path[1:])
    toml = conf.parent / name
    line = setting_lines.toml_line(file_text(toml), (*base, *path))
    return (str(toml), line) if line else (str(conf), 1)


def setting_place(app: Sphinx, message: str) -> tuple[str, int | None]:
    """Return file and line of the first name in a message that ``conf.py`` assigns."""
    conf = Path(app.confdir) / "conf.py"
    for name in re.findall(r"['\"`]([\w.-]+)['\"`]", message):
        if line := setting_lines.python_line(file_text(conf), name):
            return str(conf), line
    return "", None
