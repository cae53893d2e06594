"""``python -m needs_workshop``."""

from __future__ import annotations

import sys

from needs_workshop.cli import main

if __name__ == "__main__":
    sys.exit(main())
