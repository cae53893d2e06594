"""A build imports what it uses: no library for files that it neither reads nor writes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from docutils.parsers.rst import Directive

import needs_overview.directives
from needs_core.deferred import DeferredDirective
from tests.conftest import REPO

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Project

EXTENSIONS = (
    "myst_parser",
    "needs_coverage",
    "needs_cards",
    "needs_sources",
    "needs_overview",
    "needs_history",
    "needs_exchange",
    "needs_search",
    "typst_pdf",
)
FOR_READING_OR_PDF = {
    "openpyxl",
    "pikepdf",
    "typst",
    "needs_coverage.builders",
    "needs_exchange.plan_import",
    "needs_sources.report",
    "typst_pdf.builder",
}
FOR_WORKBOOKS = {"xlsxwriter"}
FOR_WHAT_NO_PAGE_HAS = {
    "needs_coverage.gates.rules",
    "needs_history.core.movement",
    "needs_history.directives",
    "needs_history.workbook",
    "needs_overview.directives",
    "needs_overview.profile",
    "needs_sources.directives",
    "needs_sources.quotes",
}
"""Modules of directives, gates and checks that the project has none of."""

FOR_PAGES_THAT_ARE_READ_OR_WRITTEN = {
    "needs_authoring.edit",
    "needs_authoring.project",
    "needs_coverage.directives",
    "needs_coverage.options",
    "needs_coverage.transforms",
}
"""Modules of directives, of their drawings and of editors: not of every build."""

BUILD = """
import json, sys
from sphinx.cmd.build import main
code = main(["-q", *sys.argv[1:]])
print(json.dumps(sorted(sys.modules)))
sys.exit(code)
"""


def imported(source: Path, out: Path) -> set[str]:
    """Build as HTML in a fresh process, and return the modules it has imported."""
    done = subprocess.run(
        [sys.executable, "-c", BUILD, f"-Dextensions={','.join(EXTENSIONS)}", source, out],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(REPO / "ext"), "PATH": ""},
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_a_build_imports_only_what_it_uses(plan: Project) -> None:
    first = imported(plan.source, plan.work / "out")
    assert {"needs_exchange", "needs_sources", "typst_pdf"} <= first
    assert not first & (FOR_READING_OR_PDF | FOR_WHAT_NO_PAGE_HAS)
    assert first & FOR_WORKBOOKS  # the root has a matrix, which is a workbook, too

    again = imported(plan.source, plan.work / "out")
    assert not again & (FOR_READING_OR_PDF | FOR_WORKBOOKS | FOR_WHAT_NO_PAGE_HAS)
    assert not again & FOR_PAGES_THAT_ARE_READ_OR_WRITTEN


def test_a_directive_that_is_not_imported_answers_as_itself() -> None:
    told = {"place": ("needs_overview.directives", "PosterDirective")}
    guard = staticmethod(lambda cls: type(cls.__name__, (cls,), {"guarded": True}))
    deferred = DeferredDirective("PosterDirective", (Directive,), told | {"guard": guard})
    real = needs_overview.directives.PosterDirective

    assert issubclass(deferred.loaded, real)
    assert hasattr(deferred.loaded, "guarded")
    for name in (
        "option_spec",
        "has_content",
        "required_arguments",
        "optional_arguments",
        "final_argument_whitespace",
    ):
        assert getattr(deferred, name) == getattr(real, name)
    assert real.required_arguments != Directive.required_arguments
