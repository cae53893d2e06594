"""``python -m needs_history``."""

from __future__ import annotations

import sys

from needs_history.cli import main

if __name__ == "__main__":
    sys.exit(main())
