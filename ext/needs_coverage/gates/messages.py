"""The messages of the gates: what is wrong in a case, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.dates import read_day
from needs_core.follow_ups import outcome_of
from needs_core.messages import Problem
from needs_core.progress_text import step_line
from needs_coverage.gates.rules import (
    Agrees,
    AtMost,
    AtStep,
    Case,
    Covered,
    Gate,
    GateContext,
    Linked,
    OnTime,
    Reached,
    Share,
    Sound,
    Stated,
    Unblocked,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from needs_core.model import Model
    from needs_coverage.gates.evaluate import KnownGap

_ = get_translation("needs_coverage")

_MOST_IDS = 10
"""How many ids a message names before it counts the rest."""


def breach_message(gate: Gate, case: Case, context: GateContext) -> Problem:
    """Return the message of a case that does not hold."""
    breach = breach_of(gate, case, context)
    place = (case.docname, case.line, subject_of(case))
    words = (breach.fault, breach.remedy, "needs_coverage", gate.name)
    return Problem(*place, *words, file_of(case, context))


def file_of(case: Case, context: GateContext) -> str | None:
    """Return the path of the included file a case stands in; ``None``: on its page."""
    item = context.items.by_id.get(case.id)
    return item.file if item and item.docname == case.docname else None


def is_schema_error(gate: Gate, case: Case, model: Model) -> bool:
    """Tell whether a case is a value that the schema of a date field refuses as well."""
    is_date_field = isinstance(gate, OnTime) and gate.date in model.dates
    return is_date_field and read_day(case.detail) is None


def subject_of(case: Case | KnownGap) -> str:
    """Return what a case is about."""
    return case.id or _("(no group)")


def closed_message(gap: KnownGap, context: GateContext, file: str) -> Problem:
    """Return the message of a known gap that is no longer a breach."""
    item = context.items.by_id.get(gap.id)
    what = ", ".join(part for part in (gap.gate, gap.detail) if part)
    return Problem(
        item.docname if item else None,
        item.line if item else None,
        subject_of(gap),
        _("Closed: the known gap (%s) is there no more.") % what,
        _("Remove it from %s.") % file,
        "needs_coverage",
        "baseline_closed",
        file=None if item else file,
    )


@dataclass(frozen=True, slots=True)
class Breach:
    """What is wrong and what to do, a sentence each."""

    fault: str
    remedy: str


@singledispatch
def breach_of(gate: Gate, case: Case, context: GateContext) -> Breach:
    """Return the sentences of a case that does not hold; one function for each kind."""
    raise NotImplementedError(type(gate), case, context)


@breach_of.register(Covered)
def _covered(gate: Covered, case: Case, context: GateContext) -> Breach:
    other = _type(gate.columns, context)
    if gate.at_least == 1:
        fault = _("Nothing of the type %s covers it.") % other
    else:
        fault = _("Of the type %(other)s %(have)d cover it, and it takes %(least)d.")
        fault %= {"other": other, "have": case.have, "least": gate.at_least}
    if idle := case.total - case.have:
        fault += _(" Linked, but not counted: %d.") % idle
    spec = gate.spec(context)
    return Breach(fault, _link_remedy((*spec.links, *spec.via_links), other))


@breach_of.register(Linked)
def _linked(gate: Linked, case: Case, context: GateContext) -> Breach:
    other = _type(gate.to, context)
    fault = _("It is linked with nothing of the type %s.") % other
    return Breach(fault, _link_remedy(gate.link, other))


@breach_of.register(Share)
def _share(gate: Share, case: Case, context: GateContext) -> Breach:
    fault = _(
        "Of the type %(kind)s %(have)d of %(whole)d are covered, and it takes"
        " %(percent)d %%."
    ) % {
        "kind": _type(gate.rows, context),
        "have": case.have,
        "whole": case.total,
        "percent": gate.percent,
    }
    return Breach(fault, _("See to these: %s.") % _ids(case.lacking))


@breach_of.register(AtStep)
def _at_step(gate: AtStep, case: Case, context: GateContext) -> Breach:
    wanted = context.steps.get(gate.step)
    if wanted is None or case.step is None:
        fault = _("It has no step: nothing of the type %s gives it one.")
        remedy = _("Name what acts in needs_core_roles, or ask for it to be covered.")
        return Breach(fault % _type(gate.columns, context), remedy)
    names = {"wanted": gate.step, "found": step_line(case.step, context.model)}
    fault = _("It is not yet %(wanted)s: %(found)s.") % names
    return Breach(fault, _("What it takes: %s") % (wanted.meaning or wanted.name))


@breach_of.register(Stated)
def _stated(gate: Stated, case: Case, context: GateContext) -> Breach:
    fault = _("%s is not stated.") % _label(case.detail, context)
    return Breach(fault, _("Write a line :%s: with a value.") % case.detail)


@breach_of.register(Sound)
def _sound(gate: Sound, case: Case, context: GateContext) -> Breach:
    fault = _("The link to %s is to be confirmed: its wording has changed.") % case.detail
    remedy = _("Read both, and confirm the link, or link it otherwise.")
    return Breach(fault, remedy)


@breach_of.register(Agrees)
def _agrees(_gate: Agrees, case: Case, context: GateContext) -> Breach:
    by_id, names = context.items.by_id, context.steps.follow_ups
    follow_up = by_id[case.detail]
    said = outcome_of(follow_up, case.id, names).status if names else None
    own = by_id[case.id].status or _("not stated")
    fault = _("Its state is “%(own)s”, and %(follow_up)s says “%(said)s”.")
    fault %= {"own": own, "follow_up": follow_up.id, "said": said}
    return Breach(fault, _("Write the state that holds here, or a new follow-up."))


@breach_of.register(Unblocked)
def _unblocked(gate: Unblocked, case: Case, context: GateContext) -> Breach:
    target = context.items.by_id[case.detail]
    state = context.states.get(target.status)
    if context.items.is_retired(target):
        fault = _("It waits for %s, which does not hold any more.") % target.id
    elif not state.covers:
        names = {"id": target.id, "state": target.status or _("not stated")}
        fault = _("It waits for %(id)s, whose state is “%(state)s”.") % names
    else:
        fault = _("It waits for %s, which waits for it.") % target.id
    remedy = _("Decide what becomes of it, and correct :%s:.") % gate.link
    return Breach(fault, remedy)


@breach_of.register(Reached)
def _reached(_gate: Reached, case: Case, context: GateContext) -> Breach:
    fault = _("The day of a milestone has passed: %s.") % case.detail
    word = context.milestones.reached
    if not word:
        return Breach(fault, _("Give it a new day."))
    return Breach(
        fault, _("Write “, %s” and the day behind it, or give it a new day.") % word
    )


@breach_of.register(OnTime)
def _on_time(gate: OnTime, case: Case, context: GateContext) -> Breach:
    names = {
        "label": _label(gate.date, context),
        "date": case.detail,
        "today": context.today.isoformat(),
    }
    if read_day(case.detail) is None:
        return Breach(
            _("“%(date)s” in %(label)s is no date that can be compared.") % names,
            _("Write it as year-month-day, for example 2027-03-31."),
        )
    return Breach(
        _("%(label)s %(date)s has passed (today is %(today)s).") % names,
        _("Bring the status up to date, or write the date that holds now."),
    )


@breach_of.register(AtMost)
def _at_most(gate: AtMost, case: Case, context: GateContext) -> Breach:
    label = _label(gate.date, context)
    fault = _("%(label)s: %(have)d in this period, and at most %(most)d are to be.")
    fault %= {"label": label, "have": case.have, "most": gate.most}
    return Breach(fault, _("Move one of these: %s.") % _ids(case.lacking))


def _link_remedy(links: Iterable[str], other: str) -> str:
    lines = _(" or ").join(f":{link}:" for link in links)
    remedy = _("Write a line %(lines)s that links it with one of the type %(other)s.")
    return remedy % {"lines": lines, "other": other}


def _ids(ids: Sequence[str]) -> str:
    """Return ids as a list; of many the first ones, and how many more there are."""
    more = len(ids) - _MOST_IDS
    return ", ".join(ids[:_MOST_IDS]) + (_(" and %d more") % more if more > 0 else "")


def _label(field: str, context: GateContext) -> str:
    return context.model.fields.get(field, field.capitalize())


def _type(name: str, context: GateContext) -> str:
    return context.model.types[name].lower()
