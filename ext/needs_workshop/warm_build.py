"""``python -m needs_workshop.warm_build``: ``python -m needs_core``, started ahead.

It takes the same arguments, gets ready as far as it can without writing anything, and
builds when it is told to. What a build imports is a third of the time of a small one; the
build itself reads everything anew, and where a module has changed it is another process.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from sphinx.application import Sphinx
from sphinx.cmd.build import get_parser
from sphinx.util.docutils import docutils_namespace, patch_docutils

from needs_core.__main__ import main as build
from needs_workshop.site_build import GO

_SECOND = 1_000_000_000
"""In nanoseconds; a clock of files may be as coarse as that."""


def main() -> int:
    """Get ready, wait, and build; return the exit code."""
    start = time.time_ns() - _SECOND
    with suppress(Exception):  # the build tells of it
        _get_ready()
    before = _modules()
    if sys.stdin.readline() != GO:
        return 0  # whoever started this has ended
    now = _modules()
    if now == before and all(changed < start for changed, _size in now.values()):
        return build()
    anew = [sys.executable, "-m", "needs_core", *sys.argv[1:]]
    return subprocess.run(anew, check=False).returncode  # noqa: S603 (this Python, no shell)


def _get_ready() -> None:
    """Import what a build imports: make an application that builds nothing."""
    given, _rest = get_parser().parse_known_args(sys.argv[1:])
    conf = Path(given.confdir or given.sourcedir).resolve()
    with TemporaryDirectory() as nowhere, patch_docutils(conf), docutils_namespace():
        Sphinx(
            srcdir=given.sourcedir,
            confdir=conf,
            outdir=nowhere,
            doctreedir=given.doctreedir,
            buildername="html",
            status=StringIO(),
            warning=StringIO(),
        )


def _modules() -> dict[str, tuple[int, int]]:
    """Return when the file of each module was changed, and its size."""
    found = {}
    for module in tuple(sys.modules.values()):
        path = getattr(module, "__file__", None)
        with suppress(OSError, ValueError):
            if isinstance(path, str):
                state = Path(path).stat()
                found[path] = (state.st_mtime_ns, state.st_size)
    return found


if __name__ == "__main__":
    sys.exit(main())
