"""Write several pages so that either all of them change or none does.

What the pages held is written to a journal first. A run that is killed half-way leaves
the journal behind, and the next run, or the next build, puts the pages back.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

JOURNAL = ".needs-authoring.json"
"""The journal, beside ``conf.py`` while pages are written."""
LOCK = ".needs-authoring.lock"
"""The lock file, beside ``conf.py`` while pages are read and written."""
_NEW = ".needs-authoring-new"


class ChangedMeanwhileError(Exception):
    """A page is no longer what was read of it."""


class BusyError(Exception):
    """Another process is writing."""


@dataclass(frozen=True)
class PageWrite:
    """A file to write: what it was read as, and what it is to be."""

    path: Path
    before: bytes | None
    """``None``: the file is new."""
    after: bytes


@dataclass(frozen=True)
class FolderLock:
    """Proof that this process alone writes the pages of a project."""

    folder: Path


@contextmanager
def folder_lock(folder: Path, *, wait: float = 0) -> Iterator[FolderLock]:
    """Hold the lock of a project; ``folder`` is that of ``conf.py``.

    Hold it from before the pages are read until they are written, and two processes never
    give the same id. Waits up to ``wait`` seconds, then raises ``BusyError``.
    """
    path, until = folder / LOCK, time.monotonic() + wait
    while (file := _locked(path)) is None:
        if time.monotonic() >= until:
            raise BusyError(str(folder))
        time.sleep(0.05)
    try:
        yield FolderLock(folder)
    finally:
        _unlock(path, file)


def store(
    folder: Path, writes: Sequence[PageWrite], lock: FolderLock | None = None
) -> None:
    """Write all files or none. ``folder`` is that of ``conf.py``.

    ``lock`` is the one of the folder, when it is held already.

    Raises:
        ChangedMeanwhileError: a page is no longer what was read; nothing is written.
        BusyError: another process is writing; nothing is written.
        OSError: a page cannot be written, and all have been put back.
    """
    if lock is None or lock.folder != folder:
        with folder_lock(folder) as own:
            store(folder, writes, own)
        return
    writes = [PageWrite(x.path.resolve(), x.before, x.after) for x in writes]
    for write in writes:
        if (write.path.read_bytes() if write.path.exists() else None) != write.before:
            raise ChangedMeanwhileError(str(write.path))
        if write.before is not None and not os.access(write.path, os.W_OK):
            raise PermissionError(str(write.path))
    journal = folder / JOURNAL
    try:
        # Noted before the first file is made, so that none is left behind.
        _note(journal, writes)
        for write in writes:
            write.path.parent.mkdir(parents=True, exist_ok=True)
            _put(_beside(write.path), write.after)
            _keep_rights(write.path)
        for write in writes:
            _beside(write.path).replace(write.path)
            _settle(write.path.parent)
    except BaseException:  # an interrupt, too
        _put_back(journal)
        raise
    journal.unlink()


def recover(folder: Path) -> tuple[Path, ...]:
    """Put back what an interrupted run has left; return the pages.

    A page that somebody has edited since is left as it is, and so is everything while
    another process is writing.
    """
    if not (folder / JOURNAL).is_file():
        return ()
    try:
        with folder_lock(folder):
            return _put_back(folder / JOURNAL)
    except BusyError:
        return ()


def _note(journal: Path, writes: Sequence[PageWrite]) -> None:
    pages = [
        {
            "path": str(write.path),
            "before": None
            if write.before is None
            else base64.b64encode(write.before).decode(),
            "after": hashlib.sha256(write.after).hexdigest(),
            "mode": None if write.before is None else _mode(write.path),
        }
        for write in writes
    ]
    folders = {
        str(folder)
        for write in writes
        for folder in write.path.parents
        if not folder.exists()
    }
    part = journal.with_name(f"{JOURNAL}.part")
    content = {"pages": pages, "folders": sorted(folders, key=len, reverse=True)}
    _put(part, json.dumps(content).encode())
    part.replace(journal)
    _settle(journal.parent)


def _put_back(journal: Path) -> tuple[Path, ...]:
    try:
        noted: dict[str, Any] = json.loads(journal.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    back = []
    for page in noted["pages"]:
        path = Path(page["path"])
        _beside(path).unlink(missing_ok=True)
        if not path.is_file() or _digest(path) != page["after"]:
            continue
        if page["before"] is None:
            path.unlink()
        else:
            _put(_beside(path), base64.b64decode(page["before"]))
            _beside(path).chmod(page["mode"])
            _beside(path).replace(path)
        _settle(path.parent)
        back.append(path)
    for folder in noted["folders"]:
        with suppress(OSError):  # never made, or holds something else by now
            Path(folder).rmdir()
    journal.unlink()
    return tuple(back)


def _keep_rights(path: Path) -> None:
    """Give the file that is to replace a page its mode, and its owner where we may."""
    if not path.exists():
        return
    state, beside = path.stat(), _beside(path)
    beside.chmod(_mode(path))
    if os.name == "posix":
        with suppress(PermissionError):
            os.chown(beside, state.st_uid, state.st_gid)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}{_NEW}")


def _put(path: Path, content: bytes) -> None:
    """Write a file and flush it to the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _locked(path: Path) -> IO[bytes] | None:
    """Return the lock file opened and locked; ``None`` when another process holds it.

    Whoever releases the lock removes the file. A process that had opened it before holds a
    lock on a file without a name then: it tries again with the file of that name.
    """
    while True:
        file = path.open("ab")
        try:
            _lock(file)
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except OSError:
            file.close()
            return None
        file.close()


def _unlock(path: Path, file: IO[bytes]) -> None:
    if sys.platform == "win32":  # an open file cannot be removed there
        file.close()
        with suppress(OSError):  # the next one has opened it
            path.unlink(missing_ok=True)
    else:
        path.unlink(missing_ok=True)
        file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        """Lock a file, or raise ``OSError``."""
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        """Lock a file, or raise ``OSError``."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
