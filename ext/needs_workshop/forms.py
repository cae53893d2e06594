"""What a form asks of a need: its fields from the model, with what may stand in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_authoring.values import TITLE, TITLE_RULE, program_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from needs_authoring.project import NeedType
    from needs_authoring.values import FieldRule, ValueJudge

CHOICE, DAY, LINKS, LINES, LINE = "choice", "day", "links", "lines", "line"
"""How a field is asked for."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONG = 70
"""A value longer than this is asked for on several lines."""
_UNDECLARED = frozenset({"links", "tags", "status"})
"""Fields that every need has, whether its project uses them or not."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    name: str
    label: str
    kind: str
    """``CHOICE`` and so on."""
    value: str
    """What stands in it: as it is on the page, or as somebody typed it."""
    was: str
    """What stood on the page when the form was opened."""
    required: bool
    choices: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    """The types a link may point at; none: any."""
    single: bool = False
    """Whether it is a link to one need."""
    many: bool = False
    """Whether it holds a list, with commas between."""
    folded: bool = False
    """Whether it is an empty field that all types share: shown when it is asked for."""
    computed: bool = False
    """Whether the build computes it: it is shown and not edited."""
    fault: str = ""
    """Why it may not hold its value, and what to do."""


def form_fields(
    kind: NeedType,
    judge: ValueJudge,
    was: Mapping[str, str],
    *,
    values: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> tuple[FormField, ...]:
    """Return the fields of a form in the order they are asked.

    ``was`` is what stands on the page, by field; ``values`` is what was typed since.
    """
    shown = was if values is None else values
    told = faults or {}
    return tuple(
        _field(
            kind,
            rule,
            judge,
            was=was.get(rule.name, ""),
            value=rule.display(shown.get(rule.name, "")),
            faults=told,
        )
        for rule in asked_rules(kind, was)
    )


def asked_rules(kind: NeedType, has: Iterable[str] = ()) -> tuple[FieldRule, ...]:
    """Return title, fields and links that a form asks for: those the project uses.

    ``has`` names what the need states already.
    """
    there = set(has)
    rules = (
        x
        for x in kind.rules
        if x.name in there or x.name not in _UNDECLARED or (x.schema and x.name != "tags")
    )
    return (TITLE_RULE, *rules)


def _field(  # noqa: PLR0913 (what a field depends on)
    kind: NeedType,
    rule: FieldRule,
    judge: ValueJudge,
    *,
    was: str,
    value: str,
    faults: Mapping[str, str],
) -> FormField:
    computed = bool(program_in(was))
    required = judge.fault(rule, "") is not None
    told = required or rule.name in {*kind.own, *faults} or bool(was or value)
    return FormField(
        name=rule.name,
        label=rule.label,
        kind=LINES if computed else _kind(rule, value),
        value=value,
        was=was,
        required=required,
        choices=_choices(rule, value),
        targets=tuple(sorted(rule.targets)),
        single=rule.single_target,
        many=rule.many,
        folded=not told,
        computed=computed,
        fault=faults.get(rule.name, ""),
    )


def _kind(rule: FieldRule, value: str) -> str:
    if rule.link:
        return LINKS
    if _choices(rule, value):
        return CHOICE
    if rule.date and (not value or _DAY.fullmatch(value)):
        return DAY
    long = "\n" in value or len(value) > _LONG
    return LINES if long and rule.name != TITLE else LINE


def _choices(rule: FieldRule, value: str) -> tuple[str, ...]:
    """Return what may be chosen; a value that is none of it stays to be seen."""
    found: Sequence[str] = rule.choices
    if rule.schema.get("type") == "boolean":
        found = ("true", "false")
    if not found or rule.many:
        return ()
    return (*found, *([value] if value and value not in found else []))
