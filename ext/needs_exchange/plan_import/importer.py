"""Takes a file in: compares it with the pages, and writes them when told to."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_authoring.import_plan import (
    ImportedField,
    ImportedNeed,
    ImportedPage,
    ImportPlan,
    ImportRefusal,
)
from needs_authoring.new import page_file
from needs_authoring.project import project_of
from needs_core.atomic_write import write_fault
from needs_core.command_line import quoted_word
from needs_core.core_settings import FollowUpFields, Roles, command_line
from needs_core.dates import today
from needs_core.report_builder import ReportBuilder
from needs_core.settings import read, value
from needs_exchange.plan_import.apply import page_writes
from needs_exchange.plan_import.diff import PlanDiff, diff_file
from needs_exchange.plan_import.meeting import (
    is_meeting_workbook,
    join_excerpt,
    load_meeting,
    meeting_of_workbook,
    parse_meeting,
    without_meeting,
)
from needs_exchange.plan_import.parse import Refusal, SheetPosition, parse_file
from needs_exchange.plan_import.parse_excerpt import is_excerpt, parse_excerpt
from needs_exchange.plan_import.report import ImportReport, log_write
from needs_exchange.plan_sheets import type_sheets
from needs_exchange.sheets.csv_format import read_csv
from needs_exchange.sheets.sheet_file import JSON, XLSX, UnusableFileError, file_kind
from needs_exchange.sheets.xlsx_read import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_authoring.project import AuthoringProject
    from needs_core.atomic_write import FileWrite
    from needs_core.items import Items
    from needs_exchange.plan_import.diff import NeedAddition
    from needs_exchange.plan_import.parse import ParsedFile
    from needs_exchange.plan_sheets import TypeSheet

_ = get_translation("needs_exchange")


class ImportBuilder(ReportBuilder):
    """Compares the file ``needs_exchange_file`` with the pages, and prints the report.

    Writes the pages when ``needs_exchange_write`` is set and nothing is refused. The
    exit code is 1 when something is.
    """

    name = "plan-import"

    def init(self) -> None:
        """Say whether the pages are to be written."""
        self.writes_project = bool(self.config.needs_exchange_write)
        super().init()

    def report(self) -> None:
        """Take the file in, and report what came of it."""
        plan, written = self._plan(project_of(self.application)), False
        if self.config.needs_exchange_write and plan.writes and not plan.refusals:
            fault = self.write_project(plan.writes)
            written = not fault
            plan = replace(plan, refusals=(ImportRefusal("", fault),)) if fault else plan
        file = self.config.needs_exchange_file
        command = self._command("needs_exchange.import_write", file)
        text = "\n".join(ImportReport(plan, written, command).lines)
        self.save("import.txt", f"{text}\n")
        self.show(text)
        if plan.refusals:
            self.fail()

    def _plan(self, project: AuthoringProject) -> ImportPlan:
        file = self.config.needs_exchange_file
        if file:
            path = Path(file)
            return plan_of_file(self.application, project, path, path.name)
        text = _("It is not said which file. Write: %s")
        command = self._command("needs_exchange.import", "plan.xlsx")
        return ImportPlan("", refusals=(ImportRefusal("", text % command),))

    def _command(self, name: str, file: str) -> str:
        """Return what to type for a command of the import."""
        write = " -D needs_exchange_write=1" if name.endswith("write") else ""
        conf, source = map(_relative, (self.application.confdir, self.application.srcdir))
        default = (
            f"sphinx-build -b plan-import -D needs_exchange_file={{file}}{write}"
            f" -c {conf} {source} out"
        )
        line = command_line(self.config, name, default)
        return line.replace("{file}", quoted_word(file))


def _relative(folder: Any) -> str:
    return quoted_word(os.path.relpath(folder))


def plan_of_file(
    app: Sphinx, project: AuthoringProject, path: Path, name: str
) -> ImportPlan:
    """Return what a file of a name changes in a project, or why it is not taken in."""
    try:
        diff, writes = _compared(app.config, project, path)
    except UnusableFileError as error:
        return ImportPlan(name, refusals=(ImportRefusal("", str(error)),))
    if writes and (log := value(app.config, "needs_exchange_log")):
        try:
            entry = log_write(project.folder / log, diff, project.items, name, today())
        except OSError as error:
            diff.refusals.append(Refusal(SheetPosition(), "", write_fault(error)))
        else:
            writes += [entry] if entry else []
    return _plan(name, diff, writes, project.items, partial(_shown_path, project))


def _compared(
    config: Config, project: AuthoringProject, path: Path
) -> tuple[PlanDiff, list[FileWrite]]:
    """Return what the file changes, and the pages as they are to be.

    Raises ``UnusableFileError``.
    """
    siblings = value(config, "needs_exchange_siblings")
    parsed, sheets = _parsed(config, project, path)
    diff = diff_file(parsed, sheets, project, siblings)
    if diff.refusals:
        return diff, []
    writes, diff.refusals = page_writes(diff, project, sheets, siblings)
    return diff, writes


def _parsed(
    config: Config, project: AuthoringProject, path: Path
) -> tuple[ParsedFile, tuple[TypeSheet, ...]]:
    """Return the rows of a file and its sheets. Raises ``UnusableFileError``."""
    kind, items = file_kind(str(path)), project.items
    roles, follow_ups = read(config, Roles), read(config, FollowUpFields).type
    meeting = tuple(filter(None, dict.fromkeys((roles.actions, roles.goals))))
    types = value(config, "needs_exchange_types")
    cells = None if kind == JSON else (read_xlsx if kind == XLSX else read_csv)(path)
    if cells is None or is_excerpt(cells):
        types = tuple(filter(None, dict.fromkeys((*meeting, follow_ups, *types))))
    sheets = type_sheets(config, items, types)
    if cells is not None and not is_meeting_workbook(cells):
        parse = parse_excerpt if is_excerpt(cells) else parse_file
        return parse(cells, sheets), sheets
    if not (roles.actions and follow_ups):
        text = _("This project has no meetings: it has no follow-ups.")
        raise UnusableFileError(text)
    *own, reports = sheets[: len(meeting) + 1]
    found = meeting_of_workbook(cells, reports) if cells else load_meeting(path)
    parsed = parse_meeting(found, own, reports)
    if cells:
        join_excerpt(parsed, parse_excerpt(without_meeting(cells), sheets))
    return parsed, sheets


# In words.


def _plan(
    name: str,
    diff: PlanDiff,
    writes: list[FileWrite],
    items: Items,
    path: Callable[[str], str],
) -> ImportPlan:
    notes = tuple(diff.notes)
    if diff.refusals:
        return ImportPlan(name, refusals=tuple(map(_refusal, diff.refusals)), notes=notes)
    gone = tuple(
        f"{path(item.docname or '')}:{item.line or 1}  {item.id}  {item.title}"
        for item in diff.gone
    )
    pages = tuple(_pages(diff, items, path))
    return ImportPlan(name, pages, gone=gone, notes=notes, writes=tuple(writes))


def _refusal(refusal: Refusal) -> ImportRefusal:
    subject = f"{refusal.id}: " if refusal.id else ""
    return ImportRefusal(refusal.position.text, f"{subject}{refusal.text}")


def _pages(
    diff: PlanDiff, items: Items, path: Callable[[str], str]
) -> Iterator[ImportedPage]:
    changed = {change.id for change in diff.changes}
    docnames = {items.by_id[id_].docname or "" for id_ in changed}
    for docname in sorted(docnames | {new.docname for new in diff.additions}):
        here = [x for x in items if x.id in changed and (x.docname or "") == docname]
        needs = [
            ImportedNeed(item.id, item.title, False, tuple(_changes(diff, item.id)))
            for item in here
        ]
        needs += [
            ImportedNeed(new.id, new.title, True, tuple(_values(new)))
            for new in diff.additions
            if new.docname == docname
        ]
        yield ImportedPage(path(docname), tuple(needs))


def _changes(diff: PlanDiff, id_: str) -> Iterator[ImportedField]:
    for change in diff.changes:
        if change.id == id_:
            old, new = map(change.column.display, (change.old, change.new))
            yield ImportedField(change.column.label, old, new)


def _values(new: NeedAddition) -> Iterator[ImportedField]:
    for column, text in new.values:
        yield ImportedField(column.label, "", column.display(text))


def _shown_path(project: AuthoringProject, docname: str) -> str:
    path = project.paths.get(docname) or page_file(project, docname)
    for start in (Path.cwd(), project.folder):
        if path.is_relative_to(start):
            return path.relative_to(start).as_posix()
    return str(path)
