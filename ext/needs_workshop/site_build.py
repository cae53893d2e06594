"""Builds the site in a process of its own, again after each change, and tells how far."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Condition, Thread
from typing import TYPE_CHECKING

from needs_workshop.processes import end_process, start_process

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable, Sequence

    from needs_workshop.project_reader import WorkshopFolders

WAITING, BUILDING, BUILT, FAILED = "waiting", "building", "built", "failed"
_PERCENT = re.compile(r"\[ *([0-9]{1,3})%\]")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
GO = "build\n"
"""What a process is told that is to build."""
_MESSAGES = 200
"""How many lines of messages are kept."""


@dataclass(frozen=True, slots=True)
class BuildState:
    """How far the building of the site is."""

    state: str = WAITING
    number: int = 0
    """How many builds have been asked for."""
    percent: int = 0
    """How far the step at hand is."""
    messages: tuple[str, ...] = ()
    """What the last build had to tell."""

    @property
    def running(self) -> bool:
        """Whether the site is not yet as the pages are."""
        return self.state in {WAITING, BUILDING}

    @property
    def quiet(self) -> bool:
        """Whether the site is built, and there is nothing to tell."""
        return self.state == BUILT and not self.messages


class SiteBuild:
    """Builds the site once for all that was asked since the last time."""

    def __init__(
        self, folders: WorkshopFolders, tell: Callable[[BuildState], None] | None = None
    ) -> None:
        self._folders, self._tell = folders, tell or (lambda _state: None)
        self._changed = Condition()
        self._state = BuildState()
        self._thread: Thread | None = None
        self._process: subprocess.Popen[str] | None = None
        self._stopped = False
        self._ready: subprocess.Popen[str] | None = None
        """A process that waits for the next build."""

    @property
    def state(self) -> BuildState:
        """How far it is now."""
        with self._changed:
            return self._state

    @property
    def ready(self) -> subprocess.Popen[str] | None:
        """The process that waits for the next build, if there is one."""
        with self._changed:
            return self._ready

    def ask(self) -> None:
        """Have the site built; a build that runs is followed by another."""
        with self._changed:
            self._state = replace(
                self._state, state=WAITING, number=self._state.number + 1, percent=0
            )
            if self._thread is None:
                self._thread = Thread(target=self._run, daemon=True)
                self._thread.start()

    def wait(self, seconds: float) -> BuildState:
        """Return the state when nothing is being built, or after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: not self._state.running, seconds)
            return self._state

    def stop(self) -> None:
        """End the processes that build or are ready to, and wait for the one that does."""
        with self._changed:
            self._stopped = True
            process, ready, thread = self._process, self._ready, self._thread
            self._ready = None
        if process:
            end_process(process)
        if thread:
            thread.join()
        if ready:
            _end(ready)

    def _run(self) -> None:
        while True:
            with self._changed:
                number = self._state.number
            done = self._built(number)
            with self._changed:
                if self._state.number == number or self._stopped:
                    self._state = done
                    self._thread = None
                    self._changed.notify_all()
                    break
        self._tell(done)
        self._get_ready()

    def _get_ready(self) -> None:
        """Have the process of the next build import what it needs meanwhile."""
        with self._changed:
            if not self._stopped and self._ready is None:
                self._ready = self._started()

    def _started(self) -> subprocess.Popen[str]:
        return start_process(build_command(self._folders))

    def _begun(self) -> subprocess.Popen[str]:
        """Return a process that was told to build: the one that is ready, or another."""
        ready, self._ready = self._ready, None
        if ready and _told_to_build(ready):
            return ready
        if ready:
            _end(ready)
        started = self._started()
        _told_to_build(started)
        return started

    def _built(self, number: int) -> BuildState:
        said: list[str] = []
        with self._changed:
            if self._stopped:
                return BuildState(FAILED, number)
            self._process = self._begun()
        process = self._process
        reader = Thread(target=_collect, args=(process.stderr or (), said), daemon=True)
        reader.start()
        for line in process.stdout or ():
            if found := _PERCENT.findall(line):
                now = BuildState(BUILDING, number, min(int(found[-1]), 100))
                with self._changed:
                    if self._state.number == number:
                        self._state = now
                self._tell(now)
        code = process.wait()
        reader.join()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
        with self._changed:
            self._process = None
        state = BUILT if code == 0 else FAILED
        return BuildState(state, number, 100, tuple(said[:_MESSAGES]))


def _end(process: subprocess.Popen[str]) -> None:
    """End a process that waits."""
    end_process(process)
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            with suppress(OSError):
                stream.close()


def _told_to_build(process: subprocess.Popen[str]) -> bool:
    """Tell a process to build; false where it has ended."""
    assert process.stdin is not None  # noqa: S101 (a pipe)
    try:
        with process.stdin as stream:
            stream.write(GO)
    except OSError:
        return False
    return True


def build_command(folders: WorkshopFolders) -> Sequence[str]:
    """Return the command that builds the site, what has changed since the last time."""
    return (
        *(sys.executable, "-m", "needs_workshop.warm_build", "--no-color", "-j", "auto"),
        *("-c", str(folders.conf), "-d", str(folders.work / "site-doctrees")),
        *("--", str(folders.source), str(folders.site)),
    )


def _collect(lines: Iterable[str], into: list[str]) -> None:
    texts = (_COLOUR.sub("", line).rstrip() for line in lines)
    into.extend(text for text in texts if text)
