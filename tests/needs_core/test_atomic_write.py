"""Files are written all or none, also by a program that is killed half-way."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
import threading
import time
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from sphinx.builders import Builder

from needs_core import atomic_write
from needs_core.atomic_write import (
    JOURNAL,
    LOCK,
    BusyError,
    ChangedMeanwhileError,
    FileWrite,
    folder_lock,
    recover,
    write_fault,
    write_files,
)
from needs_core.report_builder import ReportBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

COUNT = 4


def store(folder: Path, files: Sequence[FileWrite]) -> None:
    with folder_lock(folder, wait=0) as lock:
        write_files(lock, files)


def writes(folder: Path) -> list[FileWrite]:
    made = []
    for number in range(COUNT):
        path = folder / f"side-{number}.md"
        path.write_text(f"før {number}")
        made.append(FileWrite(path, path.read_bytes(), f"efter {number}".encode()))
    return made


def texts(folder: Path) -> list[str]:
    return [path.read_text() for path in sorted(folder.glob("side-*.md"))]


BEFORE = [f"før {n}" for n in range(COUNT)]
AFTER = [f"efter {n}" for n in range(COUNT)]


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_all_pages_are_written_and_nothing_is_left(tmp_path: Path) -> None:
    made = writes(tmp_path)
    made[0].path.chmod(0o640)
    store(tmp_path, made)
    assert texts(tmp_path) == AFTER
    assert left(tmp_path) == [LOCK]
    assert made[0].path.stat().st_mode & 0o777 == 0o640


def test_a_page_changed_meanwhile_stops_all(tmp_path: Path) -> None:
    made = writes(tmp_path)
    made[3].path.write_text("en anden")
    with pytest.raises(ChangedMeanwhileError):
        store(tmp_path, made)
    assert texts(tmp_path) == [*BEFORE[:3], "en anden", *BEFORE[4:]]
    assert left(tmp_path) == [LOCK]


FILE_EVENTS = frozenset(
    [
        "open",
        "os.rename",
        "os.remove",
        "os.chmod",
        "os.chown",
        "os.mkdir",
        "os.rmdir",
        "fcntl.flock",
    ]
)


class Interruption:
    """Does something before the ``at``-th operation on a file in a folder.

    A process cannot take its audit hook away again: use it in one that ends.
    """

    def __init__(self, folder: Path, at: int, do: Callable[[], None]) -> None:
        self.count = 0
        self._folder, self._at, self._do = str(folder), at, do
        os.fsync = self.fsync  # type: ignore[assignment]
        sys.addaudithook(self.hear)

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Count an operation; of flushing and locking, only a number is known."""
        numbered = bool(arguments) and isinstance(arguments[0], int)
        here = numbered or (bool(arguments) and self._folder in str(arguments[0]))
        if event in FILE_EVENTS and here:
            self.step()

    def fsync(self, handle: int) -> None:
        """Lose half of what was written when it is interrupted; else do nothing."""
        if self.count + 1 == self._at and stat.S_ISREG(os.fstat(handle).st_mode):
            os.truncate(handle, os.fstat(handle).st_size // 2)
        self.step()

    def step(self) -> None:
        """Take a step, and interrupt it when it is the one."""
        self.count += 1
        if self.count == self._at:
            self._do()


def interrupted(
    folder: Path, at: int, do: Callable[[], None], run: Callable[[], object]
) -> int:
    """Run something in a process of its own, interrupted; return how it ended."""
    pid = os.fork()
    if pid == 0:
        code = 3
        try:
            step = Interruption(folder, at, do)
            run()
            code = 0 if step.count < at else 2
        except OSError:
            code = 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_reports(
    monkeypatch: pytest.MonkeyPatch, file: Path, build: Callable[[], object]
) -> int:
    """Build what writes a file of the project, killed at each operation of the writing.

    The file is the old or the new one each time. Return how many operations there are.
    """
    write, counts = ReportBuilder.write_project_file, list[int]()

    def tried(builder: ReportBuilder, path: Path, content: str) -> bool:
        folder, new = Path(builder.application.confdir), content.encode()
        old = path.read_bytes() if path.exists() else None
        assert path == file
        assert old != new
        for at in range(1, 200):
            code = interrupted(folder, at, kill, lambda: write(builder, path, content))
            recover(folder)
            found = path.read_bytes() if path.exists() else None
            assert found in (old, new)
            if code == 0:
                counts.append(at)
                break
            path.unlink(missing_ok=True)
            if old is not None:
                path.write_bytes(old)
        return write(builder, path, content)

    # Each process locks for itself.
    with monkeypatch.context() as patch:
        patch.setattr(ReportBuilder, "init", Builder.init)
        patch.setattr(ReportBuilder, "write_project_file", tried)
        build()
    return sum(counts)


def fill_disk() -> None:
    raise OSError(errno.ENOSPC, "disken er fuld")


def killed(folder: Path, pages: Iterable[Path], change: tuple[str, str], at: int) -> int:
    """Change pages in a process killed before its ``at``-th operation on a file."""
    old, new = (x.encode() for x in change)
    raws = [(path, path.read_bytes()) for path in pages]
    made = [FileWrite(path, raw, raw.replace(old, new)) for path, raw in raws]
    return interrupted(folder, at, kill, lambda: store(folder, made))


def killed_here(folder: Path, at: int) -> int:
    return killed(folder, sorted(folder.glob("side-*.md")), ("før", "efter"), at)


def test_killed_at_any_operation_the_files_are_old_or_new(tmp_path: Path) -> None:
    found = Counter[str]()
    for at in range(1, 200):
        folder = tmp_path / str(at)
        folder.mkdir()
        writes(folder)
        code = killed_here(folder, at)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        recover(folder)
        found["new" if texts(folder) == AFTER else "old"] += 1
        assert texts(folder) in (BEFORE, AFTER)
        with folder_lock(folder, wait=0):  # nothing dead holds it
            assert left(folder) == [LOCK]
    assert code == 0, "every operation was tried"
    assert found["old"] > 40
    assert 1 <= found["new"] <= 4, "once the journal is gone, it is done"


def half_written(folder: Path) -> int:
    """Return before which operation some files are new and some old."""
    for at in range(1, 200):
        tried = folder / f"half-{at}"
        tried.mkdir()
        writes(tried)
        assert killed_here(tried, at) == -signal.SIGKILL
        if texts(tried)[: COUNT // 2] == AFTER[: COUNT // 2]:
            return at
    raise AssertionError


def test_killed_while_files_are_put_back_the_next_run_goes_on(tmp_path: Path) -> None:
    half, code = half_written(tmp_path), 1
    for at in range(1, 200):
        folder = tmp_path / str(at)
        folder.mkdir()
        writes(folder)
        assert killed_here(folder, half) == -signal.SIGKILL
        code = interrupted(folder, at, kill, lambda folder=folder: recover(folder))  # type: ignore[misc]
        recover(folder)
        assert texts(folder) == BEFORE
        assert left(folder) == [LOCK]
        if code == 0:
            break
    assert at > 20, "and every operation of that was tried"


def test_an_error_at_any_operation_puts_the_files_back(tmp_path: Path) -> None:
    for at in range(1, 200):
        folder = tmp_path / str(at)
        folder.mkdir()
        made = writes(folder)
        code = interrupted(folder, at, fill_disk, lambda: store(folder, made))  # noqa: B023
        if code == 0:
            break
        recover(folder)
        assert texts(folder) in (BEFORE, AFTER)
        assert set(left(folder)) <= {LOCK}
    assert at > 40


def test_a_page_that_another_program_has_open_stops_all_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a file that is open elsewhere cannot be replaced."""
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == f"side-{opened}.md" and self.read_text().startswith("efter"):
            raise PermissionError(errno.EACCES, "in use", str(self), 32, str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    for opened in range(COUNT):
        made = writes(tmp_path)
        with pytest.raises(PermissionError) as told:
            store(tmp_path, made)
        assert texts(tmp_path) == BEFORE
        assert left(tmp_path) == [LOCK]
        assert write_fault(told.value).startswith(
            f"{tmp_path / f'side-{opened}.md'} may not"
        )


class FakeMsvcrt(ModuleType):
    """Locks bytes as Windows does: by file and place, for one holder at a time."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.held: set[tuple[int, int]] = set()

    def locking(self, handle: int, mode: int, count: int) -> None:
        """Lock or free a byte; refuse as Windows does."""
        place = os.fstat(handle).st_ino, os.lseek(handle, 0, os.SEEK_CUR)
        assert count == 1
        if (mode == self.LK_NBLCK) == (place in self.held):
            raise PermissionError(errno.EACCES, "Permission denied")
        self.held ^= {place}


def test_the_lock_of_windows_is_held_by_one_and_freed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakeMsvcrt()
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    spec = spec_from_file_location("on_windows", atomic_write.__file__)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "on_windows", module)
    spec.loader.exec_module(module)
    made = [module.FileWrite(x.path, x.before, x.after) for x in writes(tmp_path)]
    with module.folder_lock(tmp_path) as lock:
        assert len(fake.held) == 1
        with pytest.raises(module.BusyError), module.folder_lock(tmp_path, wait=0.1):
            pass
        module.write_files(lock, made)
    assert not fake.held
    with module.folder_lock(tmp_path, wait=0):
        assert texts(tmp_path) == AFTER


def test_what_somebody_wrote_since_is_left(tmp_path: Path) -> None:
    at = half_written(tmp_path)
    writes(tmp_path)
    assert killed_here(tmp_path, at) == -signal.SIGKILL
    done = next(p for p in sorted(tmp_path.glob("side-*")) if "efter" in p.read_text())
    done.write_text("rettet i hånden")
    recover(tmp_path)
    assert done.read_text() == "rettet i hånden"


def test_only_one_writes_at_a_time(tmp_path: Path) -> None:
    made = writes(tmp_path)
    with folder_lock(tmp_path):
        with pytest.raises(BusyError):
            store(tmp_path, made)
        (tmp_path / JOURNAL).write_text("{}")
        assert recover(tmp_path) == (), "a live import is not taken for a dead one"
    assert texts(tmp_path) == BEFORE


def test_the_lock_is_held_by_one(tmp_path: Path) -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(20):
            with folder_lock(tmp_path, wait=60):
                inside += 1
                most = max(most, inside)
                time.sleep(0.0005)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert left(tmp_path) == [LOCK]


def test_a_new_page_comes_with_its_folder_and_goes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = FileWrite(tmp_path / "a" / "b" / "ny.md", None, b"ny")
    store(tmp_path, [new])
    assert new.path.read_bytes() == b"ny"
    with pytest.raises(ChangedMeanwhileError):
        store(tmp_path, [new])
    made, other = writes(tmp_path), FileWrite(tmp_path / "c" / "ny.md", None, b"ny")
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.name == "side-0.md":
            message = "disken er fuld"
            raise OSError(message)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OSError, match="fuld"):
        store(tmp_path, [other, *made])
    assert not (tmp_path / "c").exists()
    assert texts(tmp_path) == BEFORE


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "delt" / "side.md"
    target.parent.mkdir()
    target.write_bytes(b"gammel")
    link = tmp_path / "side.md"
    link.symlink_to(target)
    store(tmp_path, [FileWrite(link, b"gammel", b"ny")])
    assert link.is_symlink()
    assert target.read_bytes() == b"ny"
