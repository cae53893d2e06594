"""The kinds of gates: each is a group of settings, and checks the needs by them.

A gate yields a case for everything it checks: an item, an item and a field, or a group.
``messages`` has the words for a case that does not hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from sphinx.locale import get_translation

from needs_core.core_settings import MilestoneFields
from needs_core.dates import read_day
from needs_core.follow_ups import LastOutcomes
from needs_core.items import ALL, ConditionError, Conditions, natural_key
from needs_core.milestones import milestones_of
from needs_core.setting_checks import (
    ATTRIBUTES,
    Check,
    Scope,
    SettingError,
    field_name,
    field_names,
    flag,
    link_type,
    link_types,
    need_type,
    one_of,
    setting,
    text,
    unknown,
    whole_number,
)
from needs_coverage.field_matrix import PERIODS, period_of
from needs_coverage.matrix import step_of
from needs_coverage.spec import Axis, MatrixSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from needs_core.items import Item, Items
    from needs_core.model import Model
    from needs_core.states import States
    from needs_core.steps import StepOf, Steps

_ = get_translation("needs_coverage")

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
_TAKEN = frozenset(
    {
        *("missing_option", "unknown_type", "unknown_link", "unknown_field"),
        *("unknown_value", "bad_condition", "empty", "file", "unmatched_value"),
        *("bad_setting", "bad_baseline", "baseline_closed"),
    }
)
"""The subtypes of the other warnings of this extension."""


def _read_name(given: object, _scope: Scope) -> str:
    if not isinstance(given, str) or not _NAME.fullmatch(given):
        fault = _("“%s” is no name, and the gate is left out.") % str(given)
        raise SettingError(
            fault, _("Give it a name of the letters a to z, digits and hyphens.")
        )
    if given in _TAKEN:
        fault = _("The name “%s” is taken, and the gate is left out.") % str(given)
        raise SettingError(fault, _("Give each gate a name of its own."))
    return given


def _read_conditions(given: object, scope: Scope) -> Conditions:
    written = text.read(given, scope)
    try:
        conditions = Conditions.parse(written)
    except ConditionError as error:
        fault = _("“%s” cannot be read, and the gate is left out.") % error
        remedy = _("Write field = value, or field = value, value.")
        raise SettingError(fault, remedy) from error
    fields = (*ATTRIBUTES, *scope.model.fields)
    for name in conditions.fields:
        if name not in fields:
            raise unknown(_("“%s” is no field, and is left out.") % name, name, fields)
    return conditions


_name = Check("name", _read_name)
_conditions = Check("conditions", _read_conditions)


@dataclass(frozen=True, slots=True)
class GateContext:
    """The needs that gates check, and what they are checked by."""

    items: Items
    model: Model
    steps: Steps
    today: date
    milestones: MilestoneFields = MilestoneFields()  # noqa: RUF009 (frozen)

    @property
    def states(self) -> States:
        """The states of the project."""
        return self.steps.states


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a gate has checked, and whether it holds."""

    id: str
    """The item, the group or the period; empty for the rows without a group."""
    title: str
    docname: str | None
    line: int | None
    holds: bool
    detail: str = ""
    """What of the item was checked, if there are several things: a field, a date."""
    have: int = 0
    total: int = 0
    lacking: tuple[str, ...] = ()
    """The ids that break the gate, in natural order, where a case is a group."""
    step: StepOf | None = None
    """The step it is on, where one is asked for."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Settings that every kind of gate has."""

    name: str = setting(
        "", "its name: ASCII letters, digits, `-` and `_`", _name, required=True
    )
    text: str = setting("", "what is demanded, in the words of the project", text)
    fails: bool = setting(True, "whether a breach fails the build", flag)

    def with_roles(self, steps: Steps) -> Self | None:
        """Return the gate with the types and the link of the roles where it has none.

        ``None`` where it has only some of them, or the project has no roles.
        """
        return self

    def cases(self, context: GateContext) -> Iterator[Case]:
        """Yield a case for everything that is checked, in natural order."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class PairGate(Gate):
    """Settings of a gate of two types that are linked."""

    rows: str = setting(
        "",
        "need type of the rows; without it, `columns` and `link`: those of the roles",
        need_type,
    )
    columns: str = setting("", "need type of the columns", need_type)
    link: tuple[str, ...] = setting(
        (), "link types between them, from either end", link_types
    )
    rows_where: Conditions = setting(ALL, "only rows that meet them", _conditions)
    columns_where: Conditions = setting(ALL, "only columns that meet them", _conditions)

    def with_roles(self, steps: Steps) -> Self | None:
        """Return the gate with the types and the link of the roles."""
        named = [bool(x) for x in (self.rows, self.columns, self.link)]
        if all(named):
            return self
        if any(named) or not steps.link:
            return None
        rows, columns, link = steps.goals, steps.actions, (steps.link,)
        return replace(self, rows=rows, columns=columns, link=link)

    def spec(self, context: GateContext, group_by: str = "") -> MatrixSpec:
        """Return the matrix, as a directive with these options has it."""
        rows = Axis(self.rows, self.rows_where, group_by or None)
        columns = Axis(self.columns, self.columns_where)
        via, via_links = self.between
        return MatrixSpec.for_model(
            *(context.model, context.steps, rows, columns, self.link),
            via=via or None,
            via_links=via_links,
        )

    @property
    def between(self) -> tuple[str, tuple[str, ...]]:
        """The type that an indirect path goes over, and the links of such a path."""
        return "", ()


@dataclass(frozen=True, slots=True)
class MatrixGate(PairGate):
    """Settings of a gate of a matrix."""

    via: str = setting("", "need type that an indirect path goes over", need_type)
    via_links: tuple[str, ...] = setting(
        (), "link types of an indirect path (without it: any that fit)", link_types
    )

    @property
    def between(self) -> tuple[str, tuple[str, ...]]:
        """The type that an indirect path goes over, and the links of such a path."""
        return self.via, self.via_links


@dataclass(frozen=True, slots=True)
class ItemGate(Gate):
    """Settings of a gate of single items."""

    items: str = setting("", "need type of the items; none: what acts", need_type)
    where: Conditions = setting(ALL, "only items that meet them", _conditions)

    def with_roles(self, steps: Steps) -> Self | None:
        """Return the gate with what acts as its items."""
        if self.items:
            return self
        return replace(self, items=steps.actions) if steps.actions else None

    def own_items(self, context: GateContext) -> tuple[Item, ...]:
        """Return the items to check, without those of other projects."""
        members = context.items.select(self.items, self.where)
        return tuple(item for item in members if item.docname)


@dataclass(frozen=True, slots=True)
class Covered(MatrixGate):
    """Every row has so many columns that count (an abandoned one does not)."""

    at_least: int = setting(1, "how many columns must cover a row", whole_number(1))

    def cases(self, context: GateContext) -> Iterator[Case]:
        """Yield a case for each row."""
        matrix = self.spec(context).look(context.items)
        for row in matrix.rows:
            item = context.items.by_id[row.label.id]
            holds = row.count >= self.at_least
            yield _case(item, holds=holds, have=row.count, total=len(row.cells))


@dataclass(frozen=True, slots=True)
class Share(MatrixGate):
    """In each group, `percent` of the rows are covered."""

    group_by: str = setting(
        "", "link type from the rows to their groups", link_type, required=True
    )
    percent: int = setting(
        0, "share of the rows of a group", whole_number(1, 100), required=True
    )

    def cases(self, context: GateContext) -> Iterator[Case]:
        """Yield a case for each group, at its place or that of its first row."""
        spec = self.spec(context, self.group_by)
        for group in spec.look(context.items).groups:
            lacking = tuple(row.label.id for row in group.rows if not row.count)
            total, first = len(group.rows), group.rows[0].label
            have = total - len(lacking)
            # In whole numbers: a share that is rounded up would let a group through.
            holds = 100 * have >= self.percent * total
            item = context.items.by_id[(group.label or first).id]
            case = _case(item, holds=holds, have=have, total=total, lacking=lacking)
            yield case if group.label else replace(case, id="", title="")


@dataclass(frozen=True, slots=True)
class AtStep(PairGate):
    """Every row is at least on a step: by what acts on it, or by all goals below it."""

    step: str = setting("", "the step, of `needs_core_steps`", text, required=True)

    def cases(self, context: GateContext) -> Iterator[Case]:
        """Yield a case for each row, with its step."""
        wanted = context.steps.get(self.step)
        matrix = self.spec(context).look(context.items)
        for row in matrix.rows:
            step = step_of(row)
            holds = wanted is not None and row.step is not None and step.rank >= wanted.rank
            case = _case(context.items.by_id[row.label.id], holds=holds)
            yield replace(case, step=row.step)


@dataclass(frozen=True, slots=True)
class Linked(ItemGate):
    """Every item is linked with one of the other type, from either end."""

    to: str = setting("", "the other need type", need_type, required=True)
    link: tuple[str, ...] = setting(
        (), "link types between the two", link_types, required=True
    )

    def cases(self, context: GateContext) -> Iterator[Case]:
        """Yield a case for each item, without those of other projects."""
        spec = MatrixSpec.for_model(
            context.model,
            context.steps,
            Axis(self.to),
            Axis(self.items, self.where),
            self.link,
        )
        matrix = spec.look(context.items)
        # Of a type against itself, a row is linked too: with what points at it.
        linked = {row.label.id for row in matrix.rows if row.cells}
        orphans = {label.id for label in matrix.orphans} - linked
        for item in self.own_items(context):
            yield _case(item, holds=item.id not in orphans)


@dataclass(frozen=True, slots=True)
class Stated(ItemGate):
    """Every item has a value in every field."""

    fields: tuple[str, ...] = setting((), "the fields", field_names, required=True)

    def cases(self, context: GateContext) -> Iterator[Case]:
        """Yield a case for each item and field."""
        for item in self.own_items(context):
            for field in self.fields:
                yield _case(item, holds=bool(item.value(field)), detail=field)


@dataclass(frozen=True, slots=True)
class Sound(ItemGate):
    """No link has a mark, as that it is to be confirmed."""

    link: tuple[str, ...] = setting((), "the link types", link_types, required=True)

    def cases(self, context: GateContext) -> Iterator[Case]:
        """Yield a case for each link; its detail is the target."""
        for item in self.own_items(context):
            for link in self.link:
                for target in sorted(item.links.get(link, ()), key=natural_key):
                    holds = (item.id, link, target) not in context.items.marks
                    yield _case(item, holds=holds, detail=target)


@dataclass(frozen=True, slots=True)
class Agrees(ItemGate):
    """Every item is in the state that its last follow-up says; others are not checked."""

    def cases(self, context: GateContext) -> Iterator[Case]:
        """Yield a case for each item with such a state; its detail is the follow-up."""
        names = context.steps.follow_ups
        said = context.items.look(LastOutcomes(names, context.today)) if names else {}
        for item in self.own_items(context):
            if last := said.get(item.id):
                holds = item.status == last.status
                yield _case(item, holds=holds, detail=last.follow_up)


@dataclass(frozen=True, slots=True)
class Unblocked(ItemGate):
    """No open item waits for what has been given up or retired, or waits for itself."""

    link: str = setting("", "the link to what an item waits for", link_type, required=True)

    def cases(self, context: GateContext) -> Iterator[Case]:
        """Yield a case for each wait of an open item; its detail is what it waits for."""
        items, states = context.items, context.states
        for item in self.own_items(context):
            own = states.get(item.status)
            if own.done or not own.covers:
                continue
            for target in items.get(item.links.get(self.link, ())):
                going_on = states.get(target.status).covers and not items.is_retired(target)
                holds = going_on and not self._waits_for(target, item, items)
                yield _case(item, holds=holds, detail=target.id)

    def _waits_for(self, item: Item, other: Item, items: Items) -> bool:
        """Tell whether an item waits for another, also over others."""
        seen, waiting = set[str](), [item]
        while waiting:
            for target in items.get(waiting.pop().links.get(self.link, ())):
                if target.id == other.id:
                    return True
                if target.id not in seen:
                    seen.add(target.id)
                    waiting.append(target)
        return False


@dataclass(frozen=True, slots=True)
class Reached(ItemGate):
    """Every milestone whose day has passed is reached, unless nothing more is needed."""

    def cases(self, context: GateContext) -> Iterator[Case]:
        """Yield a case for each milestone of an open item; its detail is day and text."""
        for item in self.own_items(context):
            state = context.states.get(item.status)
            if state.done or not state.covers:
                continue
            for milestone in milestones_of(item, context.milestones):
                holds = not milestone.is_overdue(context.today)
                yield _case(item, holds=holds, detail=f"{milestone.day}: {milestone.text}")


@dataclass(frozen=True, slots=True)
class OnTime(ItemGate):
    """No date is before today, unless the item needs nothing more."""

    date: str = setting("", "the field with the date", field_name, required=True)
    unless: Conditions = setting(
        ALL,
        "which items are exempt (without it: those that are done or do not cover)",
        _conditions,
    )

    def cases(self, context: GateContext) -> Iterator[Case]:
        """Yield a case for each item that has a date; its detail is the date."""
        for item in self.own_items(context):
            if value := item.value(self.date):
                day = read_day(value)
                in_time = day is not None and day >= context.today
                holds = in_time or self._is_exempt(item, context.states)
                yield _case(item, holds=holds, detail=value)

    def _is_exempt(self, item: Item, states: States) -> bool:
        if self.unless.pairs:
            return self.unless.hold(item)
        state = states.get(item.status)
        return state.done or not state.covers


@dataclass(frozen=True, slots=True)
class AtMost(ItemGate):
    """In no `period` have more than `most` items their date; an abandoned one has none."""

    date: str = setting("", "the field with the date", field_name, required=True)
    most: int = setting(
        0,
        "how many items may have their date in a period",
        whole_number(1),
        required=True,
    )
    period: str = setting("half-year", "the period", one_of(*PERIODS))

    def cases(self, context: GateContext) -> Iterator[Case]:
        """Yield a case for each period that has any, at the place of its first item."""
        found: defaultdict[str, list[Item]] = defaultdict(list)
        for item in self.own_items(context):
            value = item.value(self.date)
            if value and read_day(value) and context.states.get(item.status).covers:
                found[period_of(value, self.period)].append(item)
        for period in sorted(found, key=natural_key):
            members = found[period]
            case = _case(
                members[0],
                holds=len(members) <= self.most,
                have=len(members),
                lacking=tuple(item.id for item in members),
            )
            yield replace(case, id=period, title="")


KINDS: Mapping[str, type[Gate]] = {
    "covered": Covered,
    "share": Share,
    "step": AtStep,
    "linked": Linked,
    "stated": Stated,
    "sound": Sound,
    "agrees": Agrees,
    "unblocked": Unblocked,
    "reached": Reached,
    "at_most": AtMost,
    "on_time": OnTime,
}
"""Every kind of gate, by the value of the key ``kind``."""


def _case(  # noqa: PLR0913 (what a case consists of)
    item: Item,
    *,
    holds: bool,
    detail: str = "",
    have: int = 0,
    total: int = 0,
    lacking: tuple[str, ...] = (),
) -> Case:
    """Return a case at the place of an item."""
    place = (item.docname, item.line)
    return Case(item.id, item.title, *place, holds, detail, have, total, lacking)
