"""After every edit the PDF is what a clean build makes, byte for byte, in parallel too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project


@pytest.fixture
def plan(plan: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return the strategy of eleven pages, to be made a PDF of."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    conf = plan.source / "conf.py"
    conf.write_text(f"{conf.read_text()}extensions += ['typst_pdf', 'needs_overview']\n")
    return plan


def removed(project: Project, page: str) -> None:
    (project.source / page).unlink()


EDITS: dict[str, Callable[[Project], None]] = {
    "a text": lambda it: it.edit("tiltag-1.md", ("Tekst om", "Ny tekst om")),
    "a title": lambda it: it.edit("tiltag-3.md", ("Tiltag nummer 3", "Noget andet")),
    "a heading": lambda it: it.edit("tiltag-2.md", ("# Tiltag 2", "# Et andet navn")),
    "a link": lambda it: it.edit("tiltag-2.md", ("MS_1_1, MS_1_10", "MS_1_2")),
    "a status": lambda it: it.edit("tiltag-1.md", ("kandidat", "opgivet")),
    "a matrix": lambda it: it.edit("daekning.md", (":group-by: under\n", "")),
    "a page less": lambda it: removed(it, "tiltag-5.md"),
    "a page more": lambda it: it.write("tiltag-6.md", "# Tiltag 6\n\nEndnu intet.\n"),
}


def made(project: Project, **how: object) -> bytes:
    built = project.build("typst_pdf", **how)  # type: ignore[arg-type]
    return (built.out / "plan.pdf").read_bytes()


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_gives_what_a_clean_build_gives(plan: Project, edit: str) -> None:
    before = made(plan)
    EDITS[edit](plan)
    after = made(plan)
    assert after != before
    assert after == made(plan, out="clean", fresh=True)


def test_four_processes_make_what_one_makes(plan: Project) -> None:
    assert made(plan) == made(plan, out="four", jobs=4)
