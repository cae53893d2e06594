"""Processes of the workshop: each is ended with all that it has started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def start_process(
    words: Sequence[str],
    *,
    stdin: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
) -> subprocess.Popen[str]:
    """Start a program that writes UTF-8, in a group of its own.

    Raises ``OSError``.
    """
    return subprocess.Popen(  # noqa: S603 (what the workshop or its user names, no shell)
        words,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"},
        start_new_session=True,
    )


def end_process(process: subprocess.Popen[str]) -> None:
    """Tell a process and what it has started to end.

    The processes of a parallel build would else wait for ever to hand over what they have
    read to one that is gone, and hold its output open.
    """
    if sys.platform == "win32":
        process.terminate()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
