"""What a planner reads of an import: plain lines, and the log of what was written.

The lines are the same in a terminal and a file. The log is a CSV file with a line for every
field that was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_authoring.values import TITLE
from needs_core.atomic_write import FileWrite
from needs_core.spreadsheet import csv_bytes, plain
from needs_exchange.plan_import.diff import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from needs_authoring.import_plan import ImportedNeed, ImportPlan
    from needs_core.items import Items
    from needs_exchange.plan_import.diff import PlanDiff

_ = get_translation("needs_exchange")


def log_write(
    path: Path, diff: PlanDiff, items: Items, file: str, day: date
) -> FileWrite | None:
    """Return the log with what an import changes at its end; ``None``: it changes nothing.

    ``file`` is the name of the file that is taken in. Raises ``OSError``.
    """
    rows = [
        [day.isoformat(), *(plain(text) for text in (file, *row))]
        for row in _rows(diff, items)
    ]
    if not rows:
        return None
    before = path.read_bytes() if path.exists() else None
    head = [_("Day"), _("File"), "Id", _("Title"), _("Field"), _("Before"), _("After")]
    lines = csv_bytes(rows)
    if before is None:
        return FileWrite(path, None, csv_bytes([head]) + _without_mark(lines))
    gap = b"" if before.endswith(b"\n") else b"\r\n"
    return FileWrite(path, before, before + gap + _without_mark(lines))


def _rows(diff: PlanDiff, items: Items) -> Iterator[list[str]]:
    for change in diff.changes:
        title, label = items.by_id[change.id].title, change.column.label
        yield [change.id, title, label, change.old, change.new]
    for new in diff.additions:
        yield [new.id, new.title, _("Title"), "", new.title]
        for column, value in new.values:
            if column.name != TITLE:
                yield [new.id, new.title, column.label, "", value]


def _without_mark(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf")


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
