"""What a planner reads of an import: plain lines, the same in a terminal and a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_exchange.plan_import.diff import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_authoring.import_plan import ImportedNeed, ImportPlan

_ = get_translation("needs_exchange")

_MOST_REFUSALS = 100
"""Refusals that are told one by one."""


@dataclass(frozen=True)
class ImportReport:
    """The report of one import."""

    plan: ImportPlan
    written: bool
    command: str
    """What to type to have the changes written."""

    @property
    def lines(self) -> list[str]:
        """The lines of the report."""
        if self.plan.refusals:
            return [*self._refusals(), *self._notes()]
        return [*self._changes(), *self._questions(), *self._notes(), *self._end()]

    def _refusals(self) -> Iterator[str]:
        refusals, file = self.plan.refusals, self.plan.file
        if file:
            yield _("%(file)s is not taken in. Nothing is written.") % {"file": file}
            yield ""
        for refusal in refusals[:_MOST_REFUSALS]:
            where = ", ".join(x for x in (file, refusal.place) if x)
            yield f"  {where}: {refusal.text}" if where else f"  {refusal.text}"
        if len(refusals) > _MOST_REFUSALS:
            yield _("  and %d more") % (len(refusals) - _MOST_REFUSALS)

    def _changes(self) -> Iterator[str]:
        needs = self.plan.needs
        yield _("%(file)s: %(changed)d changed, %(added)d new, %(gone)d rows gone") % {
            "file": self.plan.file,
            "changed": sum(not need.is_new for need in needs),
            "added": sum(need.is_new for need in needs),
            "gone": len(self.plan.gone),
        }
        for page in self.plan.pages:
            yield ""
            yield page.path
            for need in page.needs:
                yield from _need(need)

    def _questions(self) -> Iterator[str]:
        if not self.plan.gone:
            return
        yield ""
        yield _("Rows are gone. Nothing is deleted by itself. What is meant?")
        yield from (f"  {line}" for line in self.plan.gone)
        yield _("  Is it given up? Let the row stand, and say so in its status.")
        yield _("  Is it a mistake of the pages? Delete the block at the place above.")
        yield _("  Was the row deleted by accident? Then there is nothing to do.")

    def _notes(self) -> Iterator[str]:
        if self.plan.notes:
            yield ""
        yield from self.plan.notes

    def _end(self) -> Iterator[str]:
        yield ""
        if not self.plan.pages:
            yield _("There is nothing to write.")
        elif self.written:
            yield _("The pages are written. Build, and look at them.")
        else:
            yield _("Nothing is written yet. This writes it: %s") % self.command


def _need(need: ImportedNeed) -> Iterator[str]:
    mark = "+ " if need.is_new else ""
    yield f"  {mark}{need.id}  {need.title}"
    width = max((len(field.label) for field in need.fields), default=0)
    for field in need.fields:
        was = "" if need.is_new else f"{quoted(field.before)} → "
        yield f"      {field.label:<{width}}  {was}{quoted(field.after)}"
