"""The gates of the configuration, read against the project's model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.conditions import ALL, Conditions
from needs_coverage.gates.living import AtMost, Sound
from needs_coverage.gates.mistakes import NAME, mistakes, texts
from needs_coverage.gates.rules import Covered, Gate, Linked, OnTime, Rule, Share, Stated
from needs_coverage.options import DirectiveOptions
from needs_coverage.spec import MatrixSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needs_core.model import Model
    from needs_core.states import States

_ = get_translation("needs_coverage")


@dataclass(frozen=True, slots=True)
class BadGate:
    """Why a gate of the configuration cannot be used, and what to do."""

    name: str
    """Its name; its number where it has none that can be used."""
    fault: str
    remedy: str


def read_gates(
    declared: object, model: Model, states: States
) -> tuple[tuple[Gate, ...], tuple[BadGate, ...]]:
    """Return the gates that can be used, and what is wrong with the others."""
    if not isinstance(declared, list | tuple):
        remedy = _("Write a list with a dictionary for each gate.")
        return (), (BadGate("", _("The value is no list."), remedy),)
    gates, bad, seen = [], [], set[str]()
    for number, values in enumerate(declared, start=1):
        name = values.get("name") if isinstance(values, dict) else None
        usable = isinstance(name, str) and NAME.fullmatch(name)
        called = str(name) if usable else str(number)
        found = [BadGate(called, *x) for x in mistakes(values, model, seen)]
        bad += found
        if not found:
            gates.append(_gate(values, model, states))
        if usable:
            seen.add(called)
    return tuple(gates), tuple(bad)


def _gate(values: Mapping[str, object], model: Model, states: States) -> Gate:
    return Gate(
        str(values["name"]),
        _rule(values, model, states),
        str(values.get("text", "")),
        fails=bool(values.get("fails", True)),
    )


def _rule(  # noqa: PLR0911 (one a kind)
    values: Mapping[str, object], model: Model, states: States
) -> Rule:
    kind = values["kind"]
    number = {key: x for key, x in values.items() if isinstance(x, int)}
    if kind == "stated":
        fields = texts(values["fields"])
        return Stated(str(values["items"]), fields, _where(values, "where"))
    if kind == "on_time":
        unless = _where(values, "unless") if "unless" in values else None
        place = (str(values["items"]), str(values["date"]))
        return OnTime(*place, _where(values, "where"), unless, states)
    if kind == "sound":
        return Sound(str(values["items"]), texts(values["link"]), _where(values, "where"))
    if kind == "at_most":
        what = (str(values["items"]), str(values["date"]), number["most"])
        period = str(values.get("period", "half-year"))
        return AtMost(*what, period, _where(values, "where"), states)
    if kind == "linked":
        turned = {"rows": "to", "columns": "items", "columns_where": "where"}
        asked = {new: values[old] for new, old in turned.items() if old in values}
        return Linked(_spec({**asked, "link": values["link"]}, model, states))
    spec = _spec(values, model, states)
    if kind == "share":
        return Share(spec, number["percent"])
    return Covered(spec, number.get("at_least", 1))


def _spec(values: Mapping[str, object], model: Model, states: States) -> MatrixSpec:
    """Return the matrix a gate is about, as a directive with these options has it."""
    options = {key.replace("_", "-"): ", ".join(texts(x)) for key, x in values.items()}
    spec = DirectiveOptions(options, model, states).matrix_spec()
    assert isinstance(spec, MatrixSpec)  # noqa: S101 (no gate has the key "by")
    return spec


def _where(values: Mapping[str, object], key: str) -> Conditions:
    return Conditions.parse(str(values[key])) if key in values else ALL
