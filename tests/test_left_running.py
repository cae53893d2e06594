"""A process that a test leaves running is found and ended, even when its parent is gone."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from tests import left_running

LEAVE = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', {!r}])"
SLEEP = "import time; time.sleep(600)"

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc"), reason="needs /proc")  # noqa: PTH112


def test_orphans_are_found_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left_running, "_GRACE", 0.5)
    monkeypatch.setenv(left_running.MARK, str(os.getpid()))
    every = left_running.left_running
    before = set(every())
    subprocess.run([sys.executable, "-c", LEAVE.format(SLEEP)], check=True)
    started = set(every()) - before
    assert len(started) == 1

    def only() -> dict[int, str]:
        return {x: command for x, command in every().items() if x in started}

    monkeypatch.setattr(left_running, "left_running", only)
    assert [SLEEP in x for x in left_running.end_what_is_left()] == [True]
    for _ in range(100):
        if not only():
            break
        time.sleep(0.05)
    assert only() == {}


def test_copies_of_this_process_are_found() -> None:
    pid = os.fork()
    if not pid:
        time.sleep(600)
        os._exit(0)
    try:
        assert left_running.left_running()[pid] == "a copy of this process"
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
    assert pid not in left_running.left_running()
