"""The form of a need: its fields from the model, and what its answers change on a page."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from needs_authoring.blocks import NeedBlock, split_lines, without_end
from needs_authoring.edit import Page, PageEdits, PageSyntax, edit_page
from needs_authoring.values import (
    TITLE,
    TITLE_RULE,
    FieldRule,
    ValueJudge,
    normalized,
    program_in,
    split_list,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from needs_authoring.project import NeedType

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


TEXT = ":text"
"""The text below the fields in a form: no field has a colon in its name."""

KEPT, REMOVED, ADDED, LEFT_OUT = "kept", "removed", "added", "left-out"
"""What becomes of a line."""
_AROUND = 2
"""How many lines are shown around a change."""


@dataclass(frozen=True)
class FieldEdits:
    """What one has answered, beside what stands on the page now."""

    changed: Mapping[str, str] = field(default_factory=dict)
    """Field to its new value, empty to take it away."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """Field to why it may not hold its value."""
    conflicts: Mapping[str, str] = field(default_factory=dict)
    """Field that somebody else has changed meanwhile to what stands there now."""
    by_others: tuple[str, ...] = ()
    """Fields that somebody else has changed, and that keep what they were changed to."""
    text: str | None = None
    """The new text below the fields; ``None``: it stays."""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a page, before or after."""

    kind: str
    """``KEPT`` and so on."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file that was written."""

    path: Path
    before: bytes | None
    """``None``: the file was made."""
    after: bytes | None
    """``None``: the file was taken away again."""


@dataclass(frozen=True, slots=True)
class PageChange:
    """What was written in one go: what can be undone."""

    number: int
    what: str
    """What was done, in words."""
    files: tuple[ChangedFile, ...]
    id: str = ""
    """The need it was about; empty: several."""


def page_values(block: NeedBlock) -> dict[str, str]:
    """Return the title and the fields of a need as they stand on its page."""
    return {TITLE: block.title, **block.values}


def field_edits(
    kind: NeedType,
    judge: ValueJudge,
    now: Mapping[str, str],
    was: Mapping[str, str],
    asked: Mapping[str, str],
) -> FieldEdits:
    """Return what is to be changed: only what was answered otherwise than it stood.

    ``now`` is what stands on the page, ``was`` what stood there when the form was opened,
    ``asked`` the answers; a field that was not asked for stays.
    """
    changed, faults, conflicts = dict[str, str](), dict[str, str](), dict[str, str]()
    others = []
    for rule in asked_rules(kind, {*now, *was}):
        old, here = was.get(rule.name, ""), now.get(rule.name, "")
        new = _read(rule, asked[rule.name]) if rule.name in asked else old
        old_form, here_form, new_form = map(rule.canonical, (old, here, new))
        if old_form != here_form:
            others.append(rule.name)
        if new_form in {old_form, here_form}:
            continue
        if old_form != here_form:
            conflicts[rule.name] = here
            others.remove(rule.name)
            continue
        if fault := judge.fault(rule, new):
            faults[rule.name] = fault.text
        changed[rule.name] = _in_order(rule, here, new)
    return FieldEdits(changed, faults, conflicts, tuple(others))


def with_text(
    edits: FieldEdits, judge: ValueJudge, now: str, was: str, asked: str
) -> FieldEdits:
    """Return the edits with what was answered of the text below the fields."""
    old, new = normalized(was), normalized(asked)
    here = normalized(now)
    if new in {old, here}:
        others = (TEXT,) if old != here else ()
        return replace(edits, by_others=(*edits.by_others, *others))
    if old != here:
        return replace(edits, conflicts={**edits.conflicts, TEXT: now})
    fault = judge.text_fault(new)
    if fault and not judge.text_fault(here):
        return replace(edits, faults={**edits.faults, TEXT: fault.text})
    return replace(edits, text=new)


def changed_page(
    page: Page, id_: str, kind: NeedType, edits: FieldEdits, syntax: PageSyntax
) -> bytes:
    """Return the page with the changes made. Raises ``CannotWriteError``."""
    order = ["id", *(rule.name for rule in kind.rules)]
    texts = {} if edits.text is None else {id_: edits.text}
    return edit_page(
        page, PageEdits({id_: dict(edits.changed)}, texts=texts), order, syntax
    )


def line_diff(before: bytes, after: bytes) -> tuple[DiffLine, ...]:
    """Return the lines that differ between two pages, with some around them."""
    return tuple(_diff(_lines(before), _lines(after)))


def fingerprint(raw: bytes | None) -> str:
    """Return a digest of a file; of one that is not there, too."""
    return "-" if raw is None else hashlib.sha256(raw).hexdigest()


def _diff(old: list[str], new: list[str]) -> Iterator[DiffLine]:
    groups = SequenceMatcher(a=old, b=new, autojunk=False).get_grouped_opcodes(_AROUND)
    for number, group in enumerate(groups):
        if number or group[0][1]:
            yield DiffLine(LEFT_OUT)
        for tag, first, last, new_first, new_last in group:
            if tag == "equal":
                yield from (DiffLine(KEPT, text) for text in old[first:last])
                continue
            yield from (DiffLine(REMOVED, text) for text in old[first:last])
            yield from (DiffLine(ADDED, text) for text in new[new_first:new_last])


def _lines(raw: bytes) -> list[str]:
    return [without_end(line) for line in split_lines(raw.decode("utf-8", "replace"))]


def _read(rule: FieldRule, text: str) -> str:
    value = rule.read(text)
    return " ".join(value.split()) if rule.name == TITLE else value


def _in_order(rule: FieldRule, here: str, new: str) -> str:
    """Return a value; ids that stay keep the order the page has them in."""
    if not rule.link:
        return new
    asked = split_list(new)
    kept = (x for x in split_list(here) if x in asked)
    return ", ".join(dict.fromkeys([*kept, *asked]))
