"""What one build costs and what one page weighs."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

T = TypeVar("T")

_OWN_PAGES = {"genindex.html", "search.html", "permalink.html"}
_TAG = re.compile(rb"<[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Cost:
    """One build in a process of its own."""

    cpu: float
    """Seconds, user and system, of the process and of all it has started."""
    wall: float
    memory: float
    """Peak in MB of the process or the largest of its workers."""
    pages: int
    """Pages written, without the index and the search page, which every build writes."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One page, as a browser gets it."""

    kb: float
    gzip_kb: float
    elements: int


class BuildError(RuntimeError):
    """A build did not end well, or left something wrong behind."""


def build(source: Path, out: Path, jobs: str, builder: str = "html") -> Cost:
    """Build a project as a user would, and measure it.

    A process starts out with the peak memory of the one that started it. Ours is far
    smaller than any build, so what is read is the build's own.
    """
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-j", jobs]
    command += ["-b", builder]
    return cost([*command, str(source), str(out)], source, out)


def cost(command: Sequence[str | Path], folder: Path, out: Path) -> Cost:
    """Run a command in a folder, and measure what it costs to fill another."""
    said = out.with_suffix(".txt")
    with said.open("w", encoding="utf-8") as stream:
        environment = _environment()
        start, began = time.perf_counter(), time.time_ns()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=stream,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BuildError(said.read_text(encoding="utf-8"))
    return Cost(
        cpu=usage.ru_utime + usage.ru_stime,
        wall=wall,
        memory=usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2),
        pages=sum(
            page.name not in _OWN_PAGES and page.stat().st_mtime_ns >= began
            for page in out.glob("*.html")
        ),
    )


def _environment() -> dict[str, str]:
    """Return the environment of a build: modules are compiled once, as a user has them.

    Some test machines forbid Python to keep compiled modules. Those of a virtual
    environment are there all the same, and only ours would be compiled by every build.
    """
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def apart(work: Callable[..., T], *given: object) -> T:
    """Do some work in a process of its own, so that ours stays small (see ``build``)."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def weigh(page: Path) -> Weight:
    """Weigh a page."""
    data = page.read_bytes()
    return Weight(
        kb=len(data) / 1000,
        gzip_kb=len(gzip.compress(data, mtime=0)) / 1000,
        elements=sum(1 for _ in _TAG.finditer(data)),
    )


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def stand_together(page: Path, first: str, second: str) -> bool:
    """Tell whether a row of some table on a page names both items.

    So it is in a matrix and in a list of rows, so that one question suits every variant.
    """
    rows = [part.partition("</tr>")[0] for part in _text(page).split("<tr")[1:]]
    return any(first in row and second in row for row in rows)
