"""Dates of the last commits of the files in a folder, from git. Knows no Sphinx."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
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
    cut_off = _words_in_files(folder, _run(folder, "rev-parse", "--git-path", "shallow"))
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
    command = ("git", "-C", str(folder), "rev-parse", "--git-dir")
    environment = _environment(os.environ) | {"LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 (as below)
            command, capture_output=True, env=environment, check=False
        )
    except OSError:
        return ""  # there is no git
    reason = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
    return "" if not done.returncode or "not a git repository" in reason else reason


def _commits(folder: Path) -> Iterator[tuple[str, date, list[str]]]:
    """Yield hash, date and files of each commit, the newest first, as git finds them."""
    commit, day, files = "", date.min, list[str]()
    for text in _run(folder, *_LOG, "--", "."):
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


def _run(folder: Path, *arguments: str) -> Iterator[str]:
    """Yield the output of a git command, split at NUL; nothing when it fails."""
    command = ("git", "-C", str(folder), *arguments)
    try:
        git = subprocess.Popen(  # noqa: S603 (no shell; the folder is the project's own)
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(os.environ),
        )
    except OSError:
        return
    rest = b""
    with git:
        assert git.stdout is not None  # noqa: S101 (it is piped)
        try:
            while block := git.stdout.read(1 << 16):
                *whole, rest = (rest + block).split(b"\0")
                yield from _texts(whole)
            yield from _texts([rest] if rest else [])
        finally:
            git.kill()  # when all is found, the rest of a long history is not read


def _texts(parts: Iterable[bytes]) -> Iterator[str]:
    return (part.decode("utf-8", "surrogateescape") for part in parts)


def _words_in_files(folder: Path, places: Iterable[str]) -> set[str]:
    """Return the words in files that git names relative to the folder."""
    words = set[str]()
    for place in places:
        try:
            words.update((folder / place.strip()).read_text(encoding="ascii").split())
        except OSError:
            continue  # the clone is whole
    return words


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    # A git hook sets these for the build it starts, to another index and work tree.
    hook = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
    return {name: value for name, value in given.items() if name not in hook}
