"""The command ``status``: writes a snapshot, from the working files or from a commit."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from io import StringIO
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sphinx.locale import get_translation

from needs_core.atomic_write import FileWrite, write_files
from needs_core.command_line import CommandError, git_fault
from needs_core.core_settings import command_line
from needs_core.dates import HalfYear
from needs_core.git import GitError, run_git
from needs_history.config import read_settings
from needs_history.project import (
    ProjectFolders,
    docutils_of,
    open_app,
    read_project,
    snapshot_text,
    write_lock,
)
from needs_history.storage import snapshot_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from needs_core.atomic_write import FolderLock

_ = get_translation("needs_history")

_WORKTREE = "history-commit"
"""The folder of the work tree of a commit, in the work folder."""


def status(
    folders: ProjectFolders, name: str, commit: str = "", *, replace: bool = False
) -> str:
    """Write the snapshot of a half-year and return a message. Raises ``CommandError``.

    ``commit`` is anything git reads as a commit; "": the working files. A snapshot that
    says something else is only overwritten with ``replace``.
    """
    with write_lock(folders) as lock:
        return _status(folders, lock, name, commit, replace=replace)


def _status(
    folders: ProjectFolders, lock: FolderLock, name: str, commit: str, *, replace: bool
) -> str:
    _remove_worktree(folders)  # of a run that was killed
    app = open_app(folders)
    period = HalfYear.parse(name)
    if period is None:
        own = command_line(app.config, "needs_history.status.name", "2026-1")
        text = _("“%(name)s” is no half-year. Write it as %(example)s.")
        raise CommandError(text % {"name": name, "example": own})
    path = snapshot_path(app, read_settings(app.config), period)
    snapshot = (
        _of_commit(folders, period, commit)
        if commit
        else take_snapshot(folders, app, period)
    )
    display = folders.display(path)
    if path.is_file():
        if path.read_bytes() == snapshot.encode():
            return _("%s says the same already.") % display
        if not replace:
            own = command_line(app.config, "needs_history.status.replace", "--replace yes")
            text = _(
                "%(file)s is there and says something else. %(option)s writes it anew."
            )
            raise CommandError(text % {"file": display, "option": own})
    write_files(lock, [FileWrite.over(path, snapshot.encode())])
    return _("%s is written. Commit it with your changes.") % display


def take_snapshot(
    folders: ProjectFolders, app: Sphinx, period: HalfYear, commit: str | None = None
) -> str:
    """Read a project and return the file of its snapshot. Raises ``CommandError``.

    ``commit`` is the full hash of the commit the pages are of.
    """
    return snapshot_text(read_project(folders, app).app, period, commit)


def _of_commit(folders: ProjectFolders, period: HalfYear, commit: str) -> str:
    """Return the file of the snapshot of a commit, read in a work tree of its own."""
    top = Path(_git(folders.conf, "rev-parse", "--show-toplevel")).resolve()
    wanted = f"{commit}^{{commit}}"
    try:
        full = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    except CommandError:
        text = _("There is no commit “%s”. git log shows the commits.")
        raise CommandError(text % commit) from None
    committed = _git(top, "show", "--no-patch", "--format=%ct", full)
    with _worktree(folders, top, full) as tree:
        old = ProjectFolders(
            tree / folders.conf.resolve().relative_to(top),
            tree / folders.source.resolve().relative_to(top),
            tree / ".history",
        )
        if not (old.conf / "conf.py").is_file():
            text = _("The project was not there yet in the commit %s.")
            raise CommandError(text % full[:10])
        # In a process of its own: modules beside the old conf.py are not those of today.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            snapshot = process.submit(_in_process, old, period, full, committed)
            try:
                return snapshot.result()
            except (CommandError, BrokenProcessPool) as error:
                text = _("The commit %(commit)s cannot be read:\n%(error)s")
                names = {"commit": full[:10], "error": error}
                raise CommandError(text % names) from None


def _in_process(
    folders: ProjectFolders, period: HalfYear, commit: str, committed: str
) -> str:
    """Return the snapshot of a commit; ``committed`` is its time in seconds."""
    os.environ["SOURCE_DATE_EPOCH"] = committed
    warnings = StringIO()
    try:
        with docutils_of(folders):
            return take_snapshot(folders, open_app(folders, warnings), period, commit)
    except CommandError as error:
        msg = f"{warnings.getvalue()[-2000:]}{error}"
        raise CommandError(msg) from None


@contextmanager
def _worktree(folders: ProjectFolders, top: Path, commit: str) -> Iterator[Path]:
    """Check a commit out in a folder of its own, and remove it in any case."""
    tree = folders.work / _WORKTREE
    tree.parent.mkdir(parents=True, exist_ok=True)
    # Twice forced: what a killed run left registered, and locked, is taken over.
    force = ("--force", "--force")
    asked: list[int] = []
    # What git has started itself would go on without it: the end waits until it is done.
    before = signal.signal(signal.SIGTERM, lambda number, _frame: asked.append(number))
    try:
        _git(top, "worktree", "add", *force, "--detach", "--quiet", str(tree), commit)
        signal.signal(signal.SIGTERM, _exit)
        if asked:
            _exit(asked[0], None)
        yield tree
    finally:
        _remove_worktree(folders)
        signal.signal(signal.SIGTERM, before)


def _exit(number: int, _frame: object) -> NoReturn:
    """End as an exception does, so that what is temporary is removed."""
    sys.exit(128 + number)


def _remove_worktree(folders: ProjectFolders) -> None:
    tree = folders.work / _WORKTREE
    if tree.exists():
        with suppress(CommandError):  # git may not know of it any more
            _git(folders.conf, "worktree", "remove", "--force", "--force", str(tree))
        shutil.rmtree(tree, ignore_errors=True)


def _git(folder: Path, *arguments: str) -> str:
    try:
        return run_git(folder, *arguments).decode("utf-8", "replace").strip()
    except GitError as error:
        raise CommandError(git_fault(error, folder)) from None
