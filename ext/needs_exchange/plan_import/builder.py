"""The builder ``plan-import``: reads the pages, compares a file, writes when told to."""

from __future__ import annotations

import os
import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_authoring.new import page_file
from needs_authoring.project import project_of
from needs_core.atomic_write import write_fault
from needs_core.core_settings import FollowUpFields, Roles, command_line
from needs_core.dates import today
from needs_core.report_builder import ReportBuilder
from needs_core.settings import read, value
from needs_exchange.plan_import.apply import page_writes
from needs_exchange.plan_import.diff import PlanDiff, diff_file
from needs_exchange.plan_import.log import log_write
from needs_exchange.plan_import.meeting import load_meeting, parse_meeting
from needs_exchange.plan_import.meeting_workbook import (
    is_meeting_workbook,
    join_excerpt,
    meeting_of_workbook,
    without_meeting,
)
from needs_exchange.plan_import.parse import Refusal, SheetPosition, parse_file
from needs_exchange.plan_import.parse_excerpt import is_excerpt, parse_excerpt
from needs_exchange.plan_import.report import ImportReport
from needs_exchange.plan_sheets import type_sheets
from needs_exchange.sheets.csv_format import read_csv
from needs_exchange.sheets.sheet_file import JSON, XLSX, UnusableFileError, file_kind
from needs_exchange.sheets.xlsx_read import read_xlsx

if TYPE_CHECKING:
    from needs_authoring.project import AuthoringProject
    from needs_core.atomic_write import FileWrite
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
        project = project_of(self.application)
        diff, writes = self._compared(project)
        if writes and (log := value(self.config, "needs_exchange_log")):
            writes += self._logged(log, diff, project)
        written = False
        if self.config.needs_exchange_write and writes and not diff.refusals:
            fault = self.write_project(writes)
            written = not fault
            if fault:
                diff.refusals.append(Refusal(SheetPosition(), "", fault))
        file = self.config.needs_exchange_file
        report = ImportReport(
            file=Path(file).name,
            diff=diff,
            items=project.items,
            path=partial(self._shown_path, project),
            written=written,
            command=self._command("needs_exchange.import_write", file),
        )
        text = "\n".join(report.lines)
        self.save("import.txt", f"{text}\n")
        self.show(text)
        if diff.refusals:
            self.fail()

    def _logged(
        self, log: str, diff: PlanDiff, project: AuthoringProject
    ) -> list[FileWrite]:
        """Return the log as it is to be; refuse the file where it cannot be read."""
        path, file = project.folder / log, Path(self.config.needs_exchange_file).name
        try:
            write = log_write(path, diff, project.items, file, today())
        except OSError as error:
            diff.refusals.append(Refusal(SheetPosition(), "", write_fault(error)))
            return []
        return [write] if write else []

    def _compared(self, project: AuthoringProject) -> tuple[PlanDiff, list[FileWrite]]:
        """Return what the file changes, and the pages as they are to be."""
        name = self.config.needs_exchange_file
        siblings = value(self.config, "needs_exchange_siblings")
        try:
            if not name:
                text = _("It is not said which file. Write: %s")
                command = self._command("needs_exchange.import", "plan.xlsx")
                raise UnusableFileError(text % command)  # noqa: TRY301 (one way out)
            parsed, sheets = self._parsed(project, Path(name), file_kind(name))
        except UnusableFileError as error:
            return PlanDiff(refusals=[Refusal(SheetPosition(), "", str(error))]), []
        diff = diff_file(parsed, sheets, project, siblings)
        if diff.refusals:
            return diff, []
        writes, diff.refusals = page_writes(diff, project, sheets, siblings)
        return diff, writes

    def _parsed(
        self, project: AuthoringProject, path: Path, kind: str
    ) -> tuple[ParsedFile, tuple[TypeSheet, ...]]:
        """Return the rows of a file and its sheets. Raises ``UnusableFileError``."""
        config, items = self.config, project.items
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

    def _command(self, name: str, file: str) -> str:
        """Return what to type for a command of the import."""
        write = " -D needs_exchange_write=1" if name.endswith("write") else ""
        conf, source = map(_relative, (self.application.confdir, self.application.srcdir))
        default = (
            f"sphinx-build -b plan-import -D needs_exchange_file={{file}}{write}"
            f" -c {conf} {source} out"
        )
        line = command_line(self.config, name, default)
        return line.replace("{file}", shlex.quote(file))

    def _shown_path(self, project: AuthoringProject, docname: str) -> str:
        path = project.paths.get(docname) or page_file(project, docname)
        for start in (Path.cwd(), Path(self.application.confdir)):
            if path.is_relative_to(start):
                return path.relative_to(start).as_posix()
        return str(path)


def _relative(folder: Any) -> str:
    return shlex.quote(os.path.relpath(folder))
