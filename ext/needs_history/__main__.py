"""``python -m needs_history``."""

from __future__ import annotations

import sys

from sphinx.util.console import color_terminal, nocolor

from needs_history.cli import main

if __name__ == "__main__":
    if not color_terminal():  # as sphinx-build does: what is kept in a file has no colours
        nocolor()
    sys.exit(main())
