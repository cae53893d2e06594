"""Values of fields as text: their canonical form, and whether a field may hold them."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from sphinx.locale import get_translation

from needs_core.items import natural_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from needs_core.declarations import Declared

_ = get_translation("needs_authoring")

TITLE = "title"
_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SYMBOL = re.compile(r"^[^\w\s]+ ")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-./]\s*([0-9]{1,2})[-./]\s*([0-9]{4})")
_DECIMALS = re.compile(r"(-?[0-9]+)([.,])([0-9]+)")
NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?", re.ASCII)
"""A number that a spreadsheet holds as it is."""
_NUMBERS = frozenset({"integer", "number"})
_PROGRAM = ("[[", "]]", "<<", ">>", "<{", ":ndf:")
"""What sphinx-needs would run in a title, a field or a link."""
_PROGRAM_IN_TEXT = (":ndf:", "{ndf}")
"""What it would run in the text of a need."""

MISSING, PROGRAM, UNKNOWN_ID, WRONG_TYPE = "missing", "program", "unknown_id", "wrong_type"
NOT_LISTED, NOT_A_DATE, NOT_A_NUMBER = "not_listed", "not_a_date", "not_a_number"
TOO_MANY, WRONG_FORM = "too_many", "wrong_form"
"""The kinds of ``ValueFault``."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field or link of a type of need, and what it may hold."""

    name: str
    label: str
    """What readers call it, with a capital."""
    link: bool = False
    many: bool = False
    """Whether it holds a list, with commas between."""
    schema: Mapping[str, Any] = field(default_factory=dict)
    """The JSON schema of its value."""
    nullable: bool = True
    targets: frozenset[str] = frozenset()
    """The types a link may point at; none: any."""

    @classmethod
    def from_declared(cls, one: Declared) -> FieldRule:
        """Return the rule of a field or link that the configuration declares."""
        many = one.link or one.schema.get("type") == "array"
        label = one.label[:1].upper() + one.label[1:]
        return cls(one.name, label, one.link, many, one.schema, one.nullable, one.targets)

    @property
    def date(self) -> bool:
        """Whether it holds a day."""
        return self.schema.get("format") == "date"

    @property
    def number(self) -> bool:
        """Whether it holds a number."""
        return self.schema.get("type") in _NUMBERS

    @property
    def choices(self) -> tuple[str, ...]:
        """The only values it may hold; none: any."""
        return tuple(map(str, self.schema.get("enum", ())))

    @property
    def single_target(self) -> bool:
        """Whether it is a link to at most one need, as to a parent."""
        return self.link and self.schema.get("maxItems") == 1

    def read(self, text: str) -> str:
        """Return what somebody typed, in a cell or at a command, as a page has it.

        Ids may have spaces between them, an allowed value other capitals, a day may come
        first in a date, and a number may have its decimals as the language has them. What
        cannot be read so stays as it is, for the judge.
        """
        if self.link:
            ids = split_list(re.sub(r"\s+", ",", normalized(text)))
            return ", ".join(dict.fromkeys(ids))
        if self.many:
            return ", ".join(dict.fromkeys(map(self._choice, split_list(text))))
        text = normalized(text)
        if self.date and (found := _DAY_FIRST.fullmatch(text)):
            return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
        if self.number and (found := _DECIMALS.fullmatch(text)):
            mark = decimal_mark()
            return f"{found[1]}.{found[3]}" if found[2] == mark else text
        return self._choice(text)

    def display(self, text: str) -> str:
        """Return a value for readers: a number with the decimal mark of their language."""
        is_number = self.number and NUMBER.fullmatch(text)
        return text.replace(".", decimal_mark()) if is_number else text

    def _choice(self, text: str) -> str:
        """Return an allowed value, or a truth value, in its own capitals.

        It may have its symbol in front, as where states are shown.
        """
        choices = {"true": "true", "false": "false"} if self._is_flag else {}
        choices |= {x.casefold(): x for x in self.choices}
        typed = " ".join(text.casefold().split())
        return choices.get(typed) or choices.get(_SYMBOL.sub("", typed), text)

    @property
    def _is_flag(self) -> bool:
        return bool(self.schema.get("type") == "boolean")

    def canonical(self, text: str) -> str:
        """Return a value in the one form it is compared in.

        Links have no order, and a number no zeros at its end: 80 is read as 80.0.
        """
        if self.link:
            return ", ".join(sorted(dict.fromkeys(split_list(text)), key=natural_key))
        if self.many:
            return ", ".join(dict.fromkeys(split_list(text)))
        text = normalized(text)
        found = _DECIMALS.fullmatch(text) if self.number else None
        if found and found[2] == ".":
            return f"{found[1]}.{found[3]}".rstrip("0").removesuffix(".")
        return text


TITLE_RULE = FieldRule(TITLE, "Title", nullable=False)
"""The rule of every title."""


@dataclass(frozen=True, slots=True)
class ValueFault:
    """Why a field may not hold a value."""

    kind: str
    """``MISSING``, ``PROGRAM`` and so on."""
    text: str
    """What is wrong and what to do, translated."""
    value: str = ""
    """The entry of a link that is wrong."""


@dataclass(frozen=True, slots=True)
class ValueJudge:
    """Judges values by what the project declares and by the needs there are."""

    types: Mapping[str, str]
    """Id to type, those of new needs too."""
    titles: Mapping[str, str]
    """Type to its title."""

    def fault(self, rule: FieldRule, value: str) -> ValueFault | None:
        """Return why a field may not hold a value; ``None`` when it may.

        An empty value is one that is not given.
        """
        if program := program_in(value):
            return _program_fault(program)
        if rule.name == TITLE:
            missing = ValueFault(MISSING, _("The title is missing. Write one."))
            return None if value else missing
        link_fault = self._link_fault(rule, value) if rule.link else None
        return link_fault or _schema_fault(rule, value)

    def text_fault(self, text: str) -> ValueFault | None:
        """Return why a need may not have a text; ``None`` when it may."""
        found = next((mark for mark in _PROGRAM_IN_TEXT if mark in text), None)
        return _program_fault(found) if found else None

    def _link_fault(self, rule: FieldRule, value: str) -> ValueFault | None:
        for id_ in split_list(value):
            if id_ not in self.types:
                text = _("“%s” does not exist. Write the id of a need.") % id_
                return ValueFault(UNKNOWN_ID, text, id_)
            if rule.targets and self.types[id_] not in rule.targets:
                wanted = ", ".join(sorted(self.titles.get(x, x) for x in rule.targets))
                kind = self.types[id_]
                text = _("%(id)s is a %(type)s. Write the id of a %(wanted)s.") % {
                    "id": id_,
                    "type": self.titles.get(kind, kind).lower(),
                    "wanted": wanted.lower(),
                }
                return ValueFault(WRONG_TYPE, text, id_)
        return None


def read_flag(text: str) -> bool | None:
    """Return whether somebody said yes; ``None`` for what is neither yes nor no.

    >>> [read_flag(x) for x in ("1", "Yes", "", "no", "maybe")]
    [True, True, False, False, None]
    """
    answer = text.strip().casefold()
    if answer in {"1", "true", "yes", "y", *_("yes y").split()}:
        return True
    return False if answer in {"", "0", "false", "no", "n", *_("no n").split()} else None


def decimal_mark() -> str:
    """Return what stands before the decimals of a number in the language of a project."""
    return str(_("12.5"))[2]


def program_in(value: str) -> str:
    """Return the mark of what sphinx-needs would run in a title, field or link, or ""."""
    return next((mark for mark in _PROGRAM if mark in value), "")


def normalized(text: str) -> str:
    r"""Return a text as it is compared and written: composed, with line feeds only.

    >>> normalized(" ma\u030al\r\n2 ")
    'mål\n2'
    """
    lines = _CONTROL.sub("", _BREAKS.sub("\n", text)).split("\n")
    return unicodedata.normalize("NFC", "\n".join(x.rstrip() for x in lines)).strip()


def split_list(text: str) -> tuple[str, ...]:
    """Return the entries of a list, as sphinx-needs divides it.

    >>> split_list("MS_1, MS_2;MS_3,")
    ('MS_1', 'MS_2', 'MS_3')
    """
    return tuple(x.strip() for x in re.split("[;,]", normalized(text)) if x.strip())


def _program_fault(mark: str) -> ValueFault:
    text = _("The text holds %s, which the build would run. Write it otherwise.")
    return ValueFault(PROGRAM, text % mark)


def _schema_fault(rule: FieldRule, value: str) -> ValueFault | None:
    if not rule.schema or (not value and rule.nullable and not rule.link):
        return None
    try:
        typed = _typed(rule, value)
    except ValueError:
        return ValueFault(NOT_A_NUMBER, _("“%s” is not a number.") % value)
    validator = jsonschema_rs.validator_for(dict(rule.schema), validate_formats=True)
    found = next(iter(validator.iter_errors(typed)), None)
    if found is None:
        return None
    kind = type(found.kind).__name__.rpartition("_")[2]
    return _SCHEMA_FAULTS.get(kind, _form_fault)(rule, value)


def _typed(rule: FieldRule, value: str) -> Any:
    """Return a value as its schema knows it. Raises ``ValueError`` for no number."""
    if rule.many:
        return list(split_list(value))
    if rule.number:
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(value)
        return int(number) if number.is_integer() else number
    if rule.schema.get("type") == "boolean":
        return {"true": True, "false": False}.get(value.lower(), value)
    return value


def _enum_fault(rule: FieldRule, value: str) -> ValueFault:
    allowed = ", ".join(rule.choices)
    if not value:
        text = _("%(name)s is missing. Write one of: %(allowed)s.")
        return ValueFault(MISSING, text % {"name": rule.label, "allowed": allowed})
    text = _("“%(value)s” cannot stand here. Write one of: %(allowed)s.")
    return ValueFault(NOT_LISTED, text % {"value": value, "allowed": allowed})


def _form_fault(rule: FieldRule, value: str) -> ValueFault:
    if not value:
        return _missing_fault(rule, value)
    return ValueFault(
        WRONG_FORM, _("“%s” does not have the form it must have here.") % value
    )


def _format_fault(_rule: FieldRule, value: str) -> ValueFault:
    text = _("“%s” is not a date. Write it as year-month-day, for example 2027-03-31.")
    return ValueFault(NOT_A_DATE, text % value)


def _missing_fault(rule: FieldRule, _value: str) -> ValueFault:
    return ValueFault(MISSING, _("%s is missing. Write it.") % rule.label)


def _most_fault(_rule: FieldRule, _value: str) -> ValueFault:
    return ValueFault(TOO_MANY, _("There are too many. Write fewer."))


_SCHEMA_FAULTS: Mapping[str, Callable[[FieldRule, str], ValueFault]] = {
    "Enum": _enum_fault,
    "Format": _format_fault,
    "MinItems": _missing_fault,
    "MaxItems": _most_fault,
}
