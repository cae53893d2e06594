"""``python -m needs_core``: ``sphinx-build``, with what stops it told in one message.

It takes the arguments of ``sphinx-build``. A mistake in ``conf.py`` stops a build before
any extension is there; only the command itself can tell of it otherwise than Sphinx does.
"""

from __future__ import annotations

import locale
import os
import signal
import sys
from contextlib import redirect_stderr
from functools import partial
from io import StringIO
from multiprocessing import active_children
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.cmd import build

from needs_core import build_errors
from needs_core.command_line import language_of, use_language
from needs_core.messages import BuildStoppedError
from needs_core.sphinx_internals import set_exception_handler

if TYPE_CHECKING:
    from types import FrameType

    from needs_core.messages import Problem


def main() -> int:
    """Build, and return the exit code."""
    said = StringIO()
    try:
        with redirect_stderr(said):
            known, rest = build.get_parser().parse_known_args(sys.argv[1:])
    except SystemExit as stop:
        if stop.code:
            use_language(language_of(Path.cwd()))
            _tell(build_errors.of_command(said.getvalue().rpartition("error: ")[2].strip()))
        raise
    confdir = Path(known.confdir or known.sourcedir).resolve()
    use_language(language_of(confdir if (confdir / "conf.py").is_file() else Path.cwd()))
    if rest:
        _tell(build_errors.of_command(f"unrecognized arguments: {rest[0]}"))
        return 2
    if problem := build_errors.language_problem(confdir):
        _tell(problem)
        return 2
    set_exception_handler(lambda error, out: build_errors.tell(error, confdir, out))
    _use_a_locale()
    try:
        return build.main(sys.argv[1:])
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 (sphinx-needs derives some from it)
        build_errors.tell(error, confdir, sys.stderr)
        return 2


def _use_a_locale() -> None:
    """Do without a locale that the machine does not have: Sphinx would end with it."""
    for name in ("", "C.UTF-8", "C"):
        os.environ["LC_ALL"] = name or os.environ.get("LC_ALL", "")
        try:
            locale.setlocale(locale.LC_ALL, "")
        except locale.Error:
            continue
        return


def _tell(problem: Problem) -> None:
    build_errors.tell(BuildStoppedError(problem), Path(), sys.stderr)


def _end_with_children() -> None:
    """End the processes of a parallel build when this one is told to end.

    They would wait for ever to hand over what they have read, and hold its output open.
    """
    signal.signal(signal.SIGTERM, _end)
    if hasattr(os, "register_at_fork"):
        default = partial(signal.signal, signal.SIGTERM, signal.SIG_DFL)
        os.register_at_fork(after_in_child=default)


def _end(number: int, _frame: FrameType | None) -> None:
    for child in active_children():
        child.kill()
    sys.exit(128 + number)


if __name__ == "__main__":
    _end_with_children()
    sys.exit(main())
