"""Pages are written all or none, also by a program that is killed half-way."""

from __future__ import annotations

import os
import signal
import threading
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from needs_authoring import store as storing
from needs_authoring.store import (
    BusyError,
    ChangedMeanwhileError,
    PageWrite,
    folder_lock,
    recover,
    store,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
COUNT = 6


def writes(folder: Path) -> list[PageWrite]:
    made = []
    for number in range(COUNT):
        path = folder / f"side-{number}.md"
        path.write_text(f"før {number}")
        made.append(PageWrite(path, path.read_bytes(), f"efter {number}".encode()))
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
    assert left(tmp_path) == []
    assert made[0].path.stat().st_mode & 0o777 == 0o640


def test_a_page_changed_meanwhile_stops_all(tmp_path: Path) -> None:
    made = writes(tmp_path)
    made[3].path.write_text("en anden")
    with pytest.raises(ChangedMeanwhileError):
        store(tmp_path, made)
    assert texts(tmp_path) == [*BEFORE[:3], "en anden", *BEFORE[4:]]
    assert left(tmp_path) == []


@pytest.mark.parametrize("at", range(COUNT))
def test_an_error_half_way_puts_the_pages_back(
    tmp_path: Path, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, real, count = writes(tmp_path), Path.replace, [0]

    def replace(self: Path, target: Path) -> Path:
        if target.name.startswith("side"):
            count[0] += 1
            if count[0] == at + 1:
                message = "disken er fuld"
                raise OSError(message)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OSError, match="fuld"):
        store(tmp_path, made)
    assert texts(tmp_path) == BEFORE
    assert left(tmp_path) == []


def killed(folder: Path, pages: Iterable[Path], change: tuple[str, str], at: int) -> int:
    """Change pages in a process killed at its ``at``-th step; return how it ended."""
    pid = os.fork()
    if pid == 0:
        try:
            steps = count(1)

            def dies(real: Callable[..., T]) -> Callable[..., T]:
                def call(*args: Any, **more: Any) -> T:
                    if next(steps) == at:
                        os.kill(os.getpid(), signal.SIGKILL)
                    return real(*args, **more)

                return call

            Path.replace = dies(Path.replace)  # type: ignore[method-assign]
            storing._put = dies(storing._put)
            storing._settle = dies(storing._settle)
            old, new = (x.encode() for x in change)
            raws = [(path, path.read_bytes()) for path in pages]
            store(folder, [PageWrite(p, raw, raw.replace(old, new)) for p, raw in raws])
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def killed_here(folder: Path, at: int) -> int:
    return killed(folder, sorted(folder.glob("side-*.md")), ("før", "efter"), at)


def test_killed_at_any_moment_the_pages_come_back(tmp_path: Path) -> None:
    ended = False
    for at in range(1, 60):
        folder = tmp_path / str(at)
        folder.mkdir()
        writes(folder)
        code = killed_here(folder, at)
        if code == 0:
            ended = True
            assert texts(folder) == AFTER
            break
        assert code == -signal.SIGKILL
        recover(folder)
        assert texts(folder) == BEFORE
        assert [x for x in left(folder) if x != storing.LOCK and "part" not in x] == []
    assert ended, "every moment was tried"


def test_what_somebody_wrote_since_is_left(tmp_path: Path) -> None:
    writes(tmp_path)
    assert killed_here(tmp_path, 2 + COUNT + 6) == -signal.SIGKILL
    done = next(p for p in sorted(tmp_path.glob("side-*")) if "efter" in p.read_text())
    done.write_text("rettet i hånden")
    recover(tmp_path)
    assert done.read_text() == "rettet i hånden"


def test_only_one_writes_at_a_time(tmp_path: Path) -> None:
    made = writes(tmp_path)
    with folder_lock(tmp_path):
        with pytest.raises(BusyError):
            store(tmp_path, made)
        (tmp_path / storing.JOURNAL).write_text("{}")
        assert recover(tmp_path) == (), "a live import is not taken for a dead one"
    assert texts(tmp_path) == BEFORE


def test_the_lock_is_held_by_one_though_its_file_comes_and_goes(tmp_path: Path) -> None:
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
    assert left(tmp_path) == []


def test_a_new_page_comes_with_its_folder_and_goes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = PageWrite(tmp_path / "a" / "b" / "ny.md", None, b"ny")
    store(tmp_path, [new])
    assert new.path.read_bytes() == b"ny"
    with pytest.raises(ChangedMeanwhileError):
        store(tmp_path, [new])
    made, other = writes(tmp_path), PageWrite(tmp_path / "c" / "ny.md", None, b"ny")
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
    store(tmp_path, [PageWrite(link, b"gammel", b"ny")])
    assert link.is_symlink()
    assert target.read_bytes() == b"ny"
