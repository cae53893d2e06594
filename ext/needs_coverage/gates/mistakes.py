"""What can be wrong with a gate of the configuration, and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.conditions import ConditionError, Conditions
from needs_core.suggestions import did_you_mean
from needs_coverage.field_matrix import PERIODS
from needs_coverage.options import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from needs_core.model import Model

_ = get_translation("needs_coverage")

_MATRIX = {
    "rows": "type",
    "columns": "type",
    "link": "links",
    "via": "type",
    "via_links": "links",
    "rows_where": "condition",
    "columns_where": "condition",
}
KINDS: dict[str, dict[str, str]] = {
    "covered": {**_MATRIX, "at_least": "count"},
    "share": {**_MATRIX, "group_by": "link", "percent": "percent"},
    "linked": {"items": "type", "to": "type", "link": "links", "where": "condition"},
    "stated": {"items": "type", "where": "condition", "fields": "fields"},
    "on_time": {
        "items": "type",
        "where": "condition",
        "date": "field",
        "unless": "condition",
    },
    "sound": {"items": "type", "where": "condition", "link": "links"},
    "at_most": {
        "items": "type",
        "where": "condition",
        "date": "field",
        "most": "count",
        "period": "period",
    },
}
"""Each kind of gate, with its keys and what their values are."""

_NEEDED = {
    "rows",
    "columns",
    "link",
    "group_by",
    "percent",
    "items",
    "to",
    "fields",
    "date",
    "most",
}
_COMMON = ("name", "kind", "text", "fails")
_PLAIN = {"text": "text", "fails": "choice"}
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
TAKEN = frozenset(
    {
        *("missing_option", "unknown_type", "unknown_link", "unknown_field"),
        *("unknown_value", "bad_condition", "empty"),
        *("bad_gate", "bad_baseline", "baseline_closed"),
    }
)
"""The subtypes of other warnings: no gate may be called so."""


def mistakes(
    values: object, model: Model, seen: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield fault and remedy of everything that is wrong with one gate.

    ``seen`` are the names of the gates before it.
    """
    if not isinstance(values, dict):
        yield _("It is no dictionary."), _("Write a list with a dictionary for each gate.")
        return
    yield from _bad_name(values.get("name"), seen)
    kind = values.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        yield _not_known("kind", str(values.get("kind", "")), tuple(KINDS))
        return
    keys = KINDS[kind]
    for key in values:
        if key not in keys and key not in _COMMON:
            fault = _("The kind %(kind)s has no key “%(key)s”, and the gate is left out.")
            said = fault % {"kind": kind, "key": key} + did_you_mean(str(key), keys)
            yield said, _("Choose one of: %s.") % ", ".join((*_COMMON, *keys))
    for key, sort in (_PLAIN | keys).items():
        if key in values:
            yield from _bad_value(key, sort, values[key], model)
        elif key in _NEEDED:
            fault = _("The key %s is missing, and the gate is left out.") % key
            yield fault, _("Add “%s” with a value.") % key


def _bad_name(name: object, seen: Collection[str]) -> Iterator[tuple[str, str]]:
    names = {"name": name or ""}
    if not isinstance(name, str) or not NAME.fullmatch(name):
        yield (
            _("“%(name)s” is no name, and the gate is left out.") % names,
            _("Give it a name of the letters a to z, digits and hyphens."),
        )
    elif name in seen or name in TAKEN:
        yield (
            _("The name “%(name)s” is taken, and the gate is left out.") % names,
            _("Give each gate a name of its own."),
        )


def _bad_value(
    key: str, sort: str, value: object, model: Model
) -> Iterator[tuple[str, str]]:
    if not _fits(sort, value):
        fault = _("%(key)s cannot be %(value)r, and the gate is left out.")
        yield fault % {"key": key, "value": value}, _write(sort)
        return
    fields = tuple(dict.fromkeys((*ATTRIBUTES, *model.fields)))
    names: Sequence[str] = {
        "type": tuple(model.types),
        "link": tuple(model.links),
        "links": tuple(model.links),
        "period": PERIODS,
    }.get(sort, fields)
    asked: tuple[str, ...] = ()
    if sort == "condition":
        try:
            asked = Conditions.parse(str(value)).fields
        except ConditionError as error:
            fault = _("“%(part)s” in %(key)s cannot be read, and the gate is left out.")
            remedy = _("Write field = value, or field = value, value.")
            yield fault % {"part": error, "key": key}, remedy
    elif sort in {"type", "link", "links", "field", "fields", "period"}:
        asked = texts(value)
    for name in asked:
        if name not in names:
            yield _not_known(key, name, names)


def _fits(sort: str, value: object) -> bool:
    if sort == "choice":
        return isinstance(value, bool)
    if sort in {"count", "percent"}:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole and 1 <= int(str(value)) <= (100 if sort == "percent" else 10**6)
    if sort in {"links", "fields"}:
        return bool(texts(value))
    return isinstance(value, str)


def _write(sort: str) -> str:
    return {
        "choice": _("Write True or False."),
        "count": _("Write a whole number from 1."),
        "percent": _("Write a whole number from 1 to 100."),
        "links": _("Write a text, or a list of texts."),
        "fields": _("Write a text, or a list of texts."),
    }.get(sort, _("Write a text."))


def _not_known(key: str, value: str, names: Sequence[str]) -> tuple[str, str]:
    fault = _("“%(value)s” in %(key)s is not known, and the gate is left out.")
    said = fault % {"value": value, "key": key} + did_you_mean(value, names)
    return said, _("Choose one of: %s.") % ", ".join(names)


def texts(value: object) -> tuple[str, ...]:
    """Return one text or several as several; nothing of anything else."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple) and all(isinstance(x, str) for x in value):
        return tuple(value)
    return ()
