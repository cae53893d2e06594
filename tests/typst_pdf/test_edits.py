"""After every edit the PDF is what a clean build makes, byte for byte, in parallel too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOTS, Project, copy_model, project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Return the strategy of eleven pages, built once; each test goes on with it."""
    made = project(ROOTS / "plan", tmp_path_factory.mktemp("edits"))
    copy_model(made.source)
    conf = made.source / "conf.py"
    conf.write_text(f"{conf.read_text()}extensions += ['typst_pdf', 'needs_overview']\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        build(made)
        yield made


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


def build(project: Project, *, jobs: int = 1, clean: bool = False) -> bytes:
    """Return the PDF, made after the last build or from nothing."""
    out = "clean" if clean else "out"
    built = project.build("typst_pdf", out=out, jobs=jobs, fresh=clean)
    return (built.out / "plan.pdf").read_bytes()


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_gives_what_a_clean_build_gives(plan: Project, edit: str) -> None:
    before = (plan.work / "out-typst_pdf" / "plan.pdf").read_bytes()
    EDITS[edit](plan)
    after = build(plan)
    assert after != before
    assert after == build(plan, clean=True)


def test_four_processes_make_what_one_makes(plan: Project) -> None:
    before = (plan.work / "out-typst_pdf" / "plan.pdf").read_bytes()
    assert before == build(plan, jobs=4, clean=True)


def test_a_page_that_leaves_the_document_is_told_of_no_more(plan: Project) -> None:
    index = (plan.source / "index.md").read_text("utf-8")
    plan.write("side.md", "# Side\n\nSe {ref}`ingen`.\n")
    plan.edit("index.md", ("tabel\n", "tabel\nside\n"))
    assert "side.md:3" in plan.build("typst_pdf").warnings
    plan.write("index.md", index)
    plan.write("side.md", "---\norphan: true\n---\n\n# Side\n\nIngenting.\n")
    after = plan.build("typst_pdf").warnings
    assert after == plan.build("typst_pdf", out="clean", fresh=True).warnings
    assert "side.md" not in after
