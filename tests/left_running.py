"""Processes that tests have left running.

They hold the pipes of the run open, so that who reads its output waits for them, and no
limit of time of a test ends that.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

MARK = "STARTED_BY_TESTS_OF"
"""A variable that every program gets which is started from here, and those it starts."""
_PROC = Path("/proc")
_GRACE = 5
"""Seconds in which those end that have just been told to."""
_OWN = b"multiprocessing.resource_tracker"
"""Python's own helper, which ends with us."""


def mark() -> None:
    """Have all programs that are started from now on be known by their environment."""
    os.environ[MARK] = str(os.getpid())


def left_running() -> dict[int, str]:
    """Return the processes that were started from here and run, with their commands.

    Where the system does not tell (it has no ``/proc``), there are none.
    """
    parents, found = dict[int, int](), dict[int, str]()
    sign = f"{MARK}={os.getpid()}".encode()
    for folder in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            state, parent = (
                folder.joinpath("stat").read_text().rpartition(")")[2].split()[:2]
            )
            command = folder.joinpath("cmdline").read_bytes()
            if state in "ZX" or _OWN in command:
                continue
            pid = int(folder.name)
            parents[pid] = int(parent)
            if sign in folder.joinpath("environ").read_bytes().split(b"\0"):
                found[pid] = command.replace(b"\0", b" ").decode("utf-8", "replace").strip()
    for pid in parents:
        above = pid
        while above := parents.get(above, 0):
            if above == os.getpid():
                found.setdefault(pid, "a copy of this process")
    found.pop(os.getpid(), None)
    return found


def end_what_is_left() -> list[str]:
    """End the processes that still run after a while, and return their commands."""
    end = time.monotonic() + _GRACE
    while (left := left_running()) and time.monotonic() < end:
        time.sleep(0.1)
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return sorted(left.values())
