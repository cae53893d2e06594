"""The settings of extensions: declared once, read and checked in one way.

A group of settings is a frozen dataclass whose fields are made by ``setting``::

    @dataclass(frozen=True, slots=True)
    class FollowUps:  # the first line of its docstring is the meaning of the group
        type: str = setting("", "The type of a follow-up.", need_type, required=True)
        date: str = setting("", "The field with its day.", field_name)

    def setup(app):
        register(app, "needs_core_follow_ups", FollowUps)

It is given in ``conf.py`` as a dictionary of that name, or in the file that
``needs_from_toml`` names: key ``follow_ups`` of table ``[needs_core]``. When the
configuration is complete, at ``config-inited`` with priority 650, every value is read.
Each mistake is one warning with file and line, of subtype ``bad_setting``,
and left out: the build goes on with the rest and with defaults. From then on
``read(config, FollowUps)`` returns the group.

The extension's README has the table that ``values_table`` makes of its values and the
one that ``options_table`` makes of each group; a test holds it to that.

This module works without sphinx-needs; only checks against the model read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from weakref import WeakKeyDictionary

from sphinx.locale import get_translation

from needs_core import setting_lines
from needs_core.messages import Problem, printable, warn
from needs_core.setting_checks import (
    Check,
    Scope,
    SettingError,
    address,
    field_name,
    field_names,
    field_or_link_names,
    file_name,
    flag,
    group,
    groups,
    link_type,
    link_types,
    matching,
    need_type,
    need_types,
    number,
    one_of,
    safe_address,
    setting,
    table,
    text,
    texts,
    unknown,
    whole_number,
)
from needs_core.suggestions import closest

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.model import Model
    from needs_core.setting_lines import Steps

__all__ = [
    "Check",
    "Registered",
    "Scope",
    "SettingError",
    "address",
    "field_name",
    "field_names",
    "field_or_link_names",
    "file_name",
    "flag",
    "group",
    "groups",
    "link_type",
    "link_types",
    "matching",
    "need_type",
    "need_types",
    "number",
    "one_of",
    "options_table",
    "problem",
    "problems",
    "raw_value",
    "read",
    "register",
    "register_value",
    "registered",
    "safe_address",
    "setting",
    "table",
    "text",
    "texts",
    "unknown",
    "value",
    "values_table",
    "whole_number",
]

_ = get_translation("needs_core")

T = TypeVar("T")
Rebuild = Literal["", "env", "html"]


@dataclass(frozen=True, slots=True)
class Registered:
    """A value of the configuration."""

    name: str
    """As in ``conf.py``."""
    owner: str
    """The extension."""
    default: Any
    meaning: str
    check: Check
    cls: type | None = None
    """The class of a value that is one group."""

    @property
    def table(self) -> str:
        """The table of the TOML file it may stand in."""
        return self.owner if self.name.startswith(self.owner) else self.name.split("_")[0]

    @property
    def plain_default(self) -> Any:
        """The default as one would write it in the configuration."""
        if dict in self.check.types:
            return {}
        return list(self.default) if isinstance(self.default, tuple) else self.default


@dataclass(slots=True)
class _Settings:
    """Everything registered for one configuration, and what came of it."""

    confdir: Path
    registered: dict[str, Registered] = field(default_factory=dict)
    names: dict[type, str] = field(default_factory=dict)
    """The class of each group to its name."""
    toml_file: Path = Path()
    toml_places: dict[str, Steps] = field(default_factory=dict)
    """The values that were taken from the TOML file, and where they stand there."""
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)


_settings: WeakKeyDictionary[Config, _Settings] = WeakKeyDictionary()


# Declaring and asking ----------------------------------------------------------------


def register(
    app: Sphinx, name: str, cls: type, rebuild: Rebuild = "env", *, owner: str = ""
) -> None:
    """Declare a value of the configuration that is one group (``setup``).

    Args:
        app: The application.
        name: The value in ``conf.py``.
        cls: The class of the group. Its docstring's first line is the meaning.
        rebuild: What must be done again when it changes, as Sphinx has it.
        owner: The extension, where it is not the first two words of the name.

    """
    meaning = (cls.__doc__ or "").split("\n", 1)[0]
    _register(app, name, owner, (cls(), meaning, group(cls), cls), rebuild)


def register_value(
    app: Sphinx, name: str, made: Any, rebuild: Rebuild = "env", *, owner: str = ""
) -> None:
    """Declare a single value of the configuration, made by ``setting`` (``setup``)."""
    metadata = made.metadata
    one = (made.default, metadata["meaning"], metadata["check"], None)
    _register(app, name, owner, one, rebuild)


def _register(
    app: Sphinx,
    name: str,
    owner: str,
    declared: tuple[Any, str, Check, type | None],
    rebuild: Rebuild,
) -> None:
    if app.config not in _settings:
        _settings[app.config] = _Settings(Path(app.confdir))
        # After sphinx-needs has read its own settings, at 600; before Sphinx checks
        # the types of all values, at 800, and compares them with the last build's.
        app.connect("config-inited", _read_all, priority=650)
    one = Registered(name, owner or "_".join(name.split("_")[:2]), *declared)
    _settings[app.config].registered[name] = one
    if one.cls is not None:
        _settings[app.config].names[one.cls] = name
    app.add_config_value(name, one.plain_default, rebuild, types=one.check.types)


def registered(config: Config) -> tuple[Registered, ...]:
    """Return every value that is declared, in the order of the names."""
    known = _settings[config].registered
    return tuple(known[name] for name in sorted(known))


def read(config: Config, cls: type[T]) -> T:
    """Return the group of a class; right from ``config-inited`` (650) on."""
    known = _settings[config]
    result: T = known.values[known.names[cls]]
    return result


def value(config: Config, name: str) -> Any:
    """Return a value as its check reads it; right from ``config-inited`` (650) on."""
    return _settings[config].values[name]


def problems(config: Config, name: str) -> tuple[Problem, ...]:
    """Return what was wrong with a value, and is warned of already."""
    return _settings[config].problems[name]


def problem(
    config: Config, name: str, path: Sequence[str | int], fault: str, remedy: str
) -> Problem:
    """Return a mistake of a setting at its place, for what no check can know.

    ``path`` leads from the value inwards: keys of tables and indexes of lists.
    """
    known = _settings[config]
    file, line = _place(config, known, name, tuple(path))
    subject, owner = _subject(name, config[name], path), known.registered[name].owner
    return Problem(None, line, subject, fault, remedy, owner, "bad_setting", file)


def declared_at(config: Config, name: str) -> tuple[str | None, int | None]:
    """Return file and line where a value is declared; ``None`` for the command line."""
    return _place(config, _settings[config], name, ())


def raw_value(folder: Path, name: str, config: Mapping[str, Any]) -> Any:
    """Return a value as a project in a folder declares it, unread; ``None`` for none.

    It is for a project that is not built: ``config`` is what its ``conf.py`` assigns.
    """
    if name in config or not (file := config.get("needs_from_toml")):
        return config.get(name)
    tables = _toml_tables(folder / file, config.get("needs_from_toml_table") or ())
    words = name.split("_")
    for size in range(len(words) - 1, 0, -1):
        content = tables.get("_".join(words[:size]))
        if isinstance(content, Mapping) and (key := "_".join(words[size:])) in content:
            return content[key]
    return None


# Reading -----------------------------------------------------------------------------


def _read_all(app: Sphinx, config: Config) -> None:
    """Take values from the TOML file, and read all (``config-inited``)."""
    known = _settings[config]
    wrong = list(_merge_toml(config, known))
    for name, one in known.registered.items():
        known.values[name], known.problems[name] = _read_one(config, one)
        wrong += known.problems[name]
    for each in wrong:
        warn(each)


def _read_one(config: Config, one: Registered) -> tuple[Any, tuple[Problem, ...]]:
    given = config[one.name]
    if given is None or given in (one.default, one.plain_default):
        return one.default, ()
    scope = Scope((), [], cache(lambda: _model(config)))
    try:
        result = one.check.read(given, scope)
    except SettingError as error:
        scope.add_error(error)
        result = one.default
    wrong = tuple(
        problem(config, one.name, path, error.fault, error.remedy)
        for path, error in scope.found
    )
    if wrong and result == one.default:  # else Sphinx warns of the type as well
        config[one.name] = one.plain_default
    return result, wrong


def _model(config: Config) -> Model:
    # Late: an extension that has no such checks does without sphinx-needs.
    from needs_core.model_reader import read_declared

    return read_declared(config)


# The TOML file -----------------------------------------------------------------------


def _merge_toml(config: Config, known: _Settings) -> Iterator[Problem]:
    """Give the configuration the values of the TOML file; yield what is wrong there."""
    name = getattr(config, "needs_from_toml", None)
    if not name:
        return
    base = tuple(getattr(config, "needs_from_toml_table", None) or ())
    known.toml_file = known.confdir / name
    owners = {one.table: one.owner for one in known.registered.values()}
    for table_, content in _toml_tables(known.toml_file, base).items():
        place = (*base, table_)
        if table_ not in owners:
            # Another tool's table, or that of an extension that is not in use.
            if near := closest(table_, owners, similarity=0.9):
                error = unknown(_("There is no table of this name."), table_, [near])
                yield _toml_problem(known, place, table_, owners[near], error)
        elif isinstance(content, Mapping):
            yield from _merge_table(config, known, content, place)
        else:
            error = SettingError(_("It is no table."), _("Write keys with values."))
            yield _toml_problem(known, place, table_, owners[table_], error)


def _merge_table(
    config: Config, known: _Settings, content: Mapping[str, Any], place: Steps
) -> Iterator[Problem]:
    table_ = str(place[-1])
    ours = {n: one for n, one in known.registered.items() if one.table == table_}
    keys = {n.removeprefix(f"{table_}_"): n for n in ours if n != table_}
    # A value that is named as the table itself is a group: its keys stand in the table.
    whole = ours[table_].cls if table_ in ours else None
    inner = {one.name for one in fields(whole)} if whole else set()
    entries = {k: x for k, x in content.items() if k in inner}
    if entries:
        yield from _set_value(config, known, table_, entries, place)
    for key, entry in content.items():
        at = (*place, key)
        if key in keys:
            yield from _set_value(config, known, keys[key], entry, at)
        elif key not in inner:
            error = unknown(_("There is no such key."), key, (*inner, *keys))
            owner = next(iter(ours.values())).owner
            yield _toml_problem(known, at, f"{table_}, {key}", owner, error)


def _set_value(
    config: Config, known: _Settings, name: str, entry: object, place: Steps
) -> Iterator[Problem]:
    """Give the configuration one value, unless it has it from elsewhere."""
    one = known.registered[name]
    if name in config.overrides:
        return
    in_conf_py = setting_lines.python_line(_conf_py(known), name) is not None
    if in_conf_py or config[name] != one.plain_default:
        fault = _("It stands in conf.py too, and what stands there is used.")
        error = SettingError(fault, _("Remove one of the two."))
        yield _toml_problem(known, place, name, one.owner, error)
    else:
        config[name] = deepcopy(entry)
        known.toml_places[name] = place


def _toml_tables(file: Path, base: Iterable[str]) -> Mapping[str, Any]:
    """Return the tables of the file; nothing of one that cannot be read.

    sphinx-needs reads the same file before, and warns of that.
    """
    try:
        found: Any = setting_lines.toml_tables(file.read_text(encoding="utf-8"))
        for key in base:
            found = found[key]
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return {}
    return found if isinstance(found, Mapping) else {}


# Places ------------------------------------------------------------------------------


def _conf_py(known: _Settings) -> str:
    try:
        return (known.confdir / "conf.py").read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def _place(
    config: Config, known: _Settings, name: str, path: Steps
) -> tuple[str | None, int | None]:
    """Return file and line of a place in a value; ``None`` for the command line."""
    if name in config.overrides:
        return None, None
    if base := known.toml_places.get(name):
        return _toml_place(known, (*base, *path))
    line = setting_lines.python_line(_conf_py(known), name, path)
    return str(known.confdir / "conf.py"), line


def _toml_place(known: _Settings, path: Steps) -> tuple[str, int | None]:
    content = known.toml_file.read_text(encoding="utf-8")
    return str(known.toml_file), setting_lines.toml_line(content, path)


def _toml_problem(
    known: _Settings, path: Steps, subject: str, owner: str, error: SettingError
) -> Problem:
    file, line = _toml_place(known, path)
    fault, remedy = error.fault, error.remedy
    return Problem(None, line, subject, fault, remedy, owner, "bad_setting", file)


_LONGEST_NAME = 60
"""The signs of a name within a message."""


def _subject(name: str, given: object, path: Iterable[str | int]) -> str:
    """Name a place in a value: an entry of a list by its name, else by its number."""
    words, inner = [name], given
    for step in path:
        if isinstance(inner, Mapping):
            inner = inner.get(step)
        elif isinstance(inner, Sequence) and isinstance(step, int):
            inner = inner[step]
        if isinstance(step, str):
            shown = printable(step, " ")
            is_long = len(shown) > _LONGEST_NAME
            words.append(f"{shown[:_LONGEST_NAME]}…" if is_long else shown)
            continue
        own = inner.get("name") if isinstance(inner, Mapping) else None
        words.append(own if isinstance(own, str) and own else str(step + 1))
    return ", ".join(words)


# The README --------------------------------------------------------------------------


def options_table(cls: type) -> str:
    """Return the keys of a group as the Markdown table of a README."""
    rows = [
        (
            one.name,
            one.metadata["check"].kind,
            "required" if one.metadata["required"] else _default_text(one.default),
            one.metadata["meaning"],
        )
        for one in fields(cls)
    ]
    return _markdown(("key", "value", "default", "meaning"), rows)


def values_table(config: Config, owner: str) -> str:
    """Return the values of an extension as the Markdown table of its README."""
    rows = [
        (one.name, one.check.kind, _default_text(one.default), one.meaning)
        for one in registered(config)
        if one.owner == owner
    ]
    return _markdown(("setting", "value", "default", "meaning"), rows)


def _default_text(default: object) -> str:
    plain = isinstance(default, str | int | float) and default != ""
    return f"`{json.dumps(default, ensure_ascii=False)}`" if plain else ""


def _markdown(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    marked = [(f"`{name}`", *rest) for name, *rest in rows]
    lines = (head, ("---",) * len(head), *marked)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
