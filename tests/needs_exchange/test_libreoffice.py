"""What LibreOffice saves comes back as it was: in Excel's format and as CSV."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.needs_exchange.test_import import NOTHING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.needs_exchange.conftest import Plan

SOFFICE = shutil.which("localc")
pytestmark = pytest.mark.skipif(
    SOFFICE is None, reason="no LibreOffice Calc on this machine"
)
CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1"


def saved(file: Path, kind: str, folder: Path) -> Path:
    """Have LibreOffice open a file and save it anew."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", kind]
    more = ["--infilter=CSV:59,34,76,1"] if file.suffix == ".csv" else []
    subprocess.run(
        [*command, *more, "--outdir", str(folder), str(file)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder / f"{file.stem}.{kind.partition(':')[0]}"


TEXTS = ["=1+1", "2027-1", "1. maj", "0012", "'x", 'æøå, \\"citat\\"', "+45 12", "1e5"]


def test_a_workbook_that_libreoffice_saved_changes_nothing(
    exported: Plan, tmp_path: Path
) -> None:
    fields = "".join(
        f"\n\n:::{{tiltag}} Tekst {n}\n:id: TI_16{n}\n:status: kandidat\n:under: PM_1\n"
        f':ansvarlig: "{text}"\n:::\n'
        for n, text in enumerate(TEXTS)
    )
    page = exported.project.source / "tiltag-5.md"
    exported.project.write(page.name, page.read_text("utf-8") + fields)
    assert exported.project.build().warnings == ""
    before = exported.pages()
    out = tmp_path / "lo"
    out.mkdir()
    for file in (
        saved(exported.file, "xlsx", out),
        saved(exported.file.with_name("plan-tiltag.csv"), CSV, out),
    ):
        said = exported.take_in(file, write=True)
        assert NOTHING in said, said
        assert "0 ændret, 0 nye, 0 rækker væk" in said
    assert exported.pages() == before


def test_other_files_of_libreoffice_are_told(exported: Plan, tmp_path: Path) -> None:
    for kind, said in (("ods", "fra LibreOffice"), ("xls", "gammel Excel-fil")):
        assert said in exported.take_in(saved(exported.file, kind, tmp_path))
