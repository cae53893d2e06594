"""Pages are written all or none, also by a program that is killed half-way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from needs_exchange.pages import storing
from needs_exchange.pages.storing import (
    BusyError,
    ChangedMeanwhileError,
    Write,
    recover,
    store,
)
from tests.conftest import REPO

COUNT = 6


def writes(folder: Path) -> list[Write]:
    made = []
    for number in range(COUNT):
        path = folder / f"side-{number}.md"
        path.write_text(f"før {number}")
        made.append(Write(path, path.read_bytes(), f"efter {number}".encode()))
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


KILLED = """
import os, signal, sys
from pathlib import Path
from needs_exchange.pages import storing
folder, at = Path(sys.argv[1]), int(sys.argv[2])
calls = 0
def dies(real):
    def call(*args, **more):
        global calls
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **more)
    return call
Path.replace = dies(Path.replace)
storing._put = dies(storing._put)
storing._settle = dies(storing._settle)
pages = [storing.Write(p, p.read_bytes(), p.read_bytes().replace("før".encode(), b"efter"))
         for p in sorted(folder.glob("side-*.md"))]
storing.store(folder, pages)
"""


def killed(folder: Path, at: int) -> int:
    command = [sys.executable, "-c", KILLED, str(folder), str(at)]
    environment = {**os.environ, "PYTHONPATH": str(REPO / "ext")}
    return subprocess.run(command, check=False, env=environment).returncode


def test_killed_at_any_moment_the_pages_come_back(tmp_path: Path) -> None:
    ended = False
    for at in range(1, 60):
        folder = tmp_path / str(at)
        folder.mkdir()
        writes(folder)
        code = killed(folder, at)
        if code == 0:
            ended = True
            assert texts(folder) == AFTER
            break
        assert code == -signal.SIGKILL
        recover(folder)
        assert texts(folder) == BEFORE
        assert [x for x in left(folder) if x != storing._LOCK and "part" not in x] == []
    assert ended, "every moment was tried"


def test_what_somebody_wrote_since_is_left(tmp_path: Path) -> None:
    writes(tmp_path)
    assert killed(tmp_path, 2 + COUNT + 6) == -signal.SIGKILL
    done = next(p for p in sorted(tmp_path.glob("side-*")) if "efter" in p.read_text())
    done.write_text("rettet i hånden")
    recover(tmp_path)
    assert done.read_text() == "rettet i hånden"


def test_only_one_writes_at_a_time(tmp_path: Path) -> None:
    made = writes(tmp_path)
    with storing._alone(tmp_path):
        with pytest.raises(BusyError):
            store(tmp_path, made)
        (tmp_path / storing.JOURNAL).write_text("{}")
        assert recover(tmp_path) == (), "a live import is not taken for a dead one"
    assert texts(tmp_path) == BEFORE
