"""The files follow the pages: written when they change, taken away when they go."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from needs_core.output_addresses import file_names

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Built, Project

MATRIX = ":::{coverage-matrix}\n:rows: målsætning\n:columns: tiltag\n:link: bidrager_til\n"
KINDS = ("csv", "json", "xlsx")


def files(built: Built) -> dict[str, bytes]:
    folder = built.out / "coverage"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}


def named(*names: str) -> set[str]:
    return {f"{name}.{kind}" for name in names for kind in KINDS} | {
        "coverage-matrix.schema.json",
    }


def age(built: Built) -> dict[Path, int]:
    """Make every file old; return how old."""
    old = {}
    for path in (built.out / "coverage").glob("*"):
        os.utime(path, ns=(10**18, 10**18))
        old[path] = path.stat().st_mtime_ns
    return old


def now(built: Built) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in (built.out / "coverage").glob("*")}


def test_two_builds_give_the_same_bytes(plan: Project) -> None:
    first = files(plan.build())
    assert set(first) == named("matrix")
    assert first == files(plan.build(out="again"))
    assert first == files(plan.build(out="parallel", jobs=4))


def test_a_build_without_changes_leaves_the_files_alone(plan: Project) -> None:
    old = age(plan.build())
    assert now(plan.build()) == old
    plan.edit("tiltag-1.md", ("Tekst om tiltag 1.", "En anden tekst."))
    assert now(plan.build()) == old, "nor does a change that no matrix shows"


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        ("tiltag-1.md", ":status: kandidat", ":status: opgivet"),
        ("tiltag-2.md", "MS_1_1, MS_1_10", "MS_1_3"),
        ("maal-a.md", "Mål nummer 1", "Mål nummer et"),
        ("daekning.md", "Mål og *tiltag*", "Noget andet"),
        ("daekning.md", ":group-by: under\n", ""),
    ],
)
def test_after_an_edit_the_files_are_those_of_a_clean_build(
    plan: Project, page: str, old: str, new: str
) -> None:
    before = files(plan.build())
    plan.edit(page, (old, new))
    after = files(plan.build(jobs=4))
    assert {name for name in before if before[name] != after[name]} >= {"matrix.xlsx"}
    assert after == files(plan.build(out="clean"))


def test_a_matrix_that_is_gone_takes_its_files_along(plan: Project) -> None:
    plan.write("tabel.md", f"# Tabel\n\n{MATRIX}:name: anden\n:::\n")
    built = plan.build()
    assert set(files(built)) == named("anden", "matrix")
    (built.out / "coverage" / "min.csv").write_text("min")
    plan.write("tabel.md", "# Tabel\n")
    assert set(files(plan.build())) == named("matrix") | {"min.csv"}
    plan.write("daekning.md", "# Dækning\n")
    assert set(files(plan.build())) == {"min.csv"}, "what is not ours stays"


def test_the_folder_goes_with_the_last_matrix(plan: Project) -> None:
    plan.build()
    plan.write("daekning.md", "# Dækning\n")
    assert not (plan.build().out / "coverage").exists()


def test_a_file_that_was_deleted_comes_back(plan: Project) -> None:
    built = plan.build()
    before = files(built)
    (built.out / "coverage" / "matrix.xlsx").unlink()
    assert files(plan.build()) == before
    assert plan.build().warnings == ""


def test_two_matrices_of_one_name_have_files_of_their_own(plan: Project) -> None:
    same = f"{MATRIX}:name: matrix\n:columns-where: status = kandidat\n:::\n"
    plan.write("tabel.md", f"# Tabel\n\n{same}")
    built = plan.build()
    assert set(files(built)) == named("matrix", "matrix-2")
    assert "coverage/matrix-2.csv" in built.read("tabel.html")
    plan.write("daekning.md", "# Dækning\n")
    built = plan.build()
    assert set(files(built)) == named("matrix")
    assert "coverage/matrix.csv" in built.read("tabel.html"), "the page follows its files"
    assert "matrix-2" not in built.read("tabel.html")


def test_a_page_whose_files_changed_name_is_written_by_the_next_whole_build(
    plan: Project,
) -> None:
    plan.write("tabel.md", f"# Tabel\n\n{MATRIX}:name: matrix\n:::\n")
    plan.build()
    plan.write("daekning.md", "# Dækning\n")
    plan.build(only="index.md")
    assert "coverage/matrix.csv" in plan.build().read("tabel.html")


def test_a_file_that_cannot_be_written_is_told_and_made_next_time(plan: Project) -> None:
    (plan.work / "out-html" / "coverage" / "matrix.xlsx").mkdir(parents=True)
    built = plan.build()
    assert built.warnings.count("\n") == 1
    assert "coverage/matrix.xlsx: Filen kan ikke skrives." in built.warnings
    assert "[needs_coverage.file]" in built.warnings
    (built.out / "coverage" / "matrix.xlsx").rmdir()
    assert set(files(plan.build())) == named("matrix")


def test_names_are_safe_anywhere() -> None:
    names = file_names({"a/b": ["", "CON", "Mål Æ"], "a-b": ["", "../x", "mål æ"]})
    assert names == {
        "a-b": ("a-b-1", "x", "mal-ae"),
        "a/b": ("a-b-1-2", "con-2", "mal-ae-2"),
    }
