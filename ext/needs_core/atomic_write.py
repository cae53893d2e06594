"""Write several files of a project so that either all of them change or none does.

What the files held is written to a journal first. A run that is killed half-way leaves the
journal behind, and whoever takes the lock next, a build too, puts the files back.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import os
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_ = get_translation("needs_core")

JOURNAL = ".needs-write.json"
"""The journal, beside ``conf.py`` while files are written."""
LOCK = ".needs-write.lock"
"""The lock file, beside ``conf.py``. It stays: a lock is held on the file, not by it."""
_NEW = ".needs-write-new"
_PATIENCE = 30.0
"""Seconds to wait for another process that writes."""
_HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
"""What a system says of a file that another process has locked."""
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class ChangedMeanwhileError(Exception):
    """A file is no longer what was read of it."""


class BusyError(Exception):
    """Another process is writing."""


@dataclass(frozen=True)
class FileWrite:
    """A file to write: what it was read as, and what it is to be."""

    path: Path
    before: bytes | None
    """``None``: the file is new."""
    after: bytes

    @classmethod
    def over(cls, path: Path, after: bytes) -> FileWrite:
        """Return the writing of a file, whatever it holds now. Raises ``OSError``."""
        return cls(path, path.read_bytes() if path.exists() else None, after)


@dataclass(frozen=True)
class FolderLock:
    """Proof that this process alone writes the files of a project."""

    folder: Path
    """The folder of ``conf.py``."""
    put_back: tuple[Path, ...] = ()
    """The files that an interrupted run had left half-written."""


@contextmanager
def folder_lock(folder: Path, *, wait: float = _PATIENCE) -> Iterator[FolderLock]:
    """Hold the lock of a project; ``folder`` is that of ``conf.py``.

    Hold it from before the files are read until they are written, and two processes never
    give the same id. What an interrupted run has left is put back first, but for files
    that somebody has edited since.

    Raises:
        BusyError: another process held it for ``wait`` seconds.
        OSError: the lock file cannot be made, or the system does not lock it.
    """
    until = time.monotonic() + wait
    with (folder / LOCK).open("ab") as file:
        while not _try_lock(file):
            if time.monotonic() >= until:
                raise BusyError(str(folder))
            time.sleep(0.05)
        try:
            yield FolderLock(folder, _put_back(folder))
        finally:
            _unlock(file)


def write_files(lock: FolderLock, writes: Sequence[FileWrite]) -> None:
    """Write all files or none.

    Raises:
        ChangedMeanwhileError: a file is no longer what was read; nothing is written.
        OSError: a file cannot be written, and all have been put back.
    """
    writes = [FileWrite(x.path.resolve(), x.before, x.after) for x in writes]
    for write in writes:
        if (write.path.read_bytes() if write.path.exists() else None) != write.before:
            raise ChangedMeanwhileError(str(write.path))
        if write.before is not None and not os.access(write.path, os.W_OK):
            raise PermissionError(errno.EACCES, "", str(write.path))
    try:
        # Noted before the first file is made, so that none is left behind.
        _note(lock.folder, writes)
        for write in writes:
            write.path.parent.mkdir(parents=True, exist_ok=True)
            _put(_beside(write.path), write.after)
            _keep_rights(write.path)
        for write in writes:
            _beside(write.path).replace(write.path)
            _settle(write.path.parent)
    except BaseException:  # an interrupt, too
        _put_back(lock.folder)
        raise
    (lock.folder / JOURNAL).unlink()
    _settle(lock.folder)


def recover(folder: Path) -> tuple[Path, ...]:
    """Put back what an interrupted run has left; return the files.

    While another process is writing, everything is left as it is.
    """
    if not (folder / JOURNAL).is_file():
        return ()
    try:
        with folder_lock(folder, wait=0) as lock:
            return lock.put_back
    except BusyError:
        return ()


def write_fault(error: Exception) -> str:
    """Return what is wrong when files cannot be written, and what to do, translated.

    ``error`` is what ``folder_lock`` or ``write_files`` raised: nothing is written.
    """
    if isinstance(error, BusyError):
        return _("Another process is writing. Wait a moment, and run it again.")
    if isinstance(error, ChangedMeanwhileError):
        return _("%s was changed while this ran. Run it again.") % error
    # A file that is put in place of another is named second.
    name = getattr(error, "filename2", None) or getattr(error, "filename", None)
    number = getattr(error, "errno", None)
    if number in FORBIDDEN:
        text = _("%s may not be written. Remove its protection, or ask whose it is.")
        return text % name
    if number in FULL:
        return _("The disk is full. Make room, and run it again.")
    text = _("%(file)s cannot be written (error %(number)s). Everything is as it was.")
    return text % {"file": name or "?", "number": number or "?"}


def _note(folder: Path, writes: Sequence[FileWrite]) -> None:
    files = [
        {
            # From the project on: it may have been moved when it is put back.
            "path": _from(folder, write.path),
            "before": None
            if write.before is None
            else base64.b64encode(write.before).decode(),
            "after": hashlib.sha256(write.after).hexdigest(),
            "mode": None if write.before is None else _mode(write.path),
        }
        for write in writes
    ]
    folders = {
        _from(folder, parent)
        for write in writes
        for parent in write.path.parents
        if not parent.exists()
    }
    part = folder / f"{JOURNAL}.part"
    content = {"files": files, "folders": sorted(folders, key=len, reverse=True)}
    _put(part, json.dumps(content).encode())
    part.replace(folder / JOURNAL)
    _settle(folder)


def _from(folder: Path, path: Path) -> str:
    root = folder.resolve()
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def _put_back(folder: Path) -> tuple[Path, ...]:
    """Put back what the journal in a folder says; nothing where there is none."""
    (folder / f"{JOURNAL}.part").unlink(missing_ok=True)
    journal = folder / JOURNAL
    try:
        noted: dict[str, Any] = json.loads(journal.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    back = []
    for file in noted["files"]:
        path = folder.resolve() / file["path"]
        _beside(path).unlink(missing_ok=True)
        if not path.is_file() or _digest(path) != file["after"]:
            continue
        if file["before"] is None:
            path.unlink()
        else:
            _put(_beside(path), base64.b64decode(file["before"]))
            _beside(path).chmod(file["mode"])
            _beside(path).replace(path)
        _settle(path.parent)
        back.append(path)
    for made in noted["folders"]:
        with suppress(OSError):  # never made, or holds something else by now
            (folder.resolve() / made).rmdir()
    journal.unlink()
    _settle(folder)
    return tuple(back)


def _keep_rights(path: Path) -> None:
    """Give the file that is to replace another its mode, and its owner where we may."""
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


def _try_lock(file: IO[bytes]) -> bool:
    """Lock a file, or return that another process holds it. Raises ``OSError``."""
    try:
        _lock(file)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: IO[bytes]) -> None:
        # Said, and not left to the closing: a worker that was forked has it open, too.
        fcntl.flock(file, fcntl.LOCK_UN)
