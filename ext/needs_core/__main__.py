"""``python -m needs_core``: ``sphinx-build``, with what stops it told in one message.

It takes the arguments of ``sphinx-build``. A mistake in ``conf.py`` stops a build before
any extension is there; only the command itself can tell of it otherwise than Sphinx does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.cmd import build

from needs_core import build_errors
from needs_core.project_language import use_language
from needs_core.sphinx_internals import set_exception_handler


def main() -> int:
    """Build, and return the exit code."""
    known, _rest = build.get_parser().parse_known_args(sys.argv[1:])
    confdir = Path(known.confdir or known.sourcedir).resolve()
    use_language(confdir)
    if problem := build_errors.language_problem(confdir):
        build_errors.tell(build_errors.BuildStoppedError(problem), confdir, sys.stderr)
        return 2
    set_exception_handler(lambda error, out: build_errors.tell(error, confdir, out))
    try:
        return build.main(sys.argv[1:])
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 (sphinx-needs derives some from it)
        build_errors.tell(error, confdir, sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
