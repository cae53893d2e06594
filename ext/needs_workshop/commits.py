"""Keeps pages in git, where there is git: one commit of some files, with a sentence."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ = get_translation("needs_workshop")


class CommitError(Exception):
    """Nothing is committed; the text says why, and what to do."""


def uncommitted(folder: Path, files: Iterable[Path]) -> tuple[Path, ...]:
    """Return which of some files differ from their last commit; none without git."""
    wanted = sorted(set(files))
    try:
        top = _git(folder, "rev-parse", "--show-toplevel").strip()
        names = [str(x) for x in wanted]
        found = _git(
            folder, "status", "--porcelain", "-z", "--untracked-files=all", "--", *names
        )
    except CommitError:
        return ()
    changed = {Path(top, entry[3:]).resolve() for entry in found.split("\0") if entry}
    return tuple(path for path in wanted if path.resolve() in changed)


def commit(folder: Path, files: Sequence[Path], sentence: str) -> str:
    """Commit some files and nothing else; return the short hash. Raises ``CommitError``."""
    text = " ".join(sentence.split())
    if not text:
        raise CommitError(_("The sentence is missing. Write what you have changed."))
    names = [str(path) for path in files]
    there = [str(path) for path in files if path.exists()]
    if there:
        _git(folder, "add", "--", *there)
    _git(folder, "commit", "--quiet", "--file=-", "--only", "--", *names, given=text)
    return _git(folder, "rev-parse", "--short", "HEAD").strip()


def _git(folder: Path, *arguments: str, given: str = "") -> str:
    try:
        done = subprocess.run(  # noqa: S603 (a list, and no shell)
            ["git", "-C", str(folder), *arguments],  # noqa: S607 (git is where it is)
            input=given.encode(),
            capture_output=True,
            check=False,
        )
    except OSError:
        raise CommitError(_("The program git is not there. Install it.")) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise CommitError(_("git says: %s") % said)
    return done.stdout.decode("utf-8", "replace")
