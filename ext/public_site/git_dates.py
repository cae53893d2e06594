"""Dates of the last commits of the files in a folder, from git. Knows no Sphinx."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from needs_core.git import GitError, git_parts, run_git

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

_LOG = ("log", "--format=%x1e%H %cs", "--name-only", "-z", "--no-renames", "--relative")
"""A commit begins with a record separator; its files follow, separated by NUL."""


def last_commits(folder: Path, names: Collection[str]) -> dict[str, date]:
    """Return the date of the last commit of each file that has a known one.

    ``names`` are paths in the folder, with slashes. The date is the commit's own, in
    the time zone it was made in, so that it is the same on every machine. A file is
    left out when git is not there, the folder is in no repository, the file was never
    committed, or a shallow clone does not reach back to its commit.
    """
    missing, found = set(names), dict[str, date]()
    cut_off = _words_in_files(
        folder, git_parts(folder, "rev-parse", "--git-path", "shallow")
    )
    for commit, day, files in _commits(folder):
        for name in missing.intersection(files):
            missing.discard(name)
            # The oldest commit of a shallow clone claims every file there is.
            if commit not in cut_off:
                found[name] = day
        if not missing:
            break
    return found


def refusal(folder: Path) -> str:
    """Return why git does not read a repository that is there, in its words; else ``""``.

    It refuses, for instance, a folder that belongs to another user.
    """
    try:
        run_git(folder, "rev-parse", "--git-dir")
    except GitError as error:
        return "" if error.no_repository else error.said.partition("\n")[0]
    return ""


def _commits(folder: Path) -> Iterator[tuple[str, date, list[str]]]:
    """Yield hash, date and files of each commit, the newest first, as git finds them."""
    commit, day, files = "", date.min, list[str]()
    for text in git_parts(folder, *_LOG, "--", "."):
        # Between a commit's line and its first file stands a line break.
        if (entry := text.lstrip("\n")).startswith("\x1e"):
            if commit:
                yield commit, day, files
            commit, _, written = entry[1:].partition(" ")
            day, files = date.fromisoformat(written.strip()), []
        else:
            files.append(entry)
    if commit:
        yield commit, day, files


def _words_in_files(folder: Path, places: Iterable[str]) -> set[str]:
    """Return the words in files that git names relative to the folder."""
    words = set[str]()
    for place in places:
        try:
            words.update((folder / place.strip()).read_text(encoding="ascii").split())
        except OSError:
            continue  # the clone is whole
    return words
