"""A build imports what it uses: no library for files that it neither reads nor writes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

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
    assert not first & FOR_READING_OR_PDF
    assert first & FOR_WORKBOOKS  # the root has a matrix, which is a workbook, too

    again = imported(plan.source, plan.work / "out")
    assert not again & (FOR_READING_OR_PDF | FOR_WORKBOOKS)
