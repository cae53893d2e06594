"""What values a setting may have: checks, and groups of settings as dataclasses.

A check returns the value as it is used, which is hashable, or raises ``SettingError``.
What is wrong with a part of a value is noted, and the rest of it is used. A group whose
keys must fit together raises ``SettingError`` in ``__post_init__``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.items import ORIGINS
from needs_core.safe_addresses import is_dangerous
from needs_core.suggestions import NameIndex, did_you_mean

if TYPE_CHECKING:
    from needs_core.model import Model
    from needs_core.setting_lines import Steps

_ = get_translation("needs_core")

ATTRIBUTES = ("id", "type", "title", "status", "tags", *ORIGINS)
"""What every need has, and may be named wherever a field is."""


class SettingError(ValueError):
    """A value that cannot be used: what is wrong and what to do, a sentence each."""

    def __init__(self, fault: str = "", remedy: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        """Empty where the mistake is warned of elsewhere."""
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Scope:
    """Where in a value a check is, and what it is held against."""

    path: Steps
    """Keys and indexes from the value of the configuration inwards."""
    found: list[tuple[Steps, SettingError]]
    """All mistakes of the value so far."""
    get_model: Callable[[], Model]

    @property
    def model(self) -> Model:
        """The types, fields and links of the project."""
        return self.get_model()

    def at(self, step: str | int) -> Scope:
        """Return the scope one step further in."""
        return replace(self, path=(*self.path, step))

    def add_error(self, error: SettingError) -> None:
        """Add a mistake; reading goes on with the rest of the value."""
        if error.fault:
            self.found.append((self.path, error))


@dataclass(frozen=True, slots=True)
class Check:
    """What values a setting may have, and how one is read."""

    kind: str
    """What is to be written, for the README: "need type", "text"."""
    read: Callable[[object, Scope], Any]
    """Returns the value as it is used: hashable. Raises ``SettingError`` for one that is
    left out as a whole; what is wrong with a part of it is noted in the scope."""
    types: frozenset[type] = frozenset({str})
    """The types Sphinx takes for the value in ``conf.py``."""
    classes: tuple[type, ...] = ()
    """The groups within the value."""


def setting(default: Any, meaning: str, check: Check, *, required: bool = False) -> Any:
    """Make a field of a group, or the declaration of a single value.

    Args:
        default: The value where none is given; it is never checked.
        meaning: A line of the README's table, in English.
        check: What values are right.
        required: Whether a group that is given must have it. A group without it is not
            used, which is its value without any key.

    """
    metadata = {"meaning": meaning, "check": check, "required": required}
    return field(default=default, metadata=metadata)


_LISTS = frozenset({list, tuple})
_TABLES = frozenset({dict})


def _text(given: object, _scope: Scope) -> str:
    if not isinstance(given, str) or not given:
        raise SettingError(_("The value is no text, and is left out."), _("Write a text."))
    return given


def _texts(given: object, scope: Scope) -> tuple[str, ...]:
    if isinstance(given, str) and given:
        return (given,)
    if isinstance(given, list | tuple) and all(isinstance(x, str) for x in given):
        return tuple(given)
    raise SettingError(
        _("The value is neither a text nor a list of texts, and is left out."),
        _("Write a text, or a list of texts."),
    )


def _flag(given: object, _scope: Scope) -> bool:
    if not isinstance(given, bool):
        fault = _("The value is neither true nor false, and is left out.")
        raise SettingError(fault, _("Write true or false (in conf.py True or False)."))
    return given


text = Check("text", _text)
texts = Check("texts", _texts, _LISTS | {str})
flag = Check("true or false", _flag, frozenset({bool}))


def _among(
    kind: str,
    kinds: str,
    names: Callable[[Model], Iterable[str]],
    fault: Callable[[str], str],
) -> tuple[Check, Check]:
    """Return the checks of a name of the model, and of several."""

    def name_of(given: str, scope: Scope) -> str:
        known = dict.fromkeys(names(scope.model))
        if given in scope.model.internal:
            raise SettingError  # the edition being built does without it
        if given not in known:
            raise unknown(fault(given), given, known)
        return given

    def one(given: object, scope: Scope) -> str:
        return name_of(_text(given, scope), scope)

    def several(given: object, scope: Scope) -> tuple[str, ...]:
        kept = []
        for number, each in enumerate(_texts(given, scope)):
            here = scope if isinstance(given, str) else scope.at(number)
            try:
                kept.append(name_of(each, here))
            except SettingError as error:
                here.add_error(error)
        return tuple(kept)

    return Check(kind, one), Check(kinds, several, _LISTS | {str})


need_type, need_types = _among(
    "need type",
    "need types",
    lambda model: model.types,
    lambda name: _("“%s” is no need type, and is left out.") % name,
)
link_type, link_types = _among(
    "link",
    "links",
    lambda model: model.links,
    lambda name: _("“%s” is no link, and is left out.") % name,
)
field_name, field_names = _among(
    "field",
    "fields",
    lambda model: (*ATTRIBUTES, *model.fields),
    lambda name: _("“%s” is no field, and is left out.") % name,
)
field_or_link_names = _among(
    "field or link",
    "fields or links",
    lambda model: (*ATTRIBUTES, *model.fields, *model.links),
    lambda name: _("“%s” is neither a field nor a link, and is left out.") % name,
)[1]


def number(least: float, most: float | None = None) -> Check:
    """Return the check of a number, with or without a decimal part."""
    return _number(least, most, (int, float))


def whole_number(least: int, most: int | None = None) -> Check:
    """Return the check of a whole number."""
    return _number(least, most, (int,))


def _number(least: float, most: float | None, kinds: tuple[type, ...]) -> Check:
    def read_number(given: object, _scope: Scope) -> float:
        fits = isinstance(given, kinds) and not isinstance(given, bool)
        found: Any = given
        if fits and found >= least and (most is None or found <= most):
            return float(found) if isinstance(given, float) else int(found)
        if float in kinds:
            fault, remedy = _("The value is no such number."), _("Write a number, %s.")
        else:
            fault = _("The value is no such whole number.")
            remedy = _("Write a whole number, %s.")
        limits = _("at least %s") % least
        if most is not None:
            limits = _("from %(least)s to %(most)s") % {"least": least, "most": most}
        raise SettingError(fault, remedy % limits)

    span = f"{least}" if most is None else f"{least} to {most}"
    kind = "whole number" if float not in kinds else "number"
    return Check(f"{kind}, from {span}", read_number, frozenset(kinds))


def one_of(*allowed: str) -> Check:
    """Return the check of a text that is one of some."""

    def read_one_of(given: object, scope: Scope) -> str:
        found = _text(given, scope)
        if found not in allowed:
            fault = _("“%s” is not an allowed value, and is left out.") % found
            raise unknown(fault, found, allowed)
        return found

    return Check(" or ".join(f"`{x}`" for x in allowed), read_one_of)


def matching(kind: str, pattern: str, example: str) -> Check:
    """Return the check of a text that follows a pattern as a whole.

    ``example`` is a text that does; it is shown to who wrote another.
    """
    compiled = re.compile(pattern)

    def read_matching(given: object, scope: Scope) -> str:
        found = _text(given, scope)
        if not compiled.fullmatch(found):
            fault = _("“%s” does not have the right form, and is left out.") % found
            raise SettingError(fault, _("Write it as: %s") % example)
        return found

    return Check(kind, read_matching)


_SIGNS = r'[^/\\<>:"|?*\x00-\x1f\x7f]'
_DEVICES = r"(?i:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)"
"""Names that Windows gives no file."""


def file_name(suffix: str = "") -> Check:
    """Return the check of a file's name, without a folder."""
    return matching(
        f"file name, `*{suffix}`" if suffix else "file name",
        rf"(?!\.)(?!{_DEVICES}){_SIGNS}{{1,120}}{re.escape(suffix)}(?<![. ])",
        f"name{suffix}",
    )


address = matching(
    "web address", r"https?://[^\s<>\"'\\/]+[^\s<>\"'\\]*", "https://example.org/"
)


def _safe_address(given: object, scope: Scope) -> str:
    found: str = text.read(given, scope)
    if is_dangerous(found):
        fault = _("The address could run a program, and is no link.")
        raise SettingError(fault, _("Write an address that begins with https:."))
    return found


safe_address = Check("address, of the web or from the site on", _safe_address)


def table(key_check: Check, value_check: Check) -> Check:
    """Return the check of a table with any keys; it is read as pairs, in its order."""

    def read_table(given: object, scope: Scope) -> tuple[tuple[Any, Any], ...]:
        kept = []
        for key, entry in _mapping(given).items():
            here = scope.at(key)
            try:
                kept.append((key_check.read(key, here), value_check.read(entry, here)))
            except SettingError as error:
                here.add_error(error)
        return tuple(kept)

    kind = f"table: {key_check.kind} to {value_check.kind}"
    return Check(kind, read_table, _TABLES, value_check.classes)


def group(cls: type) -> Check:
    """Return the check of a group within a value."""
    return Check(
        "table", lambda given, scope: _read_group(cls, given, scope), _TABLES, (cls,)
    )


def groups(cls: type | Mapping[str, type], key: str = "kind", unique: str = "") -> Check:
    """Return the check of a list of groups; one with any mistake is left out whole.

    Args:
        cls: The class of each, or the class of each kind by its name.
        key: The key that tells the kind, which is no field of the classes.
        unique: A key whose values must differ.

    """

    def read_groups(given: object, scope: Scope) -> tuple[Any, ...]:
        if not isinstance(given, list | tuple):
            raise SettingError(
                _("It is no list of tables, and is left out."), _("Write a list of tables.")
            )
        kept: dict[object, Any] = {}
        for place, entry in enumerate(given):
            here, before = scope.at(place), len(scope.found)
            try:
                made = _read_of_kind(cls, key, entry, here)
            except SettingError as error:
                here.add_error(error)
                continue
            name = getattr(made, unique) if unique else place
            if name in kept:
                fault = _("“%s” is taken, and the entry is left out.") % name
                here.at(unique).add_error(SettingError(fault, _("Give it another.")))
            elif len(scope.found) == before:
                kept[name] = made
        return tuple(kept.values())

    classes = tuple(cls.values()) if isinstance(cls, Mapping) else (cls,)
    return Check("list of tables", read_groups, _LISTS, classes)


def _read_of_kind(
    cls: type | Mapping[str, type], key: str, given: object, scope: Scope
) -> Any:
    if not isinstance(cls, Mapping):
        return _read_group(cls, given, scope)
    entries = _mapping(given)
    if key not in entries:
        fault = _("The key “%s” is missing, and the rest is not used.") % key
        raise SettingError(fault, _("Choose one of: %s.") % ", ".join(cls))
    if (kind := str(entries[key])) not in cls:
        fault = _("“%s” is not an allowed value, and the rest is not used.") % kind
        scope.at(key).add_error(unknown(fault, kind, cls))
        raise SettingError
    rest = {name: entry for name, entry in entries.items() if name != key}
    return _read_group(cls[kind], rest, scope)


def _mapping(given: object) -> Mapping[Any, Any]:
    if isinstance(given, Mapping):
        return given
    raise SettingError(
        _("It is no table of keys and values, and is left out."),
        _("Write keys with values."),
    )


def _read_group(cls: type, given: object, scope: Scope) -> Any:
    entries = _mapping(given)
    known = {one.name: one for one in fields(cls)}
    kept, misspelt = dict[str, Any](), set[str | None]()
    for key, entry in entries.items():
        here = scope.at(key)
        if key not in known:
            here.add_error(unknown(_("There is no such key."), str(key), known))
            misspelt.add(NameIndex(known).closest(str(key)))
            continue
        try:
            kept[key] = _read_entry(known[key], entry, here)
        except SettingError as error:
            here.add_error(error)
    missing = [n for n, x in known.items() if x.metadata["required"] and n not in kept]
    for name in missing:
        if name not in entries and name not in misspelt:
            fault = _("The key “%s” is missing, and the rest is not used.") % name
            scope.add_error(SettingError(fault, _("Add “%s” with a value.") % name))
    if missing:
        raise SettingError
    return cls(**kept)


def _read_entry(one: Field[Any], entry: object, scope: Scope) -> Any:
    if not one.metadata["required"] and (entry is None or entry == one.default):
        return one.default
    check: Check = one.metadata["check"]
    return check.read(entry, scope)


def unknown(fault: str, name: str, names: Iterable[str]) -> SettingError:
    """Return the error of a name that is none of some, with the nearest of them."""
    names = list(dict.fromkeys(names))
    remedy = _("Choose one of: %s.") % ", ".join(names)
    return SettingError(fault + did_you_mean(name, names), remedy)
