"""Commands of the project that the workshop runs for whoever sits at it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from threading import Lock, Thread

from sphinx.locale import get_translation

from needs_workshop.processes import end_process, start_process
from needs_workshop.project_reader import WorkshopError

_ = get_translation("needs_workshop")

_LINES = 200
"""How many lines of what a command says are kept."""


@dataclass(frozen=True, slots=True)
class Task:
    """A command, and what a button calls it."""

    title: str
    words: tuple[str, ...]
    """The program and its arguments."""


@dataclass(frozen=True, slots=True)
class TaskRun:
    """The last run of a task; none yet: without a title."""

    title: str = ""
    code: int | None = None
    """The exit code; ``None`` while it runs."""
    lines: tuple[str, ...] = ()

    @property
    def running(self) -> bool:
        """Whether it is not over."""
        return bool(self.title) and self.code is None


class Tasks:
    """Runs the tasks of a project, one at a time, in the folder of the command."""

    def __init__(self, every: tuple[Task, ...] = ()) -> None:
        self.every = every
        self._lock = Lock()
        self._last = TaskRun()
        self._process: subprocess.Popen[str] | None = None

    @property
    def last(self) -> TaskRun:
        """The last run, as it is now."""
        with self._lock:
            return self._last

    def start(self, number: int) -> bool:
        """Run a task; false where another still runs, or there is none of that number."""
        with self._lock:
            if self._last.running or not 0 <= number < len(self.every):
                return False
            task = self.every[number]
            self._last = TaskRun(task.title)
        Thread(target=self._run, args=(task,), daemon=True).start()
        return True

    def stop(self) -> None:
        """End what runs."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                end_process(self._process)

    def _run(self, task: Task) -> None:
        try:
            process = start_process(
                task.words, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT
            )
        except OSError as error:
            self._end(task, 1, (f"{task.words[0]}: {error.strerror}",))
            return
        with self._lock:
            self._process = process
        lines: list[str] = []
        with process:
            for line in process.stdout or ():
                lines = [*lines[1 - _LINES :], line.rstrip()]
                with self._lock:
                    self._last = TaskRun(task.title, None, tuple(lines))
        self._end(task, process.returncode, tuple(lines))

    def _end(self, task: Task, code: int, lines: tuple[str, ...]) -> None:
        with self._lock:
            self._last = TaskRun(task.title, code, lines)


def read_tasks(text: str) -> tuple[Task, ...]:
    """Read ``[[title, [program, argument, …]], …]``. Raises ``WorkshopError``."""
    try:
        found = json.loads(text or "[]")
        tasks = tuple(Task(title, tuple(words)) for title, words in found)
    except (TypeError, ValueError):
        tasks = (Task("", ()),)
    for task in tasks:
        if not task.title or not task.words or not _are_texts((task.title, *task.words)):
            fault = _("--tasks cannot be read. Write JSON: %s")
            raise WorkshopError(fault % '[["Title", ["program", "argument"]]]')
    return tasks


def _are_texts(values: tuple[object, ...]) -> bool:
    return all(isinstance(x, str) for x in values)
