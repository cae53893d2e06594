"""Right after every edit: an incremental build leaves what a clean one would."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest

from needs_core.rebuild.freshness import FreshnessLedger
from tests.conftest import REPO, ROOTS, Project, copy_model, project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Built

NEW = """
:::{tiltag} Et nyt tiltag
:id: TI_106
:status: planlagt
:under: PM_1
:bidrager_til: MS_1_3

Opfundet.
:::
"""


def add(plan: Project) -> None:
    plan.write("tiltag-2.md", (plan.source / "tiltag-2.md").read_text("utf-8") + NEW)


def add_page(plan: Project) -> None:
    plan.write("tiltag-6.md", f"# Tiltag 6\n{NEW}")


def retitle(plan: Project) -> None:
    plan.edit("tiltag-1.md", ("Tiltag nummer 1", "Et andet navn"))


def relink(plan: Project) -> None:
    plan.edit("tiltag-1.md", (":bidrager_til: MS_1_1", ":bidrager_til: MS_1_3"))


def restate(plan: Project) -> None:
    plan.edit("tiltag-1.md", (":status: kandidat", ":status: i gang"))


def delete(plan: Project) -> None:
    plan.write("tiltag-3.md", "# Tiltag 3\n\nTiltaget er væk.\n")


def delete_page(plan: Project) -> None:
    (plan.source / "tiltag-3.md").unlink()


def rename_goal(plan: Project) -> None:
    plan.edit("maal-a.md", ("Mål nummer 1\n", "Målet hedder noget nyt\n"))


def rename_page(plan: Project) -> None:
    (plan.source / "tiltag-5.md").rename(plan.source / "tiltag-7.md")


def retitle_page(plan: Project) -> None:
    plan.edit("tiltag-4.md", ("# Tiltag 4", "# Fjerde tiltag"))


def change_matrix(plan: Project) -> None:
    plan.edit("daekning.md", (":group-by: under\n", ""))


def change_model(plan: Project) -> None:
    plan.edit("ubproject.toml", ('outgoing = "bidrager til"', 'outgoing = "støtter"'))


EDITS: list[Callable[[Project], None]] = [
    add,
    add_page,
    retitle,
    relink,
    restate,
    delete,
    delete_page,
    rename_goal,
    rename_page,
    retitle_page,
    change_matrix,
    change_model,
]


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the plan after its first build, with a copy of all it holds beside it."""
    made = project(ROOTS / "plan", tmp_path_factory.mktemp("plan"))
    copy_model(made.source)
    made.build()
    shutil.copytree(made.work, made.work.with_name(f"{made.work.name}-kept"))
    return made


@pytest.fixture
def plan(first_build: Project) -> Project:
    """Return the plan as its first build left it: its next build is an incremental one.

    It lies where it was built, since an environment that has moved is read anew.
    """
    kept = first_build.work.with_name(f"{first_build.work.name}-kept")
    shutil.rmtree(first_build.work)
    shutil.copytree(kept, first_build.work)
    return first_build


@pytest.fixture
def unbuilt_plan(tmp_path: Path) -> Project:
    """Return the plan before any build."""
    made = project(ROOTS / "plan", tmp_path)
    copy_model(made.source)
    return made


@pytest.fixture(scope="module")
def clean_builds(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., dict[str, bytes]]:
    """Return what makes a clean build after an edit: once, however many ask for it."""

    @cache
    def files(edit: Callable[[Project], None]) -> dict[str, bytes]:
        made = project(ROOTS / "plan", tmp_path_factory.mktemp("clean"))
        copy_model(made.source)
        edit(made)
        return made.build().files()

    return files


EXTRA = {"genindex.html", "search.html", "permalink.html"}
"""Pages that Sphinx and sphinx-needs write in every build."""


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("jobs", [1, 4])
def test_an_edit_equals_a_clean_build(
    plan: Project,
    clean_builds: Callable[..., dict[str, bytes]],
    edit: Callable[[Project], None],
    jobs: int,
) -> None:
    edit(plan)
    left, made = plan.build(jobs=jobs).files(), clean_builds(edit)
    assert set(made) == set(left)
    assert [name for name in made if left[name] != made[name]] == []


def test_the_matrix_and_the_back_links_follow_an_edit(plan: Project) -> None:
    before = plan.build()
    assert "Et andet navn" not in before.read("daekning.html") + before.read("maal-a.html")
    retitle(plan)
    after = plan.build()
    assert "Et andet navn" in after.read("daekning.html")
    assert "Et andet navn" in after.read("maal-a.html"), "the back-link of MS_1_1"
    assert "Et andet navn" in after.read("tabel.html"), "a needtable of sphinx-needs"


def test_a_build_without_an_edit_reads_and_writes_nothing(plan: Project) -> None:
    pages = sorted(plan.build().out.glob("*.html"))
    before = [page.stat().st_mtime_ns for page in pages]
    again = plan.build()
    assert "0 added, 0 changed, 0 removed" in again.status
    assert "no targets are out of date" in again.status
    assert [page.stat().st_mtime_ns for page in pages if page.name not in EXTRA] == [
        time for page, time in zip(pages, before, strict=True) if page.name not in EXTRA
    ]


def test_only_pages_that_look_different_are_written(plan: Project) -> None:
    built = plan.build()
    pages = sorted(built.out.glob("*.html"))
    before = {page.name: page.stat().st_mtime_ns for page in pages}
    plan.edit("tiltag-1.md", ("Tekst om tiltag 1.", "En anden tekst."))
    plan.build()
    written = {p.name for p in pages if p.stat().st_mtime_ns != before[p.name]}
    assert "tiltag-1.html" in written
    assert not written & {"daekning.html", "maal-a.html", "maal-b.html", "tiltag-2.html"}


def test_a_status_reaches_the_pages_that_show_it_and_no_others(plan: Project) -> None:
    built = plan.build()
    pages = sorted(built.out.glob("*.html"))
    before = {page.name: page.stat().st_mtime_ns for page in pages}
    restate(plan)
    plan.build()
    written = {p.name for p in pages if p.stat().st_mtime_ns != before[p.name]}
    assert {"tiltag-1.html", "tabel.html"} <= written
    assert not written & {"maal-b.html", "tiltag-2.html"}


def test_two_outputs_may_share_their_doctrees(plan: Project) -> None:
    plan.build("html", doctrees="shared")
    plan.build("text", doctrees="shared")
    retitle(plan)
    plan.build("text", doctrees="shared")
    html = plan.build("html", doctrees="shared")
    assert "Et andet navn" in html.read("daekning.html")
    assert "Et andet navn" in html.read("maal-a.html")


def test_a_build_that_failed_leaves_nothing_stale(plan: Project) -> None:
    plan.build()
    retitle(plan)
    conf = plan.source / "conf.py"
    good = conf.read_text("utf-8")
    conf.write_text(
        good + "def setup(app):\n    def fail(app, tree, page):\n"
        "        if page == 'daekning':\n            raise ValueError\n"
        "    app.connect('doctree-resolved', fail)\n",
        "utf-8",
    )
    with pytest.raises(Exception):  # noqa: B017, PT011 (Sphinx wraps it)
        plan.build()
    conf.write_text(good, "utf-8")
    assert "Et andet navn" in plan.build().read("daekning.html")


def test_serial_and_parallel_builds_are_the_same(plan: Project) -> None:
    assert plan.build(out="one").files() == plan.build(out="four", jobs=4).files()


def test_a_page_built_alone_does_not_count_as_the_whole(plan: Project) -> None:
    plan.build()
    retitle(plan)
    plan.build(only="tiltag-2.md")
    assert "Et andet navn" in plan.build().read("daekning.html")


def clean_equals(plan: Project, after: Built) -> None:
    """Compare with a build of the same pages from nothing."""
    made, left = plan.build(out="clean").files(), after.files()
    assert [name for name in made if left[name] != made[name]] in ([], ["searchindex.js"])


@pytest.mark.parametrize("jobs", [1, 4])
def test_a_need_moves_to_a_page_that_is_read_earlier(plan: Project, jobs: int) -> None:
    plan.build(jobs=jobs)
    moved = (plan.source / "tiltag-3.md").read_text("utf-8").partition("\n")[2]
    plan.write("tiltag-3.md", "# Tiltag 3\n")
    plan.write("tiltag-1.md", (plan.source / "tiltag-1.md").read_text("utf-8") + moved)
    after = plan.build(jobs=jobs)
    assert after.warnings == ""
    clean_equals(plan, after)


@pytest.mark.parametrize("jobs", [1, 4])
def test_an_id_that_was_taken_is_free_again(plan: Project, jobs: int) -> None:
    plan.build(jobs=jobs)
    first = (plan.source / "tiltag-1.md").read_text("utf-8")
    plan.write("tiltag-4.md", first)
    assert "er allerede brugt" in plan.build(jobs=jobs).warnings
    plan.write("tiltag-1.md", "# Tiltag 1\n")
    after = plan.build(jobs=jobs)
    assert after.warnings == ""
    clean_equals(plan, after)


@pytest.mark.parametrize("jobs", [1, 4])
def test_an_id_taken_from_the_first_build_on_is_free_again(
    unbuilt_plan: Project, jobs: int
) -> None:
    plan = unbuilt_plan
    plan.write("tiltag-4.md", (plan.source / "tiltag-1.md").read_text("utf-8"))
    assert "er allerede brugt" in plan.build(jobs=jobs).warnings
    keeps = "tiltag-1.md"  # of workers, the first to finish keeps the id
    if 'id="TI_101"' not in plan.build(jobs=jobs).read("tiltag-1.html"):
        keeps = "tiltag-4.md"
    plan.write(keeps, "# Tiltag 1\n")
    after = plan.build(jobs=jobs)
    assert after.warnings == ""
    clean_equals(plan, after)


def test_an_edit_that_is_undone_after_a_build_that_was_interrupted(
    plan: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.build()
    retitle(plan)
    with monkeypatch.context() as patched:
        patched.setattr(FreshnessLedger, "close", _stop)
        with pytest.raises(KeyboardInterrupt):
            plan.build()
    plan.edit("tiltag-1.md", ("Et andet navn", "Tiltag nummer 1"))
    clean_equals(plan, plan.build())


def _stop(*_arguments: object) -> None:
    """Interrupt a build after its pages are written; Sphinx keeps its environment."""
    raise KeyboardInterrupt


def test_a_fresh_environment_of_another_output_hides_no_edit(plan: Project) -> None:
    plan.build("html", doctrees="shared")
    retitle(plan)
    plan.build("text", doctrees="shared", fresh=True)
    assert "Et andet navn" in plan.build("html", doctrees="shared").read("daekning.html")


EXTERNAL = """
needs_external_needs = [
    {"base_url": "https://example.org", "json_path": "ext.json", "id_prefix": "X_"}
]
"""


def test_needs_of_another_project_change_without_a_page_being_read(
    foreign: Project,
) -> None:
    def publish(title: str) -> None:
        need = {"id": "T_900", "title": title, "type": "test", "verifies": ["R_001"]}
        (foreign.source / "ext.json").write_text(
            json.dumps(
                {
                    "current_version": "1",
                    "versions": {"1": {"needs": {"T_900": {**need, "docname": "index"}}}},
                }
            )
        )

    conf = foreign.source / "conf.py"
    conf.write_text(conf.read_text("utf-8") + EXTERNAL, "utf-8")
    publish("Before")
    assert "Before" in foreign.build().read("index.html")
    publish("After")
    assert "After" in foreign.build().read("index.html")


LISTED = """# Liste

:::{needlist}
:types: tiltag
:max_items: 2
:::
"""


@pytest.mark.parametrize("jobs", [1, 4])
def test_lists_stand_in_the_order_of_the_pages_whatever_was_read_last(
    plan: Project, jobs: int
) -> None:
    plan.write("liste.md", LISTED)
    plan.build(jobs=jobs)
    retitle(plan)  # and its page is read after all others
    again = plan.build(jobs=jobs).read("liste.html")
    assert again == plan.build(out="clean", jobs=jobs).read("liste.html")
    assert "TI_101" in again


BUILD = """
import sys
from sphinx.cmd.build import main
out, *projects = sys.argv[1:]
for number, (source, conf) in enumerate(zip(projects[::2], projects[1::2])):
    if main(["-q", "-b", "dummy", "-c", conf, source, f"{out}-{number}"]):
        sys.exit(1)
"""


def test_a_page_has_the_same_digest_in_every_process(plan: Project) -> None:
    """Python orders sets by another hash in each process, and a digest is of a ``repr``."""
    example = REPO / "examples" / "eksempelkommune"
    projects = [plan.source, plan.conf, example / "docs", example]
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(REPO / "ext"),
        }
        command = [sys.executable, "-c", BUILD, str(plan.work / seed), *map(str, projects)]
        subprocess.run(command, check=True, env=environment)
    for number in (0, 1):
        first, second = (
            json.loads(ledger.read_text("utf-8"))["pages"]
            for seed in ("1", "2")
            for ledger in (plan.work / f"{seed}-{number}").glob("**/needs-shown-*.json")
        )
        assert len(first) > 10
        assert first == second
