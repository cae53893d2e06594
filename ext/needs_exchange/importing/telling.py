"""What a planner reads of an import: plain lines, the same in a terminal and a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_exchange.importing.known import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from needs_core.model import Item, Items
    from needs_exchange.importing.known import Found
    from needs_exchange.importing.said import Addition, Change, Refusal

_ = get_translation("needs_exchange")

_SHOWN = 100
"""Refusals that are told one by one."""

PLANNED, WRITTEN, FAILED = "planned", "written", "failed"


@dataclass(frozen=True)
class Telling:
    """What is to be told."""

    file: str
    found: Found
    items: Items
    path: Callable[[str], str]
    """Where a page lies, by its docname."""
    outcome: str
    command: str
    """What to type to have the changes written."""

    @property
    def lines(self) -> list[str]:
        """Everything, line by line."""
        found = self.found
        if found.refusals:
            return [*self._refusals(found.refusals), *self._notes()]
        return [*self._changes(), *self._questions(), *self._notes(), *self._end()]

    def _refusals(self, refusals: Sequence[Refusal]) -> Iterator[str]:
        said = _("%(file)s is not taken in. Nothing is written.")
        yield said % {"file": self.file}
        yield ""
        for refusal in refusals[:_SHOWN]:
            where = ", ".join(x for x in (self.file, refusal.place.text) if x)
            subject = f"{refusal.id}: " if refusal.id else ""
            yield f"  {where}: {subject}{refusal.text}"
        if len(refusals) > _SHOWN:
            yield _("  and %d more") % (len(refusals) - _SHOWN)

    def _changes(self) -> Iterator[str]:
        changed = {x.id for x in self.found.changes}
        added = len(self.found.additions)
        yield _("%(file)s: %(changed)d changed, %(added)d new, %(gone)d rows gone") % {
            "file": self.file,
            "changed": len(changed),
            "added": added,
            "gone": len(self.found.questions),
        }
        for docname in sorted({*map(self._docname, changed), *self._new_pages()}):
            yield ""
            yield self.path(docname)
            for id_ in [x.id for x in self.items if x.id in changed]:
                if self._docname(id_) == docname:
                    yield from self._changed(id_)
            for new in self.found.additions:
                if new.docname == docname:
                    yield from self._added(new)

    def _changed(self, id_: str) -> Iterator[str]:
        yield f"  {id_}  {self.items.by_id[id_].title}"
        changes = [x for x in self.found.changes if x.id == id_]
        width = max(len(x.column.header) for x in changes)
        for change in changes:
            yield f"      {change.column.header:<{width}}  {_both(change)}"

    def _added(self, new: Addition) -> Iterator[str]:
        yield f"  + {new.id}  {new.title}"
        width = max((len(column.header) for column, _value in new.values), default=0)
        for column, value in new.values:
            yield f"      {column.header:<{width}}  {shown(value)}"

    def _questions(self) -> Iterator[str]:
        if not self.found.questions:
            return
        yield ""
        yield _("Rows are gone. Nothing is deleted by itself. What is meant?")
        for item in self.found.questions:
            yield f"  {self._at(item)}  {item.id}  {item.title}"
        yield _("  Is it given up? Let the row stand, and say so in its status.")
        yield _("  Is it a mistake of the pages? Delete the block at the place above.")
        yield _("  Was the row deleted by accident? Then there is nothing to do.")

    def _notes(self) -> Iterator[str]:
        if self.found.notes:
            yield ""
        yield from self.found.notes

    def _end(self) -> Iterator[str]:
        yield ""
        if not self.found.changes and not self.found.additions:
            yield _("There is nothing to write.")
        elif self.outcome == WRITTEN:
            yield _("The pages are written. Build, and look at them.")
        else:
            yield _("Nothing is written yet. This writes it: %s") % self.command

    def _at(self, item: Item) -> str:
        return f"{self.path(item.docname or '')}:{item.line or 1}"

    def _docname(self, id_: str) -> str:
        return self.items.by_id[id_].docname or ""

    def _new_pages(self) -> set[str]:
        return {new.docname for new in self.found.additions}


def _both(change: Change) -> str:
    return f"{shown(change.old)} → {shown(change.new)}"
