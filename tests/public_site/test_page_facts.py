"""When a page was last updated, and who is responsible: from git and its front matter."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Built, Project


def git(folder: Path, *arguments: str, day: str = "2026-03-01") -> None:
    who = {
        f"GIT_{role}_{part}": "x@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for part in ("NAME", "EMAIL")
    }
    when = {f"GIT_{role}_DATE": f"{day}T23:30:00 -0500" for role in ("AUTHOR", "COMMITTER")}
    command = ("git", "-c", "core.hooksPath=/dev/null", "-C", str(folder), *arguments)
    subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, **who, **when}
    )


def commit(project: Project, day: str) -> None:
    git(project.source, "add", "-A")
    git(project.source, "commit", "-qm", "x", day=day)


def facts(built: Built, page: str) -> dict[str, str]:
    found = BeautifulSoup(built.read(f"{page}.html"), "html.parser").select(
        ".page-facts dl > div"
    )
    return {row.dt.text: row.dd.text for row in found if row.dt and row.dd}


@pytest.fixture
def kept(pages: Project) -> Project:
    """Return the site in a repository of its own, with one commit."""
    git(pages.source, "init", "-q")
    commit(pages, "2026-03-01")
    return pages


def test_a_page_tells_the_day_of_its_last_commit_and_its_responsible(kept: Project) -> None:
    kept.edit("en.md", ("# ", "---\nansvarlig: Team <Støtte>\n---\n\n# "))
    commit(kept, "2026-05-09")
    built = kept.build()
    assert facts(built, "en") == {
        "Sidst opdateret": "9. maj 2026",
        "Ansvarlig for siden": "Team <Støtte>",
    }
    assert facts(built, "to") == {
        "Sidst opdateret": "1. marts 2026",
        "Ansvarlig for siden": "ikke oplyst",
    }
    assert '<time datetime="2026-05-09">' in built.read("en.html")


def test_a_new_commit_writes_that_page_again_and_only_that(kept: Project) -> None:
    before = kept.build().files()
    kept.write("en.md", (kept.source / "en.md").read_text("utf-8") + "\nNyt.\n")
    kept.build()
    commit(kept, "2026-06-01")  # now the date changes, and the text does not
    built = kept.build()
    assert facts(built, "en")["Sidst opdateret"] == "1. juni 2026"
    changed = {name for name, data in built.files().items() if before.get(name) != data}
    assert {name for name in changed if name.endswith(".html")} == {"en.html"}
    assert built.files() == kept.build(out="clean").files()
    assert built.files() == kept.build(out="parallel", jobs=4).files()


def test_an_output_that_was_left_behind_catches_up(kept: Project) -> None:
    kept.build(out="a", doctrees="shared")
    kept.build(out="b", doctrees="shared")
    git(kept.source, "commit", "-q", "--amend", "--no-edit", day="2026-07-01")
    for out in ("a", "b"):
        built = kept.build(out=out, doctrees="shared")
        assert facts(built, "tre")["Sidst opdateret"] == "1. juli 2026"


def test_without_git_a_page_says_that_it_is_not_known(
    pages: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert facts(pages.build(), "index")["Sidst opdateret"] == "ikke oplyst"
    git(pages.source, "init", "-q")
    commit(pages, "2026-03-01")
    pages.write("ny.md", "---\norphan: true\n---\n\n# Ny\n")
    built = pages.build(out="kept")
    assert facts(built, "ny")["Sidst opdateret"] == "ikke oplyst"
    assert facts(built, "index")["Sidst opdateret"] == "1. marts 2026"
    monkeypatch.setenv("PATH", "/nowhere")
    built = pages.build(out="no-git")
    assert (facts(built, "index")["Sidst opdateret"], built.warnings) == ("ikke oplyst", "")


def test_a_repository_that_git_refuses_to_read_is_told(
    kept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    built = kept.build()
    assert facts(built, "index")["Sidst opdateret"] == "ikke oplyst"
    (line,) = built.warnings.splitlines()
    assert line.startswith("WARNING: git: ")
    assert "dubious ownership" in line


def test_a_shallow_clone_tells_only_what_it_knows(kept: Project, tmp_path: Path) -> None:
    kept.edit("en.md", ("# ", "Ny\n\n# "))
    commit(kept, "2026-04-01")
    kept.edit("to.md", ("# ", "Ny\n\n# "))
    commit(kept, "2026-05-01")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{kept.source}", str(clone))
    shutil.rmtree(kept.source)
    clone.rename(kept.source)
    built = kept.build()
    assert facts(built, "to")["Sidst opdateret"] == "1. maj 2026"
    assert facts(built, "en")["Sidst opdateret"] == "ikke oplyst"
    assert facts(built, "index")["Sidst opdateret"] == "ikke oplyst"


def test_git_is_asked_of_its_own_folder_inside_a_hook(
    kept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert facts(kept.build(), "index")["Sidst opdateret"] == "1. marts 2026"


@pytest.mark.parametrize("builder", ["text", "latex", "man", "xml"])
def test_on_paper_there_are_no_facts_below_a_page(kept: Project, builder: str) -> None:
    built = kept.build(builder)
    assert all(b"page_facts" not in data for data in built.files().values())
    assert all(b"Ansvarlig for siden" not in x for x in built.files().values())
