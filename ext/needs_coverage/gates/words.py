"""What is said of a gate and its breaches, the same in every output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.messages import Problem
from needs_coverage.gates.living import AtMost, Sound
from needs_coverage.gates.rules import Case, Covered, Gate, Linked, OnTime, Share, day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from needs_core.model import Items, Model
    from needs_coverage.gates.baseline import Known
    from needs_coverage.spec import MatrixSpec

_ = get_translation("needs_coverage")

_MANY = 10
"""How many ids a message names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Says what came of the gates, with the project's names for things."""

    model: Model
    today: date
    path: Callable[[str], str]
    """Page name to the file's path, as those who read the project's code see it."""

    def problem(self, gate: Gate, case: Case) -> Problem:
        """Return the message of a breach."""
        fault, remedy = self._said(gate, case)
        subject = case.id or _("(no group)")
        place = (case.docname, case.line, subject)
        return Problem(*place, fault, remedy, "needs_coverage", gate.name)

    def place(self, docname: str | None, line: int | None) -> str:
        """Return file and line, as far as they are known."""
        if docname is None:
            return ""
        return f"{self.path(docname)}:{line}" if line else self.path(docname)

    def _said(  # noqa: PLR0911 (one a kind)
        self, gate: Gate, case: Case
    ) -> tuple[str, str]:
        rule = gate.rule
        if isinstance(rule, Covered):
            return self._uncovered(rule, case), self._join(
                rule.spec, rule.spec.columns.type
            )
        if isinstance(rule, Linked):
            other = self._type(rule.spec.rows.type)
            fault = _("It is linked with nothing of the type %s.") % other
            return fault, self._join(rule.spec, rule.spec.rows.type)
        if isinstance(rule, Share):
            return self._too_few(rule, case)
        if isinstance(rule, OnTime):
            return self._late(rule, case)
        if isinstance(rule, Sound):
            fault = _("The link to %s is to be confirmed: its wording has changed.")
            remedy = _("Read both, and confirm the link, or link it otherwise.")
            return fault % case.detail, remedy
        if isinstance(rule, AtMost):
            return self._too_many(rule, case)
        label = self.model.fields.get(case.detail, case.detail.capitalize())
        return (
            _("%s is not stated.") % label,
            _("Write a line :%s: with a value.") % case.detail,
        )

    def _uncovered(self, rule: Covered, case: Case) -> str:
        other = self._type(rule.spec.columns.type)
        idle = case.whole - case.have
        if rule.at_least == 1:
            fault = _("Nothing of the type %s covers it.") % other
        else:
            fault = _("Of the type %(other)s %(have)d cover it, and it takes %(least)d.")
            fault %= {"other": other, "have": case.have, "least": rule.at_least}
        return fault + (_(" Linked, but not counted: %d.") % idle if idle else "")

    def _join(self, spec: MatrixSpec, other: str) -> str:
        lines = _(" or ").join(f":{link}:" for link in (*spec.links, *spec.via_links))
        remedy = _("Write a line %(lines)s that links it with one of the type %(other)s.")
        return remedy % {"lines": lines, "other": self._type(other)}

    def _too_few(self, rule: Share, case: Case) -> tuple[str, str]:
        numbers = {
            "kind": self._type(rule.spec.rows.type),
            "have": case.have,
            "whole": case.whole,
            "percent": rule.percent,
        }
        shown = ", ".join(case.lacking[:_MANY])
        rest = len(case.lacking) - _MANY
        more = _(" and %d more") % rest if rest > 0 else ""
        fault = _(
            "Of the type %(kind)s %(have)d of %(whole)d are covered, and it takes"
            " %(percent)d %%."
        )
        return fault % numbers, _("See to these: %s.") % (shown + more)

    def _too_many(self, rule: AtMost, case: Case) -> tuple[str, str]:
        label = self.model.fields.get(rule.field, rule.field.capitalize())
        numbers = {"label": label, "have": case.have, "most": rule.most}
        fault = _("%(label)s: %(have)d in this period, and at most %(most)d are to be.")
        shown = ", ".join(case.lacking[:_MANY])
        rest = len(case.lacking) - _MANY
        more = _(" and %d more") % rest if rest > 0 else ""
        return fault % numbers, _("Move one of these: %s.") % (shown + more)

    def _late(self, rule: OnTime, case: Case) -> tuple[str, str]:
        label = self.model.fields.get(rule.field, rule.field.capitalize())
        names = {"label": label, "date": case.detail, "today": self.today.isoformat()}
        if day(case.detail) is None:
            return (
                _("“%(date)s” in %(label)s is no date that can be compared.") % names,
                _("Write it as year-month-day, for example 2027-03-31."),
            )
        return (
            _("%(label)s %(date)s has passed (today is %(today)s).") % names,
            _("Bring the status up to date, or write the date that holds now."),
        )

    def _type(self, name: str) -> str:
        return self.model.types[name].lower()


def closed(known: Known, items: Items, file: str) -> Problem:
    """Return the message of a known gap that is none any more."""
    item = items.by_id.get(known.id)
    what = ", ".join(part for part in (known.gate, known.detail) if part)
    return Problem(
        item.docname if item else None,
        item.line if item else None,
        known.id or _("(no group)"),
        _("Closed: the known gap (%s) is there no more.") % what,
        _("Remove it from %s.") % file,
        "needs_coverage",
        "baseline_closed",
    )
