"""The texts of plan tables and of owners, the same in every output."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core import steps
from needs_core.dates import HalfYear, display_number, display_value, read_day
from needs_core.items import Label
from needs_core.model import Model, plural_title
from needs_core.period_text import half_year_text
from needs_core.progress_text import WARNING, remark_text, state_text
from needs_core.states import State
from needs_core.steps import Remark
from needs_plan.table import Column, Kind, Standing, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needs_plan.table import PlanTable

_ = get_translation("needs_plan")

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]+)?", re.ASCII)

MOST_CHOICES = 60
"""A column of more different values is no help to choose by."""


@dataclass(frozen=True, slots=True)
class PlanText:
    """The words of tables over one type."""

    model: Model
    type: str
    language: str
    goals: str = ""
    """The need type that is acted on: its remarks are about what acts on it."""

    @property
    def kind(self) -> str:
        """Return what several of the rows are called, within a sentence."""
        title = plural_title(self.model, self.type)
        return title if title[1:2].isupper() else title[:1].lower() + title[1:]

    def headings(self, table: PlanTable) -> list[str]:
        """Return the headings as readers see them: where they see numbers, no ids."""
        numbered = any(row.label.number is not None for row in table.rows)
        return [
            str(_("No.")) if numbered and x.kind is Kind.ID else self.heading(x)
            for x in table.columns
        ]

    def heading(self, column: Column) -> str:
        """Return the heading of a column in a file."""
        model, name = self.model, column.name
        if column.kind is Kind.FIELD:
            return model.fields.get(name, name.replace("_", " ").capitalize())
        if column.kind in {Kind.LINK, Kind.BACK}:
            link = model.links[name]
            words = link.outgoing if column.kind is Kind.LINK else link.incoming
            return words[:1].upper() + words[1:]
        if column.kind is Kind.STATUS:
            return model.fields.get("status") or str(_("Status"))
        return {
            Kind.ID: "Id",
            Kind.TITLE: model.types.get(self.type, self.type),
            Kind.STEP: str(_("Step")),
            Kind.REMARKS: str(_("Remarks")),
            Kind.FOLLOWED_UP: str(_("Last followed up")),
            Kind.STANDING: str(_("Waits for")),
        }[column.kind]

    def value(self, value: Value, column: Column | None = None) -> str:
        """Return a value for readers; in a column, a number as the language writes it."""
        if isinstance(value, str):
            number = column is not None and self.is_number(column, value)
            return (display_number if number else display_value)(value, self.language)
        match value:
            case Label():
                return f"{value.id} {value.title}"
            case State():
                return state_text(value)
            case Remark():
                return f"{WARNING} {self.remark(value)}"
            case HalfYear():
                return half_year_text(value)
            case Standing():
                return standing_text(value)

    def is_number(self, column: Column, value: str) -> bool:
        """Tell whether a value is one of a field of numbers."""
        numbers = column.kind is Kind.FIELD and column.name in self.model.numbers
        return numbers and bool(_NUMBER.fullmatch(value))

    def choice(self, value: Value, column: Column) -> str:
        """Return a value as readers choose it: a day by its half-year."""
        if isinstance(value, Label):
            return value.name
        day = read_day(value) if isinstance(value, str) else None
        if day:
            return half_year_text(HalfYear.containing(day))
        return (
            self.remark(value) if isinstance(value, Remark) else self.value(value, column)
        )

    def remark(self, remark: Remark) -> str:
        """Return a remark: on a need of the plan in its own words, else with the count."""
        if self.type == self.goals:
            return remark_text(remark, self.model)
        name = remark.field
        field = self.model.fields.get(name, name)
        if remark.kind == steps.MISSING:
            return _("%s is not stated") % field
        if remark.kind == steps.OVERDUE:
            return _("%s has passed") % field
        return {
            steps.NEVER_FOLLOWED_UP: str(_("never followed up")),
            steps.FOLLOWED_UP_LONG_AGO: str(_("not followed up lately")),
            steps.STILL_OPEN: str(_("not done")),
        }[remark.kind]

    def empty(self, column: Column) -> str:
        """Return what stands in a cell without values."""
        if column.kind in {Kind.LINK, Kind.BACK}:
            return str(_("none"))
        if column.kind is Kind.FOLLOWED_UP:
            return str(_("never"))
        return "" if column.kind is Kind.REMARKS else str(_("not stated"))

    def last_followed_up(self, half_year: HalfYear | None) -> str:
        """Return the half-year of the last follow-up in words."""
        return half_year_text(half_year) if half_year else str(_("never"))

    def owner(self, name: str) -> str:
        """Return the name of an owner; of none, that it is not stated."""
        return name or str(_("not stated"))

    def words(self) -> Mapping[str, str]:
        """Return the texts of the script."""
        return {
            "all": str(_("All")),
            "unknown": str(_("not stated")),
            "none": str(_("none")),
            "reset": str(_("Show all")),
            "filters": str(_("Choose what the table shows")),
            "find": _("Find in %s") % self.kind,
            "sort": str(_("Sort by")),
            "as_written": str(_("As it stands")),
            "up": str(_("%s, first to last")),
            "down": str(_("%s, last to first")),
            "group": str(_("Gather by")),
            "ungrouped": str(_("Nothing")),
            "fold": str(_("Fold or unfold")),
            "count": _("Shown: %s {0} of {1}.") % self.kind,
            "found": _("Found: %s {0} of {1}.") % self.kind,
            "more": str(_("Show {0} more of {1}")),
            "loading": str(_("The whole table is fetched …")),
            "failed": str(
                _("The whole table could not be fetched. Its other rows are linked below.")
            ),
        }


def standing_text(standing: Standing) -> str:
    """Return what a need waits for, in words."""
    return {
        Standing.OVERDUE: str(_("Overdue")),
        Standing.UNDECIDED: str(_("Awaiting a decision")),
        Standing.DUE: str(_("Due this half-year")),
        Standing.LATER: str(_("Other open ones")),
        Standing.CLOSED: str(_("Done or given up")),
    }[standing]
