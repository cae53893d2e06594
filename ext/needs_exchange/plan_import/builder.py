"""The builder ``plan-import``: reads the pages, compares a file, writes when told to."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_authoring.import_plan import ImportPlan, ImportRefusal
from needs_authoring.project import project_of
from needs_core.command_line import quoted_word
from needs_core.core_settings import command_line
from needs_core.report_builder import ReportBuilder
from needs_exchange.plan_import.comparison import plan_of_file
from needs_exchange.plan_import.report import ImportReport

if TYPE_CHECKING:
    from needs_authoring.project import AuthoringProject

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
