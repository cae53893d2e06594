"""Changes of pages for git: one commit of some files with a sentence, or a patch.

A patch is a file that somebody else can apply, with git or without. It is pure bytes: line
ends stay, and so does a missing one at the end of a file.
"""

from __future__ import annotations

import re
from difflib import diff_bytes, unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.command_line import git_fault
from needs_core.git import GitError, run_git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_NO_END = b"\n\\ No newline at end of file\n"


def patch(
    changes: Iterable[tuple[str, bytes | None, bytes | None]], sentence: str = ""
) -> bytes:
    r"""Return the patch of some files, each with its path, and before and after.

    ``None`` is a file that is not there. ``sentence`` says what it is, before the first.

    >>> print(patch([("a.md", b"x\n", b"y\n")]).decode())
    diff --git a/a.md b/a.md
    --- a/a.md
    +++ b/a.md
    @@ -1 +1 @@
    -x
    +y
    <BLANKLINE>
    """
    parts = [part for change in changes for part in _file(*change)]
    head = f"{' '.join(sentence.split())}\n\n".encode() if sentence.strip() else b""
    return b"".join([head, *parts])


def _file(path: str, before: bytes | None, after: bytes | None) -> Iterator[bytes]:
    if before == after:
        return
    yield f"diff --git a/{path} b/{path}\n".encode()
    if before is None:
        yield b"new file mode 100644\n"
    if after is None:
        yield b"deleted file mode 100644\n"
    old, new = (_name(path, x, y) for x, y in (("a", before), ("b", after)))
    was, now = (_LINE.findall(x or b"") for x in (before, after))
    for line in diff_bytes(unified_diff, was, now, old, new, lineterm=b"\n"):
        yield line if line.endswith(b"\n") else line + _NO_END


def _name(path: str, side: str, content: bytes | None) -> bytes:
    if content is None:
        return b"/dev/null"
    # As git does: a tab ends a name that has a space in it.
    return f"{side}/{path}".encode() + (b"\t" if " " in path else b"")


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


def committed(folder: Path, path: Path) -> bytes | None:
    """Return a file as it is in the last commit; ``None``: it is not there.

    Raises ``CommitError`` without git.
    """
    top = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    name = path.resolve().relative_to(top.resolve()).as_posix()
    if not _git(folder, "ls-tree", "--full-tree", "-z", "HEAD", "--", name):
        return None
    return _git_bytes(folder, ("cat-file", "blob", f"HEAD:{name}"))


def name_of(folder: Path, path: Path) -> str:
    """Return the path of a file from the folder of the repository on."""
    try:
        top = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    except CommitError:
        top = folder
    return path.resolve().relative_to(top.resolve()).as_posix()


def current_branch(folder: Path) -> str:
    """Return the branch one is on; empty without git, and on none."""
    try:
        return _git(folder, "branch", "--show-current").strip()
    except CommitError:
        return ""


def commit_apart(folder: Path, files: Sequence[Path], sentence: str, branch: str) -> str:
    """Commit some files on a new branch; return the short hash. Raises ``CommitError``.

    Files, index and branch stay as they are: only the new branch has the commit.
    """
    text = _sentence(sentence)
    name = branch.strip()
    try:
        _git(folder, "check-ref-format", "--branch", name)
    except CommitError:
        fault = _("A branch cannot be called “%s”. Use letters, digits and hyphens.")
        raise CommitError(fault % name) from None
    if _git(folder, "branch", "--list", "--", name).strip():
        raise CommitError(_("There is a branch “%s” already. Choose another name.") % name)
    with TemporaryDirectory() as apart:
        index = {"GIT_INDEX_FILE": str(Path(apart) / "index")}
        _git(folder, "read-tree", "HEAD", environment=index)
        names = [str(path) for path in files]
        _git(folder, "add", "--all", "--", *names, environment=index)
        tree = _git(folder, "write-tree", environment=index).strip()
    words = ("commit-tree", tree, "-p", "HEAD", "-F", "-")
    made = _git(folder, *words, given=text).strip()
    _git(folder, "branch", "--no-track", "--", name, made)
    return _git(folder, "rev-parse", "--short", made).strip()


def _sentence(given: str) -> str:
    text = " ".join(given.split())
    if not text:
        raise CommitError(_("The sentence is missing. Write what you have changed."))
    return text


def commit(folder: Path, files: Sequence[Path], sentence: str) -> str:
    """Commit some files and nothing else; return the short hash. Raises ``CommitError``."""
    text = _sentence(sentence)
    names = [str(path) for path in files]
    there = [str(path) for path in files if path.exists()]
    if there:
        _git(folder, "add", "--", *there)
    _git(folder, "commit", "--quiet", "--file=-", "--only", "--", *names, given=text)
    return _git(folder, "rev-parse", "--short", "HEAD").strip()


_FORBIDDEN = re.compile(
    "permission denied|insufficient permission|read-only", re.IGNORECASE
)


def _git(
    folder: Path,
    *arguments: str,
    given: str = "",
    environment: Mapping[str, str] | None = None,
) -> str:
    return _git_bytes(folder, arguments, given, environment).decode("utf-8", "replace")


def _git_bytes(
    folder: Path,
    arguments: Sequence[str],
    given: str = "",
    environment: Mapping[str, str] | None = None,
) -> bytes:
    try:
        return run_git(folder, *arguments, given=given.encode(), environment=environment)
    except GitError as error:
        if _FORBIDDEN.search(error.said):
            raise CommitError(
                _("You may not write to git here. Get the changes as a file, and send it.")
            ) from None
        raise CommitError(git_fault(error, folder)) from None
