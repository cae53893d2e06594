"""What a planner reads of an import: plain lines, the same in a terminal and a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_exchange.plan_import.diff import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from needs_core.model import Item, Items
    from needs_exchange.plan_import.diff import NeedAddition, PlanDiff

_ = get_translation("needs_exchange")

_MOST_REFUSALS = 100
"""Refusals that are told one by one."""


@dataclass(frozen=True)
class ImportReport:
    """The report of one import."""

    file: str
    """The name of the file that was sent."""
    diff: PlanDiff
    items: Items
    path: Callable[[str], str]
    """Returns where a page lies, by its docname."""
    written: bool
    command: str
    """What to type to have the changes written."""

    @property
    def lines(self) -> list[str]:
        """The lines of the report."""
        if self.diff.refusals:
            return [*self._refusals(), *self._notes()]
        return [*self._changes(), *self._questions(), *self._notes(), *self._end()]

    def _refusals(self) -> Iterator[str]:
        refusals = self.diff.refusals
        yield _("%(file)s is not taken in. Nothing is written.") % {"file": self.file}
        yield ""
        for refusal in refusals[:_MOST_REFUSALS]:
            where = ", ".join(x for x in (self.file, refusal.position.text) if x)
            subject = f"{refusal.id}: " if refusal.id else ""
            yield f"  {where}: {subject}{refusal.text}"
        if len(refusals) > _MOST_REFUSALS:
            yield _("  and %d more") % (len(refusals) - _MOST_REFUSALS)

    def _changes(self) -> Iterator[str]:
        changed = {x.id for x in self.diff.changes}
        yield _("%(file)s: %(changed)d changed, %(added)d new, %(gone)d rows gone") % {
            "file": self.file,
            "changed": len(changed),
            "added": len(self.diff.additions),
            "gone": len(self.diff.gone),
        }
        new_pages = {new.docname for new in self.diff.additions}
        for docname in sorted({*map(self._docname, changed), *new_pages}):
            yield ""
            yield self.path(docname)
            for item in self.items:
                if item.id in changed and item.docname == docname:
                    yield from self._changed(item)
            for new in self.diff.additions:
                if new.docname == docname:
                    yield from self._added(new)

    def _changed(self, item: Item) -> Iterator[str]:
        yield f"  {item.id}  {item.title}"
        changes = [x for x in self.diff.changes if x.id == item.id]
        width = max(len(x.column.label) for x in changes)
        for x in changes:
            old, new = (quoted(x.column.display(text)) for text in (x.old, x.new))
            yield f"      {x.column.label:<{width}}  {old} → {new}"

    def _added(self, new: NeedAddition) -> Iterator[str]:
        yield f"  + {new.id}  {new.title}"
        width = max((len(column.label) for column, _value in new.values), default=0)
        for column, value in new.values:
            yield f"      {column.label:<{width}}  {quoted(column.display(value))}"

    def _questions(self) -> Iterator[str]:
        if not self.diff.gone:
            return
        yield ""
        yield _("Rows are gone. Nothing is deleted by itself. What is meant?")
        for item in self.diff.gone:
            place = f"{self.path(item.docname or '')}:{item.line or 1}"
            yield f"  {place}  {item.id}  {item.title}"
        yield _("  Is it given up? Let the row stand, and say so in its status.")
        yield _("  Is it a mistake of the pages? Delete the block at the place above.")
        yield _("  Was the row deleted by accident? Then there is nothing to do.")

    def _notes(self) -> Iterator[str]:
        if self.diff.notes:
            yield ""
        yield from self.diff.notes

    def _end(self) -> Iterator[str]:
        yield ""
        if not self.diff.changes and not self.diff.additions:
            yield _("There is nothing to write.")
        elif self.written:
            yield _("The pages are written. Build, and look at them.")
        else:
            yield _("Nothing is written yet. This writes it: %s") % self.command

    def _docname(self, id_: str) -> str:
        return self.items.by_id[id_].docname or ""
