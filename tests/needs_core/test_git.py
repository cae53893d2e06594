"""git is asked about the repository of a folder, wherever the question is asked from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needs_core.command_line import git_fault
from needs_core.git import GitError, NoGitError, git_parts, run_git

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with one file that is not committed."""
    folder = tmp_path / "kept"
    folder.mkdir()
    run_git(folder, "init", "-q")
    (folder / "a b.md").write_text("x", encoding="utf-8")
    return folder


def test_a_hook_of_another_repository_does_not_change_the_answer(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, str(repository.parent / "elsewhere"))
    shown = ("ls-files", "-z", "--others")
    assert run_git(repository, *shown) == b"a b.md\0"
    assert list(git_parts(repository, *shown)) == ["a b.md"]


def test_what_it_is_given_and_its_variables_reach_it(repository: Path) -> None:
    index = {"GIT_INDEX_FILE": str(repository / "apart")}
    run_git(repository, "add", "a b.md", environment=index)
    assert run_git(repository, "ls-files", environment=index) == b"a b.md\n"
    assert run_git(repository, "ls-files") == b""
    made = run_git(repository, "hash-object", "-w", "--stdin", given=b"text")
    assert run_git(repository, "cat-file", "blob", made.decode().strip()) == b"text"


def test_why_it_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GitError) as found:
        run_git(tmp_path, "status")
    assert found.value.no_repository
    assert str(tmp_path) in git_fault(found.value, tmp_path)
    assert list(git_parts(tmp_path, "log", "-z")) == []
    owner = GitError("fatal: detected dubious ownership in repository at '/x'\nTo add")
    assert "safe.directory" in git_fault(owner, tmp_path)
    assert "“a thing”" in git_fault(GitError("fatal: a thing\nand more"), tmp_path)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoGitError) as gone:
        run_git(tmp_path, "status")
    assert "Install it" in git_fault(gone.value, tmp_path)
    assert list(git_parts(tmp_path, "log", "-z")) == []
