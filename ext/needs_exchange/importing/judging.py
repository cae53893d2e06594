"""Whether a value may stand in a field: what the project has declared, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from sphinx.locale import get_translation

from needs_exchange.columns import TITLE
from needs_exchange.values import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from needs_exchange.columns import Column

_ = get_translation("needs_exchange")

_RUNS = ("[[", "]]", "<<", ">>", "<{", ":ndf:")
"""What sphinx-needs would run: a text from a sheet is never a program."""


@dataclass(frozen=True)
class Judge:
    """Knows the needs there are, and the titles of their types."""

    types: Mapping[str, str]
    """Id to type, new needs too."""
    titles: Mapping[str, str]

    def fault(self, column: Column, value: str) -> str:
        """Return what is wrong with a value and what to do; nothing when it may stand."""
        if column.name == TITLE:
            return "" if value else _("The title is missing. Write one.")
        if any(mark in value for mark in _RUNS):
            return _(
                "The text holds %s, which the build would run. Write it otherwise."
            ) % (next(mark for mark in _RUNS if mark in value))
        return (self._link_fault(column, value) if column.link else "") or _schema_fault(
            column, value
        )

    def _link_fault(self, column: Column, value: str) -> str:
        for id_ in listed(value):
            if id_ not in self.types:
                return _("”%s” does not exist. Look the id up in the sheet of ids.") % id_
            if column.targets and self.types[id_] not in column.targets:
                wanted = ", ".join(sorted(self.titles.get(x, x) for x in column.targets))
                said = _("%(id)s is a %(type)s. Write the id of a %(wanted)s.")
                return said % {
                    "id": id_,
                    "type": self._title(id_),
                    "wanted": wanted.lower(),
                }
        return ""

    def _title(self, id_: str) -> str:
        kind = self.types[id_]
        return self.titles.get(kind, kind).lower()


def _schema_fault(column: Column, value: str) -> str:
    if not column.schema or (not value and column.nullable and not column.link):
        return ""
    try:
        typed = _typed(column, value)
    except ValueError:
        return _("”%s” is not a number.") % value
    validator = jsonschema_rs.validator_for(dict(column.schema), validate_formats=True)
    found = next(iter(validator.iter_errors(typed)), None)
    if found is None:
        return ""
    kind = type(found.kind).__name__.rpartition("_")[2]
    said = _SAID.get(kind)
    return said(column, value) if said else _other(column, value)


def _typed(column: Column, value: str) -> Any:
    """Return a value as its schema knows it."""
    if column.many:
        return list(listed(value))
    kind = column.schema.get("type")
    if kind in {"integer", "number"}:
        number = float(value)
        return int(number) if number.is_integer() else number
    if kind == "boolean":
        return {"true": True, "false": False}.get(value.lower(), value)
    return value


def _enum(column: Column, value: str) -> str:
    allowed = ", ".join(column.choices)
    if not value:
        return _("%(name)s is missing. Write one of: %(allowed)s.") % {
            "name": column.header,
            "allowed": allowed,
        }
    said = _("”%(value)s” cannot stand here. Write one of: %(allowed)s.")
    return said % {"value": value, "allowed": allowed}


def _other(column: Column, value: str) -> str:
    if not value:
        return _("%s is missing. Write it.") % column.header
    return _("”%s” does not have the form it must have here.") % value


_SAID: Mapping[str, Callable[[Column, str], str]] = {
    "Enum": _enum,
    "Format": lambda _column, value: (
        _("”%s” is not a date. Write it as year-month-day, for example 2027-03-31.") % value
    ),
    "MinItems": lambda column, _value: _("%s is missing. Write it.") % column.header,
    "MaxItems": lambda _column, _value: _("There are too many. Write fewer."),
}
