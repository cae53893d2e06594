"""The program git, asked about the repository of a folder. Knows no Sphinx."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""A hook of git sets these for what it starts: to the commit that is being made."""


class GitError(Exception):
    """git could not do what it was asked to."""

    def __init__(self, said: str = "") -> None:
        super().__init__(said)
        self.said = said
        """Everything that it said, in English."""

    @property
    def first_line(self) -> str:
        """What it said first, which is why."""
        return self.said.partition("\n")[0].removeprefix("fatal: ")

    @property
    def no_repository(self) -> bool:
        """Whether the folder is in no repository."""
        return "not a git repository" in self.said

    @property
    def foreign_owner(self) -> bool:
        """Whether the folder belongs to another user, and git refuses to read it."""
        return "dubious ownership" in self.said


class NoGitError(GitError):
    """The program is not there."""


def run_git(
    folder: Path,
    *arguments: str,
    given: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Return what git answers. Raises ``GitError``.

    ``given`` is what it reads; ``environment`` are variables that it gets.
    """
    try:
        done = subprocess.run(  # noqa: S603 (a list, and no shell)
            _command(folder, arguments),
            input=given,
            capture_output=True,
            check=False,
            env={**_environment(), **(environment or {})},
        )
    except OSError:
        raise NoGitError from None
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def git_parts(folder: Path, *arguments: str) -> Iterator[str]:
    """Yield what git answers, split at NUL, as it comes; nothing where it fails."""
    try:
        git = subprocess.Popen(  # noqa: S603 (a list, and no shell)
            _command(folder, arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
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


def _command(folder: Path, arguments: Iterable[str]) -> list[str]:
    return ["git", "-C", str(folder), *arguments]


def _environment() -> dict[str, str]:
    """Return the variables of this process, without a hook's, and with English."""
    kept = {name: text for name, text in os.environ.items() if name not in _HOOK}
    return {**kept, "LC_ALL": "C"}


def _texts(parts: Iterable[bytes]) -> Iterator[str]:
    return (part.decode("utf-8", "surrogateescape") for part in parts)
