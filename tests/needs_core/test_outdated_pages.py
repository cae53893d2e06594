"""After edits that Sphinx does not see, files and messages are those of a clean build."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOTS, Project, copy_model, project
from tests.stress import killed, same

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DOUBLE = """# Dobbelt

(maerke)=
## Et mærke

:::{tiltag} Dobbelt
:id: TI_103
:status: planlagt
:under: PM_1
:::
"""
LINKS = """# Links

[](tiltag-3.md), {doc}`tiltag-3`, {ref}`maerke`, {need}`NEJ_1`

{ukendt}`x`
"""


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a plan with mistakes, built by one process and by four."""
    made = project(ROOTS / "plan", tmp_path_factory.mktemp("plan"))
    copy_model(made.source)
    (made.source / "static").mkdir()
    made.write("static/site.css", "p { color: red }")
    conf = (made.source / "conf.py").read_text("utf-8")
    more = "html_static_path = ['static']\nhtml_css_files = ['site.css']\n"
    made.write("conf.py", conf + more + "exclude_patterns = ['parts']\n")
    made.write("links.md", LINKS)
    (made.source / "parts").mkdir()
    made.write("parts/part.md", "{ukendt}`y`\n")
    made.write("with-part.md", "# Med en del\n\n```{include} parts/part.md\n```\n")
    for jobs in (1, 4):
        made.build(out=f"jobs-{jobs}", jobs=jobs)
    shutil.copytree(made.work, made.work.with_name("kept"))
    return made


@pytest.fixture
def plan(first_build: Project) -> Project:
    """Return the plan as the builds left it."""
    shutil.rmtree(first_build.work)
    shutil.copytree(first_build.work.with_name("kept"), first_build.work)
    return first_build


def nothing(_plan: Project) -> None:
    pass


def style(plan: Project) -> None:
    plan.write("static/site.css", "p { color: blue }")


def deleted(plan: Project) -> None:
    (plan.source / "tiltag-3.md").unlink()


def double_before(plan: Project) -> None:
    plan.write("first.md", DOUBLE)


def double_after(plan: Project) -> None:
    plan.write("zz.md", DOUBLE)
    plan.write("zzz.md", DOUBLE)


def replaced_by_an_older_file(plan: Project) -> None:
    path = plan.source / "tiltag-4.md"
    path.write_text(path.read_text("utf-8").replace("Tekst", "Ældre tekst"), "utf-8")
    os.utime(path, ns=(10**18, 10**18))


def with_a_bad_name(plan: Project) -> None:
    name = os.fsencode(plan.source) + b"/tiltag-\xe6.md"
    with open(name, "wb") as file:  # noqa: PTH123 (no Path is of these bytes)
        file.write(b"# Et\n")


def nested_too_deep(plan: Project) -> None:
    marks = [":" * number for number in range(203, 3, -1)]
    begin, end = (f"{x}{{note}}\n" for x in marks), (f"{x}\n" for x in reversed(marks))
    plan.write("tiltag-4.md", f"# Dyb\n\n{''.join(begin)}Hej\n{''.join(end)}")


EDITS = (
    *(nothing, style, deleted, double_before, double_after),
    *(replaced_by_an_older_file, with_a_bad_name, nested_too_deep),
)
TOLD: dict[Callable[[Project], None], str] = {
    deleted: "tiltag-3",
    double_before: "TI_103",
    double_after: "TI_103",
    with_a_bad_name: "Filens navn har et bogstav, der ikke er UTF-8.",
    nested_too_deep: "tiltag-4.md:3: WARNING: tiltag-4.md: Mere end 20 blokke",
}


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_gives_files_and_messages_of_a_clean_build(
    plan: Project, edit: Callable[[Project], None]
) -> None:
    edit(plan)
    clean = plan.build(out="clean")
    assert "links.md" in clean.warnings
    assert "part.md" in clean.warnings
    assert TOLD.get(edit, "") in clean.warnings
    for jobs in (1, 4, 1):  # the last finds nothing to do
        assert same(plan.build(out=f"jobs-{jobs}", jobs=jobs), clean) == []
    shutil.rmtree(clean.out)
    shutil.rmtree(clean.app.doctreedir)


@pytest.mark.parametrize("lines", [0, 2])
def test_half_a_file_of_build_info_stops_no_build(
    plan: Project, lines: int, tmp_path: Path
) -> None:
    info = plan.build(out="jobs-1").out / ".buildinfo"
    written = info.read_text("utf-8").splitlines(keepends=True)
    info.write_text("".join(written[:lines]), "utf-8")
    other = Project(plan.source, plan.conf, tmp_path)
    assert same(plan.build(out="jobs-1"), other.build()) == []


@pytest.mark.parametrize("operation", [9, 33, 60])
def test_a_build_that_was_killed_is_made_good_by_the_next(
    plan: Project, operation: int, tmp_path: Path
) -> None:
    """At a file operation, with the file half written; ``make stress`` tries many."""
    deleted(plan)
    style(plan)
    plan.edit("maal-a.md", ("Mål nummer 1\n", "Målet hedder noget nyt\n"))
    killed(lambda: plan.build(out="jobs-1"), operation)
    other = Project(plan.source, plan.conf, tmp_path)
    assert same(plan.build(out="jobs-1"), other.build()) == []
