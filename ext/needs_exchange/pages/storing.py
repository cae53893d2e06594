"""Write several pages so that either all of them change or none does.

What the pages held is written to a journal first. A run that is killed half-way leaves
the journal behind, and the next run, or the next build, puts the pages back.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

JOURNAL = ".plan-import.json"
"""The journal, beside ``conf.py`` while pages are written."""
_LOCK = ".plan-import.lock"
_NEW = ".plan-import-new"


class ChangedMeanwhileError(Exception):
    """A page is no longer what was read of it."""


class BusyError(Exception):
    """Another import is writing."""


@dataclass(frozen=True)
class Write:
    """A page to write: what it was read as, and what it is to be."""

    path: Path
    before: bytes
    after: bytes


def store(folder: Path, writes: Sequence[Write]) -> None:
    """Write all pages or none. ``folder`` holds the journal meanwhile.

    Raises ``ChangedMeanwhileError`` and ``BusyError`` before anything is written, and
    ``OSError`` when the pages have been put back.
    """
    with _alone(folder):
        for write in writes:
            if write.path.read_bytes() != write.before:
                raise ChangedMeanwhileError(str(write.path))
        journal = folder / JOURNAL
        try:
            # Noted before the first file is made, so that none is left lying.
            _note(journal, writes)
            for write in writes:
                _put(_beside(write.path), write.after)
                _beside(write.path).chmod(_mode(write.path))
            for write in writes:
                _beside(write.path).replace(write.path)
                _settle(write.path.parent)
        except BaseException:  # an interrupt, too
            _put_back(journal)
            raise
        journal.unlink()


def recover(folder: Path) -> tuple[Path, ...]:
    """Put back what an interrupted run has left; return the pages.

    A page that somebody has edited since is left as it is.
    """
    if not (folder / JOURNAL).is_file():
        return ()
    try:
        with _alone(folder):
            return _put_back(folder / JOURNAL)
    except BusyError:
        return ()


def _note(journal: Path, writes: Sequence[Write]) -> None:
    pages = [
        {
            "path": str(write.path),
            "before": base64.b64encode(write.before).decode(),
            "after": hashlib.sha256(write.after).hexdigest(),
            "mode": _mode(write.path),
        }
        for write in writes
    ]
    part = journal.with_name(f"{JOURNAL}.part")
    _put(part, json.dumps({"pages": pages}).encode())
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
        _put(_beside(path), base64.b64decode(page["before"]))
        _beside(path).chmod(page["mode"])
        _beside(path).replace(path)
        _settle(path.parent)
        back.append(path)
    journal.unlink()
    return tuple(back)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}{_NEW}")


def _put(path: Path, content: bytes) -> None:
    """Write a file and see it onto the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """See the names in a folder onto the disk, where that can be asked for."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock: a live import's journal is not taken for that of a dead one."""
    path = folder / _LOCK
    with path.open("w") as lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass
        except OSError as error:
            raise BusyError(str(folder)) from error
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
